"""Keeps complete, checked answers, to give them again to who asks the same while nothing that they hang on has changed."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from hashlib import sha256

from rag.schema import Answer, Event, Request

STATUSES = ("answered", "not_reported")
"""Other answers cost nothing, or hold for a moment only."""


class KeptAnswers:
    """The newest answers with their events. Thread-safe.

    When something that answers hang on has changed, all are forgotten: words that were taken down do not stay in memory.
    """

    def __init__(self, most: int, state: Callable[[], object]) -> None:
        """
        Args:
            most: answers to keep; 0: none.
            state: all that an answer hangs on beside the request; must be unequal when that changes.
        """
        self._most = most
        self._state = state
        self._lock = threading.Lock()
        self._kept_for: object = None
        self._events: OrderedDict[bytes, tuple[Event, ...]] = OrderedDict()

    def stream(self, request: Request, answer: Callable[[], Iterator[Event]]) -> Iterator[Event]:
        """The events of a kept answer, or those of `answer`, whose last one is then kept with the others.

        Args:
            answer: answers the request.
        """
        if not self._most:
            yield from answer()
            return
        started = time.perf_counter()
        state = self._state()  # before: what changes meanwhile makes the answer useless, not wrong
        key = _key(request)
        if kept := self._kept(state, key):
            yield from kept[:-1]
            yield _given_again(kept[-1], started)
            return
        events = []
        for event in answer():
            events.append(event)
            yield event
        if (last := events[-1].answer) and _may_be_kept(last):
            self._keep(state, key, tuple(events))

    def _kept(self, state: object, key: bytes) -> tuple[Event, ...]:
        with self._lock:
            if state != self._kept_for:
                self._events.clear()
                self._kept_for = state
            if key in self._events:
                self._events.move_to_end(key)
            return self._events.get(key, ())

    def _keep(self, state: object, key: bytes, events: tuple[Event, ...]) -> None:
        with self._lock:
            if state != self._kept_for:
                return
            self._events[key] = events
            while len(self._events) > self._most:
                self._events.popitem(last=False)


def _key(request: Request) -> bytes:
    """A hash of the whole request (question, conversation, filters, day), from which nothing of it can be read."""
    question = " ".join(request.question.split())
    same = request.model_copy(update={"question": question}) if question else request
    return sha256(same.model_dump_json().encode()).digest()


def _may_be_kept(answer: Answer) -> bool:
    """Whether asking again would give the same: not while a language model was out of reach."""
    return answer.status in STATUSES and not answer.without_model


def _given_again(event: Event, started: float) -> Event:
    """The last event with an answer of its own, which can be reported and judged by itself."""
    if event.answer is None:
        return event
    update = {
        "answer_id": secrets.token_urlsafe(9),
        "timings_ms": {"total": round((time.perf_counter() - started) * 1000, 1)},
        "model_use": None,
    }
    return event.model_copy(update={"answer": event.answer.model_copy(update=update)})
