"""The connections by which pages are fetched: to public addresses only, and for a limited time."""

from __future__ import annotations

import ipaddress
import math
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Guard(httpcore.NetworkBackend):
    """Connects to public addresses only. It looks names up itself, so that what was checked is what is connected to."""

    def __init__(self, *, private: bool) -> None:
        """
        Args:
            private: whether loopback and private addresses are connected to as well.

        Attributes:
            ends: the moment (`time.monotonic`) at which connections time out, however busy they are.
        """
        self.ends = math.inf
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
        except (OSError, UnicodeError) as error:  # the latter for an empty or too long part
            raise httpcore.ConnectError(f"the name {host} is not known.") from error
        addresses = [str(entry[4][0]) for entry in found]
        if any(
            _is_link_local(address) for address in addresses
        ):  # of the machine's host, such as its passwords
            raise httpcore.ConnectError(f"{host} is an address that no web site has.")
        if not self._private and not all(is_public(address) for address in addresses):
            raise httpcore.ConnectError(
                f"{host} is an address of this machine or its network; WENDA_FETCH_PRIVATE=true allows it."
            )
        stream = self._sockets.connect_tcp(
            addresses[0], port, self.within(timeout), local_address, socket_options
        )
        return _Timed(stream, self)

    def within(self, timeout: float | None) -> float:
        """Seconds that a step may take.

        Raises:
            httpcore.ReadTimeout: there is no time left.
        """
        left = self.ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("there is no time left")
        return left if timeout is None else min(timeout, left)


class _Timed(httpcore.NetworkStream):
    """A connection that times out when the guard says, also if it sends a byte now and then."""

    def __init__(self, stream: httpcore.NetworkStream, guard: Guard) -> None:
        self._stream = stream
        self._guard = guard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._guard.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._guard.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._guard.within(timeout))
        return _Timed(secured, self._guard)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the internet. Of an IPv6 address that leads to an IPv4 address, the latter counts."""
    ip = _innermost(address)
    is_old = isinstance(ip, ipaddress.IPv6Address) and (ip.is_site_local or ip.is_reserved)
    return ip.is_global and not ip.is_multicast and not is_old


def _is_link_local(address: str) -> bool:
    return _innermost(address).is_link_local


def _innermost(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An IP address, or the IPv4 address that is written in it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    if ip in _NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)


class Transport(httpx.BaseTransport):
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
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
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
