"""Fetches pages and feeds from the web, politely and never from the newsroom's own network."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

from ingest.connections import Guard, Transport
from ingest.robots import Robots
from rag.schema import WendaError

LARGEST = 50 << 20  # bytes
SECONDS = 60.0  # for a whole file, with its redirects and their robots.txt
MOST_REDIRECTS = 5
ROBOTS_SECONDS = 24 * 3600.0  # for which a robots.txt is known
LONGEST_WAIT = 7 * 24 * 3600.0  # seconds that a server can ask to be left alone
NAME = "Wenda"  # as a robots.txt names this crawler
AGENT = f"{NAME}/1.0 (newspaper archive)"


class FetchFailed(WendaError):
    """An address cannot be fetched; `retry_after` seconds is how long the server asks to be left alone, if it does."""

    def __init__(self, message: str, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file from the web.

    Attributes:
        url: where it came from in the end, after redirects.
        data: its bytes; None if it has not changed since the last time.
        type: its media type, such as `text/html`.
        etag, last_modified: to be given the next time.
    """

    url: str
    data: bytes | None
    type: str = ""
    etag: str = ""
    last_modified: str = ""


class Fetcher:
    """Fetches by http and https, as robots.txt allows. Use it in a `with` statement."""

    def __init__(self, *, private: bool = False) -> None:
        """
        Args:
            private: whether loopback and private addresses may be fetched from.
        """
        self._guard = Guard(private=private)
        self._client = httpx.Client(
            transport=Transport(self._guard),
            headers={"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate"},
            timeout=httpx.Timeout(20.0),
        )
        self._robots: dict[str, tuple[float, Robots]] = {}  # by site, with the time when they were fetched

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        """
        Raises:
            FetchFailed: it is no web address, may not be fetched, is too large or too slow, or the server refuses.
        """
        self._guard.ends = time.monotonic() + SECONDS
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        # an ETag may be any bytes; httpx sends text as ASCII
        headers = {name.encode(): value.encode("utf-8") for name, value in known.items() if value}
        with self._stream(url, headers, self._check_robots) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED and headers:
                return Fetched(url, None, etag=etag, last_modified=last_modified)
            if not response.is_success:
                raise FetchFailed(f"{url}: {_answer(response)}.", _retry_after(response))
            return Fetched(
                str(response.url),
                _body(url, response),
                response.headers.get("content-type", "").partition(";")[0].strip().lower(),
                response.headers.get("etag", ""),
                response.headers.get("last-modified", ""),
            )

    def _check_robots(self, url: str) -> None:
        """
        Raises:
            FetchFailed: the site does not allow that an address is fetched, or its rules cannot be read.
        """
        site = "{0.scheme}://{0.netloc}".format(_web_address(url))
        read_at, robots = self._robots.get(site, (-ROBOTS_SECONDS, Robots()))
        if time.monotonic() - read_at > ROBOTS_SECONDS:
            robots = self._read_robots(f"{site}/robots.txt")
            self._robots[site] = time.monotonic(), robots
        if not robots.allow(url):
            raise FetchFailed(f"{url}: the site's robots.txt does not allow it to be fetched.")

    def _read_robots(self, url: str) -> Robots:
        with self._stream(url, {}) as response:
            if response.is_server_error or response.status_code == httpx.codes.TOO_MANY_REQUESTS:
                raise FetchFailed(f"{url}: {_answer(response)}.", _retry_after(response))
            return Robots.parse(_body(url, response), NAME) if response.is_success else Robots()

    @contextmanager
    def _stream(
        self, url: str, headers: Mapping[bytes, bytes], check: Callable[[str], None] = lambda _: None
    ) -> Iterator[httpx.Response]:
        """The answer to a request, after redirects; `check` may refuse each of the addresses."""
        try:
            request = self._request(url, headers)
            for _ in range(MOST_REDIRECTS + 1):
                check(str(request.url))
                response = self._client.send(request, stream=True)
                try:
                    if response.next_request is None:
                        yield response
                        return
                    _web_address(str(response.next_request.url))
                    request = response.next_request
                finally:
                    response.close()
        except httpx.TimeoutException as error:
            raise FetchFailed(f"{url}: the server does not answer in time.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchFailed(f"{url}: {error}") from error
        raise FetchFailed(f"{url}: more than {MOST_REDIRECTS} redirects.")

    def _request(self, url: str, headers: Mapping[bytes, bytes]) -> httpx.Request:
        _web_address(url)
        return self._client.build_request("GET", url, headers=headers)


def is_web_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _web_address(url: str) -> Any:
    """The parts of an address.

    Raises:
        FetchFailed: it is none of the web.
    """
    try:
        parts = urlsplit(url)
        url.encode("utf-8")
    except ValueError as error:
        raise FetchFailed(f"{url}: this is no web address ({error}).") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchFailed(f"{url}: only http:// and https:// addresses can be fetched.")
    return parts


def _body(url: str, response: httpx.Response) -> bytes:
    """
    Raises:
        FetchFailed: it is too large, too slow, or packed in another way than was asked for.
    """
    packed = response.headers.get("content-encoding", "").strip().lower()
    if packed not in ("", "identity", "gzip", "deflate"):  # one piece of others may be gigabytes, unpacked
        raise FetchFailed(f"{url}: the server packs it as {packed[:40]!r}, which cannot be read.")
    data = bytearray()
    ends = time.monotonic() + SECONDS
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > LARGEST:
            raise FetchFailed(f"{url}: larger than {LARGEST >> 20} MB.")
        if time.monotonic() > ends:
            raise FetchFailed(f"{url}: slower than {SECONDS:.0f} s.")
    return bytes(data)


def _answer(response: httpx.Response) -> str:
    phrase = "".join(char for char in response.reason_phrase[:80] if char.isprintable())
    return f"the server answers {response.status_code} {phrase}".rstrip()


def _retry_after(response: httpx.Response) -> float:
    """Seconds that a server asks to be left alone; it may say so as a number or as a date."""
    value = response.headers.get("retry-after", "").strip()
    if value.isdecimal() and value.isascii():
        return min(float(value), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
        seconds = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    except (ValueError, OverflowError):
        return 0.0
    return max(0.0, min(seconds, LONGEST_WAIT))
