"""Fetches pages and feeds from the web, politely and never from the newsroom's own network."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import httpcore
import httpx

from rag.schema import WendaError

LARGEST = 50 << 20  # bytes
SECONDS = 60.0  # for a whole file
MOST_REDIRECTS = 5
AGENT = "Wenda/1.0 (newspaper archive)"


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
        backend = _Guard(private=private)
        self._client = httpx.Client(
            transport=_Transport(backend),
            headers={"User-Agent": AGENT},
            timeout=httpx.Timeout(20.0),
            follow_redirects=True,
            max_redirects=MOST_REDIRECTS,
        )
        self._robots: dict[str, RobotFileParser] = {}

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched:
        """
        Raises:
            FetchFailed: it is no web address, may not be fetched, is too large or too slow, or the server refuses.
        """
        if not self._allowed(url):
            raise FetchFailed(f"{url}: the site's robots.txt does not allow it to be fetched.")
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        with self._stream(url, {name: value for name, value in known.items() if value}) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return Fetched(url, None, etag=etag, last_modified=last_modified)
            if not response.is_success:
                raise FetchFailed(
                    f"{url}: the server answers {response.status_code} {response.reason_phrase}.",
                    _retry_after(response),
                )
            headers = response.headers
            return Fetched(
                str(response.url),
                _body(url, response),
                headers.get("content-type", "").partition(";")[0].strip().lower(),
                headers.get("etag", ""),
                headers.get("last-modified", ""),
            )

    def _allowed(self, url: str) -> bool:
        site = "{0.scheme}://{0.netloc}".format(_web_address(url))
        if site not in self._robots:
            robots = RobotFileParser()
            with self._stream(f"{site}/robots.txt", {}) as response:
                lines = _body(site, response).decode("utf-8", "replace") if response.is_success else ""
            robots.parse(lines.splitlines())
            self._robots[site] = robots
        return self._robots[site].can_fetch(AGENT, url)

    @contextmanager
    def _stream(self, url: str, headers: dict[str, str]) -> Iterator[httpx.Response]:
        _web_address(url)
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                yield response
        except httpx.TooManyRedirects as error:
            raise FetchFailed(f"{url}: more than {MOST_REDIRECTS} redirects.") from error
        except httpx.TimeoutException as error:
            raise FetchFailed(f"{url}: the server does not answer in time.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchFailed(f"{url}: {error}") from error


def is_web_address(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _web_address(url: str) -> Any:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchFailed(f"{url}: only http:// and https:// addresses can be fetched.")
    return parts


def _body(url: str, response: httpx.Response) -> bytes:
    data = bytearray()
    ends = time.monotonic() + SECONDS
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > LARGEST:
            raise FetchFailed(f"{url}: larger than {LARGEST >> 20} MB.")
        if time.monotonic() > ends:
            raise FetchFailed(f"{url}: slower than {SECONDS:.0f} s.")
    return bytes(data)


def _retry_after(response: httpx.Response) -> float:
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdecimal() else 0.0


# --- which addresses may be connected to ---


class _Guard(httpcore.NetworkBackend):
    """Connects to public addresses only. It looks names up itself, so that what was checked is what is connected to."""

    def __init__(self, *, private: bool) -> None:
        self._private = private
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise httpcore.ConnectError(f"the name {host} is not known.") from error
        addresses = [str(entry[4][0]) for entry in found]
        if not self._private and not all(
            ipaddress.ip_address(a.partition("%")[0]).is_global for a in addresses
        ):
            raise httpcore.ConnectError(
                f"{host} is an address of this machine or its network; WENDA_FETCH_PRIVATE=true allows it."
            )
        return self._sockets.connect_tcp(addresses[0], port, timeout, local_address, socket_options)


class _Transport(httpx.BaseTransport):
    """httpx over a pool of connections that the guard makes."""

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(network_backend=backend, ssl_context=httpx.create_ssl_context())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        try:
            answer = self._pool.handle_request(asked)
        except httpcore.TimeoutException as error:
            raise httpx.ConnectTimeout(str(error)) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.ConnectError(str(error)) from error
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer.iter_stream()
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error)) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.ReadError(str(error)) from error

    def close(self) -> None:
        self._answer.close()
