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

    The key is a hash of the whole request (question, conversation, filters, day) and of `state`: neither can be read from it.
    """

    def __init__(self, most: int, state: Callable[[], object]) -> None:
        """
        Args:
            most: answers to keep; 0: none.
            state: all else that an answer hangs on; must change, or be unequal, when that does.
        """
        self._most = most
        self._state = state
        self._lock = threading.Lock()
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
        key = self._key(
            request
        )  # of the state before: what changes meanwhile makes the answer useless, not wrong
        if kept := self._kept(key):
            yield from kept[:-1]
            yield _given_again(kept[-1], started)
            return
        events = []
        for event in answer():
            events.append(event)
            yield event
        if (last := events[-1].answer) and _may_be_kept(last):
            self._keep(key, tuple(events))

    def _key(self, request: Request) -> bytes:
        question = " ".join(request.question.split())
        same = request.model_copy(update={"question": question}) if question else request
        return sha256(f"{same.model_dump_json()}\n{self._state()!r}".encode()).digest()

    def _kept(self, key: bytes) -> tuple[Event, ...]:
        with self._lock:
            if key in self._events:
                self._events.move_to_end(key)
            return self._events.get(key, ())

    def _keep(self, key: bytes, events: tuple[Event, ...]) -> None:
        with self._lock:
            self._events[key] = events
            while len(self._events) > self._most:
                self._events.popitem(last=False)


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
