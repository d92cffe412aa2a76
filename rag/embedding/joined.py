"""One thread computes for all callers; what callers wait for at the same time is computed together."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Generic, TypeVar

In = TypeVar("In")
Out = TypeVar("Out")


class JoinedCalls(Generic[In, Out]):
    """Calls of a function that is faster for many items at once, from many threads. Thread-safe.

    The function runs in one thread: PyTorch uses all cores itself, and caches compiled code per computing thread.
    """

    def __init__(
        self, compute: Callable[[list[In]], Sequence[Out]], thread: ThreadPoolExecutor, *, most: int
    ) -> None:
        """
        Args:
            compute: returns one result for each item, which must not depend on the other items.
            thread: one worker.
            most: items computed together, unless one call has more.
        """
        self._compute = compute
        self._most = most
        self._waiting: deque[tuple[Sequence[In], Future[list[Out]]]] = deque()
        self._thread = thread

    def __call__(self, items: Sequence[In]) -> list[Out]:
        """The results of the items, in their order; what `compute` raises is raised to every caller it computed for."""
        if not items:
            return []
        result: Future[list[Out]] = Future()
        self._waiting.append((items, result))
        self._thread.submit(self._answer_waiting)  # a turn for each call: none waits for ever
        return result.result()

    def _answer_waiting(self) -> None:
        """Compute for the callers that have waited longest; does nothing if an earlier turn did it."""
        together = self._take()
        if not together:
            return
        try:
            computed = iter(self._compute([item for items, _ in together for item in items]))
            for items, result in together:
                result.set_result(list(islice(computed, len(items))))
        except BaseException as error:  # noqa: BLE001 - raised again by each caller
            for _, result in together:
                result.set_exception(error)

    def _take(self) -> list[tuple[Sequence[In], Future[list[Out]]]]:
        together = [self._waiting.popleft()] if self._waiting else []
        while self._waiting and sum(len(items) for items, _ in [*together, self._waiting[0]]) <= self._most:
            together.append(self._waiting.popleft())
        return together
