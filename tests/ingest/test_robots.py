"""What a robots.txt allows, as in RFC 9309."""

from __future__ import annotations

import time

import pytest

from ingest.robots import Robots

SITE = "https://news.example"


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow:", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b.html", True),  # the longer one
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),  # of two alike, what allows
        ("User-agent: *\nDisallow: /\n\nUser-agent: Wenda/1.0\nAllow: /", "/a", True),
        ("User-agent: wenda\nUser-agent: other\nDisallow: /", "/a", False),
        ("User-agent: wenda\nDisallow: /a\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: /\u65b0\u95fb", "/%E6%96%B0%E9%97%BB/1", False),
        ("\ufeffUser-agent: *\r\nDisallow: /a # inside\r\n", "/a", False),
        ("Disallow: /", "/a", True),  # of no crawler
        ("User-agent: *\nCrawl-delay: \u00b2\nAllow: //[foo\nDisallow: /a", "/a", False),
    ],
)
def test_rules(rules, path, allowed):
    assert Robots.parse(rules.encode(), "Wenda").allow(SITE + path) is allowed


def test_no_pattern_takes_long():
    started = time.perf_counter()
    rules = f"User-agent: *\nDisallow: /{'*a' * 200}b$\n".encode() * 100
    assert Robots.parse(rules, "Wenda").allow(f"{SITE}/{'a' * 5000}")
    assert time.perf_counter() - started < 1
