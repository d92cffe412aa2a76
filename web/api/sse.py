"""The events of an answer as server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi.sse import format_sse_event
from pydantic import BaseModel

from rag.limits import Place
from rag.schema import Event
from web.api.contract import FoundEvent, StatementEvent, WaitingEvent
from web.api.problems import problem_of
from web.api.streaming import AnswerStream, begun


async def answer_stream(steps: AsyncGenerator[Place | tuple[Event, ...]]) -> AnswerStream:
    """A response with the events, once there is a first one.

    Args:
        steps: see `Assistant.events_for`; what they refuse is raised here.
    """
    return AnswerStream(_stream(await begun(steps)))


async def _stream(steps: AsyncGenerator[Place | tuple[Event, ...] | None]) -> AsyncGenerator[bytes]:
    async with aclosing(steps):
        try:
            async for step in steps:
                for line in _lines(step):
                    yield line
        except Exception as error:  # noqa: BLE001 - the status has been sent: the caller is told in the stream
            yield _sse("error", json.dumps(problem_of(error).document(), ensure_ascii=False))


def _lines(step: Place | tuple[Event, ...] | None) -> list[bytes]:
    if step is None:
        return [format_sse_event(comment="working")]
    if isinstance(step, Place):
        return [_sse("waiting", WaitingEvent(before=step.before).model_dump_json())] if step.before else []
    return [_sse(event.kind, _data(event)) for event in step]


def _data(event: Event) -> str:
    data: BaseModel | None
    match event.kind:
        case "understood":
            data = event.understood
        case "found":
            data = FoundEvent(found=event.found)
        case "statement" if event.statement is not None:
            data = StatementEvent(statement=event.statement, citations=event.citations)
        case _:
            data = event.answer
    return data.model_dump_json(exclude={"model_use", "struck"}) if data is not None else "{}"


def _sse(event: str, data: str) -> bytes:
    return format_sse_event(event=event, data_str=data)
