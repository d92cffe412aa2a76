"""An ASGI middleware that refuses bodies that are too large, and gives up on those that take too long to arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 8 * 1024 * 1024
"""Bytes. A long conversation, which the residents' page sends with each question, has some two million."""

SECONDS_TO_ARRIVE = 60.0


def _refusal(status: int) -> Response:
    return PlainTextResponse("Too large" if status == 413 else "Too slow", status_code=status)


class _TooLarge(Exception):
    """The body is too large."""


class BodyLimit:
    """Answers 413 to a body of more than `largest` bytes and 408 to one that is not here in time. A body is read only as far
    as the app asks for it."""

    def __init__(
        self,
        app: ASGIApp,
        largest: int = LARGEST_BODY,
        seconds: float = SECONDS_TO_ARRIVE,
        refusal: Callable[[int], Response] = _refusal,
    ) -> None:
        """
        Args:
            refusal: the response with a status, 413 or 408.
        """
        self.app = app
        self._largest = largest
        self._seconds = seconds
        self._refusal = refusal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        if length.isdecimal() and int(length) > self._largest:
            await self._refusal(413)(scope, receive, send)
            return
        try:
            async with asyncio.timeout(self._seconds):
                body = await self._body(receive)
        except _TooLarge:
            await self._refusal(413)(scope, receive, send)
        except TimeoutError:
            await self._refusal(408)(scope, receive, send)
        else:
            await self.app(scope, _replayed(body, receive), send)

    async def _body(self, receive: Receive) -> Message:
        """The whole body, or the message that the client has gone.

        Raises:
            _TooLarge
        """
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return message
            body += message.get("body", b"")
            if len(body) > self._largest:
                raise _TooLarge
            if not message.get("more_body", False):
                return {"type": "http.request", "body": bytes(body), "more_body": False}


def _replayed(first: Message, receive: Receive) -> Receive:
    """Gives the body that was read, then what comes after it."""
    waiting = [first]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message
