"""One answer's use of the language model: how long its reader has waited, and what staff can read about it later."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar, copy_context
from dataclasses import dataclass, field
from typing import TypeVar

from langchain_core.messages.ai import UsageMetadata

from rag.llm.failure import LlmFailed
from rag.privacy import mask_numbers
from rag.schema import ModelUse

T = TypeVar("T")

# Of the time in which a reader must see something, the share kept for showing the paper's own sentences instead.
RESERVED_SHARE = 0.1


@dataclass
class ModelSession:
    """The calls of the model for one answer; they share the reader's patience. Used by one thread at a time.

    Attributes:
        started: when the question was asked; times are of `time.monotonic`.
        shown: when the first statement was shown, or None.
        mask: takes the asker's personal numbers out of a prompt.
    """

    started: float = field(default_factory=time.monotonic)
    shown: float | None = None
    mask: Callable[[str], str] = mask_numbers
    _model: str = ""
    _calls: int = 0
    _first_call: float | None = None
    _seconds: float = 0.0
    _input_tokens: int = 0
    _output_tokens: int = 0
    _failure: LlmFailed | None = None

    @classmethod
    def current(cls) -> ModelSession:
        """The session of the answer that is being worked out; a new one outside of answers."""
        return _current.get(None) or cls()

    def statement_shown(self) -> None:
        """A statement of the answer was shown to the reader."""
        self.shown = self.shown or time.monotonic()

    def deadline(self, timeout: float, last_piece: float) -> float:
        """Until when to wait for the next piece of the model's answer.

        A reader sees something within `timeout` seconds of asking. Once a statement is shown, the answer may take twice as
        long, if it does not stall.

        Args:
            last_piece: when the last piece arrived, or when the model was asked.
        """
        if self.shown is None:
            return self.started + timeout * (1 - RESERVED_SHARE)
        return min(last_piece + timeout, self.started + 2 * timeout)

    def call_begins(self, model: str) -> None:
        self._model = model
        self._calls += 1
        self._first_call = self._first_call or time.monotonic()

    def call_ended(self, seconds: float, usage: UsageMetadata | None) -> None:
        """Record how long a call took, and its tokens if the provider tells them."""
        self._seconds += seconds
        if usage:
            self._input_tokens += usage["input_tokens"]
            self._output_tokens += usage["output_tokens"]

    def failed(self, model: str, failure: LlmFailed) -> None:
        """Record the first failure; the later ones follow from it."""
        self._model = model
        self._failure = self._failure or failure

    def use(self) -> ModelUse | None:
        """What is recorded for staff; None if there was no need of the model."""
        if not self._model:
            return None
        until_shown = self.shown - self._first_call if self.shown and self._first_call else 0.0
        return ModelUse(
            model=self._model,
            calls=self._calls,
            input_tokens=self._input_tokens,
            output_tokens=self._output_tokens,
            first_ms=round(until_shown * 1000, 1),
            total_ms=round(self._seconds * 1000, 1),
            failure=self._failure.kind if self._failure else None,
        )


_current: ContextVar[ModelSession] = ContextVar("model_session")


def in_session(items: Iterator[T], session: ModelSession) -> Iterator[T]:
    """The items of an iterator, each worked out with `session` as the current one, whichever thread asks for it."""
    context = copy_context()
    context.run(_current.set, session)
    end = object()
    while (item := context.run(next, items, end)) is not end:
        yield item  # type: ignore[misc]  # not `end`, so of type T
