"""One call of a provider, in a thread of its own, so that whoever waits can give up at any moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Event, Thread

from langchain_core.messages import AIMessageChunk

from rag.llm.failure import LlmFailed, failure_of

MOST_PIECES = 20_000  # an answer takes some hundred; a model that reasons first, some thousand


class Call:
    """The pieces of one answer as they arrive.

    A call that was given up ends when its next piece arrives or the provider's own time limit is over.
    """

    def __init__(self, start: Callable[[], Iterator[AIMessageChunk]], free: BoundedSemaphore) -> None:
        """
        Args:
            start: sends the request.
            free: one of the calls that are possible at once, released when this one has really ended.

        Raises:
            LlmFailed: as many calls as are possible are in progress.
        """
        if not free.acquire(blocking=False):
            raise LlmFailed("busy")
        self._start = start
        self._free = free
        self._arrived: SimpleQueue[AIMessageChunk | LlmFailed | None] = SimpleQueue()
        self._given_up = Event()
        Thread(target=self._read, name="language model", daemon=True).start()

    def next_piece(self, seconds: float) -> AIMessageChunk | None:
        """The next piece; None if the answer is complete.

        Args:
            seconds: how long to wait for it.

        Raises:
            TimeoutError: it did not come in time, or there is no time left.
            LlmFailed: the provider failed.
        """
        if seconds <= 0:
            raise TimeoutError
        try:
            arrived = self._arrived.get(timeout=seconds)
        except Empty:
            raise TimeoutError from None
        if isinstance(arrived, LlmFailed):
            raise arrived
        return arrived

    def give_up(self) -> None:
        self._given_up.set()

    def _read(self) -> None:
        count = 0
        try:
            for count, piece in enumerate(self._start(), 1):
                self._arrived.put(piece)
                if self._given_up.is_set() or count == MOST_PIECES:
                    break
            self._arrived.put(LlmFailed("endless") if count == MOST_PIECES else None)
        except Exception as error:  # noqa: BLE001 - each provider has its own errors; `next_piece` raises it again
            self._arrived.put(failure_of(error, has_begun=count > 0))
        finally:
            self._free.release()
