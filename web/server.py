"""The HTTP server of the site: uvicorn, with limits on the head of a request (its first line and headers). uvicorn waits for
it for ever and stores as much of it as comes: some hundred clients that send a header a minute would keep everybody else out.
"""

from __future__ import annotations

from asyncio import TimerHandle, Transport

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SECONDS_FOR_HEAD = 20.0
LARGEST_HEAD = 64 * 1024
"""Bytes, beyond which no more is read."""


class LimitedProtocol(HttpToolsProtocol):
    """Closes a connection on which the head of a request takes too long to arrive or is too large."""

    seconds_for_head = SECONDS_FOR_HEAD
    _deadline: TimerHandle | None = None  # while a head is awaited
    _received = 0  # bytes since then

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_head()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        if self._deadline is None:  # a further request on the same connection
            self._await_head()

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._deadline is None:
            return
        self._received += len(data)
        if self._received > LARGEST_HEAD:
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_head(self) -> None:
        self._received = 0
        self._deadline = self.loop.call_later(self.seconds_for_head, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def http_server(site: FastAPI, seconds_to_finish: int) -> uvicorn.Server:
    """A server of the site, which is not running yet.

    Args:
        seconds_to_finish: how long running requests may take to finish after the server is told to stop.
    """
    config = uvicorn.Config(
        site,
        http=LimitedProtocol,
        log_level="warning",
        log_config=None,  # uvicorn's lines are formatted like all others
        proxy_headers=False,  # the site knows which proxies to trust
        access_log=False,  # client addresses are private, and the desk's link contains a key
        timeout_graceful_shutdown=seconds_to_finish,
    )
    return uvicorn.Server(config)
