"""Fetching from the web: politely, within limits, and never from this machine's own network unless allowed."""

from __future__ import annotations

import gzip
import socket
from types import SimpleNamespace

import pytest
from web_server import dripping, serving

from ingest import connections, fetch
from ingest.fetch import LONGEST_WAIT, Fetcher, FetchFailed

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
    monkeypatch.setattr(connections, "socket", known)


@pytest.mark.usefixtures("lookups")
@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.0.0.7",
        "0x7f.1",
        "inside.example",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[::7f00:1]",
        "[fec0::1]",
        "224.0.0.1",
    ],
)
def test_addresses_of_the_own_network_are_refused(host):
    with Fetcher() as fetcher, pytest.raises(FetchFailed, match="address of this machine"):
        fetcher.fetch(f"http://{host}:9/")


@pytest.mark.usefixtures("lookups")
def test_a_redirect_to_the_own_network_is_refused_like_the_address_itself(monkeypatch):
    to = {"/r": (302, {"Location": "http://10.0.0.7/secret"}, b"")}

    is_public = connections.is_public
    monkeypatch.setattr(connections, "is_public", lambda a: a == "127.0.0.1" or is_public(a))
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


@pytest.mark.usefixtures("lookups")
@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]"])
def test_link_local_addresses_are_refused_whatever_is_allowed(host):
    with Fetcher(private=True) as fetcher, pytest.raises(FetchFailed, match="that no web site has"):
        fetcher.fetch(f"http://{host}/latest/meta-data/")


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a..b/", f"http://{'a' * 70}.example/", "http://127.0.0.1:1/\ud800"]
)
def test_what_is_no_address_is_said_to_be_none(url):
    with Fetcher(private=True) as fetcher, pytest.raises(FetchFailed):
        fetcher.fetch(url)


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://127.0.0.1/a", "javascript:alert(1)", "http://[::1", "http://a..b/"]
)
def test_a_redirect_to_what_is_no_page_is_refused(to):
    with (
        serving({"/a": (302, {"Location": to}, b"")}) as (site, _),
        Fetcher(private=True) as fetcher,
        pytest.raises(FetchFailed),
    ):
        fetcher.fetch(f"{site}/a")


def test_the_rules_of_a_site_hold_after_a_redirect_too():
    site = {
        "/robots.txt": (200, {}, b"User-agent: *\nDisallow: /inside\n"),
        "/a": (302, {"Location": "/inside/b"}, b""),
        "/inside/b": (200, {}, b"not for crawlers"),
    }
    with (
        serving(site) as (address, asked),
        Fetcher(private=True) as fetcher,
        pytest.raises(FetchFailed, match=r"robots\.txt"),
    ):
        fetcher.fetch(f"{address}/a")
    assert "/inside/b" not in [path for path, _ in asked]


def test_a_site_whose_rules_cannot_be_read_is_left_alone_and_asked_again_later():
    broken = {"/robots.txt": (503, {"Retry-After": "60"}, b"")}
    with serving(PAGE | broken) as (site, asked), Fetcher(private=True) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchFailed, match="503") as failed:
                fetcher.fetch(f"{site}/a.html")
            assert failed.value.retry_after == 60
    assert [path for path, _ in asked] == ["/robots.txt", "/robots.txt"]


def test_packings_that_can_hide_gigabytes_are_refused():
    bomb = gzip.compress(gzip.compress(bytes(1 << 20)))
    packed = {name: (200, {"Content-Encoding": name}, bomb) for name in ("gzip, gzip", "br", "zstd")}
    with serving({f"/{n}": answer for n, answer in enumerate(packed.values())}) as (site, _):
        for n in range(len(packed)):
            with Fetcher(private=True) as fetcher, pytest.raises(FetchFailed, match="packs it as"):
                fetcher.fetch(f"{site}/{n}")


def test_an_answer_byte_by_byte_ends_in_time(monkeypatch):
    monkeypatch.setattr(fetch, "SECONDS", 0.5)
    with (
        dripping(b"HTTP/1.1 200 OK\r\nX: ") as site,
        Fetcher(private=True) as fetcher,
        pytest.raises(FetchFailed, match="in time"),
    ):
        fetcher.fetch(f"{site}/a")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("9" * 400, LONGEST_WAIT), ("Fri, 31 Dec 2999 23:59:59 GMT", LONGEST_WAIT), ("soon", 0), ("\u00b2", 0)],
)
def test_a_busy_server_may_say_anything(header, seconds):
    with (
        serving({"/a": (503, {"Retry-After": header}, b"")}) as (site, _),
        Fetcher(private=True) as fetcher,
        pytest.raises(FetchFailed, match="503") as failed,
    ):
        fetcher.fetch(f"{site}/a")
    assert failed.value.retry_after == seconds


def test_an_etag_of_any_bytes_can_be_sent_back():
    with serving({"/a": (200, {"ETag": '"\u00e9"'}, b"x")}) as (site, _), Fetcher(private=True) as fetcher:
        first = fetcher.fetch(f"{site}/a")
        assert fetcher.fetch(f"{site}/a", first.etag).etag == first.etag
