"""Decides whether an article's address may become a link."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_web_address(url: str) -> bool:
    """Whether it is an http or https address. Others are unsafe as links: javascript: runs code, file: opens files."""
    return urlsplit(url).scheme in ("http", "https")
