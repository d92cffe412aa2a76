"""Waits for answers while the one who asked is still there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import aclosing, suppress
from typing import Any, TypeVar

from fastapi import Request
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

QUIET_SECONDS = 15.0
"""After so long without news a stream says that it is alive: proxies cut quiet connections."""

T = TypeVar("T")


class AnswerStream(StreamingResponse):
    """Server-sent events of an answer. When the client goes away, the answer is given up."""

    def __init__(self, events: AsyncGenerator[bytes]) -> None:
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(events, media_type="text/event-stream", headers=headers)
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with aclosing(self._events):
            await super().__call__(scope, receive, send)


async def unless_gone(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """What `work` returns; it is cancelled if the client goes away, so that nobody's place in the line is held.

    Raises:
        ClientDisconnect: the client has gone.
    """
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        await _cancelled(gone)
        await _cancelled(working)


async def begun(steps: AsyncGenerator[T]) -> AsyncGenerator[T | None]:
    """The steps with their pauses (see `with_pauses`), once there is a first one: what is refused is raised now, when it can
    still have a status of its own."""
    first = await anext(steps)

    async def all_steps() -> AsyncGenerator[T | None]:
        async with aclosing(with_pauses(steps)) as others:
            yield first
            async for step in others:
                yield step

    return all_steps()


async def with_pauses(steps: AsyncGenerator[T]) -> AsyncGenerator[T | None]:
    """The steps as they come, and None each time that nothing has come for `QUIET_SECONDS`."""
    coming: asyncio.Future[T] | None = None
    try:
        while True:
            coming = coming or asyncio.ensure_future(anext(steps))
            done, _ = await asyncio.wait({coming}, timeout=QUIET_SECONDS)
            if not done:
                yield None
                continue
            step, coming = coming, None
            try:
                yield step.result()
            except StopAsyncIteration:
                return
    finally:
        if coming is not None:
            await _cancelled(coming)
        await steps.aclose()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _cancelled(task: asyncio.Future[Any]) -> None:
    if not task.done():
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
