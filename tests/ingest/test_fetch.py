"""Fetching from the web: politely, within limits, and never from this machine's own network unless allowed."""

from __future__ import annotations

import ipaddress
import socket
from types import SimpleNamespace

import pytest
from web_server import serving

from ingest import fetch
from ingest.fetch import Fetcher, FetchFailed

PAGE = {"/a.html": (200, {"Content-Type": "text/html; charset=utf-8", "ETag": '"1"'}, "白鹭大桥".encode())}


def test_a_page_is_fetched_and_not_sent_again_while_it_is_the_same():
    with serving(PAGE) as (site, asked), Fetcher(private=True) as fetcher:
        first = fetcher.fetch(f"{site}/a.html")
        again = fetcher.fetch(f"{site}/a.html", first.etag)
    assert (first.data, first.type, first.etag) == ("白鹭大桥".encode(), "text/html", '"1"')
    assert again.data is None
    assert [path for path, _ in asked] == ["/robots.txt", "/a.html", "/a.html"]
    assert "Wenda" in asked[0][1]["User-Agent"]


def test_robots_txt_is_respected():
    rules = {"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /a.html\n")}
    with (
        serving(PAGE | rules) as (site, asked),
        Fetcher(private=True) as fetcher,
        pytest.raises(FetchFailed, match=r"robots\.txt"),
    ):
        fetcher.fetch(f"{site}/a.html")
    assert len(asked) == 1


@pytest.fixture
def lookups(monkeypatch):
    """Names are looked up without a name server: the tests' own guard forbids other addresses than loopback."""
    names = {"localhost": "127.0.0.1", "inside.example": "192.168.1.20", "0x7f.1": "127.0.0.1"}

    def getaddrinfo(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (names.get(host, host), port))]

    known = SimpleNamespace(getaddrinfo=getaddrinfo, SOCK_STREAM=socket.SOCK_STREAM)
    monkeypatch.setattr(fetch, "socket", known)


@pytest.mark.usefixtures("lookups")
@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "10.0.0.7", "169.254.1.1", "0x7f.1", "inside.example"]
)
def test_addresses_of_the_own_network_are_refused(host):
    with Fetcher() as fetcher, pytest.raises(FetchFailed, match="address of this machine"):
        fetcher.fetch(f"http://{host}:9/")


@pytest.mark.usefixtures("lookups")
def test_a_redirect_to_the_own_network_is_refused_like_the_address_itself(monkeypatch):
    to = {"/r": (302, {"Location": "http://10.0.0.7/secret"}, b"")}

    def public(address):
        return SimpleNamespace(is_global=address == "127.0.0.1" or ipaddress.ip_address(address).is_global)

    monkeypatch.setattr(fetch, "ipaddress", SimpleNamespace(ip_address=public))
    with (
        serving(PAGE | to) as (site, _),
        Fetcher() as fetcher,
        pytest.raises(FetchFailed, match=r"10\.0\.0\.7 is an address of this machine"),
    ):
        fetcher.fetch(f"{site}/r")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/a", "http://", "javascript:alert(1)"]
)
def test_other_schemes_are_refused(url):
    with Fetcher(private=True) as fetcher, pytest.raises(FetchFailed, match="only http"):
        fetcher.fetch(url)


def test_what_is_too_large_is_given_up(monkeypatch):
    monkeypatch.setattr(fetch, "LARGEST", 1000)
    big = {"/big": (200, {}, b"x" * 5000)}
    with (
        serving(big) as (site, _),
        Fetcher(private=True) as fetcher,
        pytest.raises(FetchFailed, match="larger than"),
    ):
        fetcher.fetch(f"{site}/big")


def test_a_busy_server_says_for_how_long():
    busy = {"/a": (429, {"Retry-After": "120"}, b"")}
    with (
        serving(busy) as (site, _),
        Fetcher(private=True) as fetcher,
        pytest.raises(FetchFailed, match="429") as failed,
    ):
        fetcher.fetch(f"{site}/a")
    assert failed.value.retry_after == 120


def test_endless_redirects_are_given_up():
    ring = {"/a": (302, {"Location": "/b"}, b""), "/b": (302, {"Location": "/a"}, b"")}
    with (
        serving(ring) as (site, _),
        Fetcher(private=True) as fetcher,
        pytest.raises(FetchFailed, match="redirects"),
    ):
        fetcher.fetch(f"{site}/a")
