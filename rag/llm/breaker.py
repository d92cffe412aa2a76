"""A circuit breaker: after a failure the language model is left alone for a while, so that the next reader does not wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from rag.llm.failure import LlmFailed

FIRST_PAUSE = 30.0  # seconds; doubled with each further failure
LONGEST_PAUSE = 300.0


class CircuitBreaker:
    """Decides whether the model may be asked. Thread-safe.

    After a failure nobody may ask for a while; then one request may try. If it fails too, the next pause is longer.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """
        Args:
            clock: seconds that only ever grow.
        """
        self._clock = clock
        self._lock = Lock()
        self._failure: LlmFailed | None = None
        self._failures = 0  # in a row
        self._open_until = 0.0
        self._is_trying = False

    def enter(self) -> LlmFailed | None:
        """Ask for permission. None: the model may be asked; then `succeeded`, `failed` or `left` must follow.
        Otherwise, the failure because of which it may not.
        """
        with self._lock:
            if self._failure is None:
                return None
            if self._is_trying or self._clock() < self._open_until:
                return self._failure
            self._is_trying = True
            return None

    def succeeded(self) -> None:
        """The model has answered."""
        with self._lock:
            self._failure, self._failures, self._is_trying = None, 0, False

    def failed(self, failure: LlmFailed) -> None:
        """The model has failed; requests that fail while it is left alone already do not lengthen the pause."""
        with self._lock:
            self._is_trying = False
            if not failure.concerns_next or self._clock() < self._open_until:
                return
            pause = min(FIRST_PAUSE * 2**self._failures, LONGEST_PAUSE)
            self._failure = failure
            self._failures += 1
            self._open_until = self._clock() + (pause if failure.retry_after is None else failure.retry_after)

    def left(self) -> None:
        """The asker went away before the model had answered or failed."""
        with self._lock:
            self._is_trying = False
