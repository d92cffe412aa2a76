"""Counts what askers ask, and refuses those who ask too much, saying when to come back.

Questions a minute and a day are token buckets: each holds as many tokens as there may be questions, a question takes one,
and they come back evenly. So the first questions can come at once, and nobody waits longer than until the next token.
"""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from rag.limits.asker import Asker
from rag.schema import WendaError
from rag.schema.quota import Quota

MOST_BUCKETS = 50_000
"""How many counts are remembered; the one that was used longest ago is forgotten first."""

SECONDS_AT_ONCE = 5
"""When to come back while one's earlier questions are still worked on: nobody knows how long they take."""

Kind = Literal["key", "address", "session"]
Limit = Literal["minute", "day", "at_once"]
_ROUNDING = 1e-6  # seconds; sums of floats are not exact
_SECONDS: dict[Limit, int] = {"minute": 60, "day": 24 * 60 * 60}


class Refused(WendaError):
    """A question was not taken.

    Attributes:
        retry_after: seconds after which it may be asked again.
    """

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TooMany(Refused):
    """This asker has asked too much.

    Attributes:
        limit: which limit was reached.
    """

    def __init__(self, kind: Kind, limit: Limit, most: int, retry_after: int) -> None:
        self.limit = limit
        unit = "at once" if limit == "at_once" else f"a {limit}"
        super().__init__(
            f"No more than {most} questions {unit} are answered for one {kind}; ask again in {retry_after} seconds.",
            retry_after,
        )


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


def _rates(quota: Quota) -> tuple[tuple[Limit, int | None], ...]:
    return ("minute", quota.minute), ("day", quota.day)


class Quotas:
    """The counts of all askers, in bounded memory. Thread-safe.

    A key has the quota that it was made with. Without a key, the browser tab and the address have one each. Staff are not
    counted.
    """

    def __init__(
        self, session: Quota, address: Quota, key: Quota, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """
        Args:
            clock: a monotonic clock, in seconds.
        """
        self._quotas: dict[Kind, Quota] = {"session": session, "address": address, "key": key}
        self._clock = clock
        self._buckets: OrderedDict[tuple[Kind, str, Limit], _Bucket] = OrderedDict()
        self._at_once: Counter[tuple[Kind, str]] = Counter()
        self._lock = Lock()

    def count(self, asker: Asker) -> None:
        """Count a question.

        Raises:
            TooMany: nothing is counted then.
        """
        with self._lock:
            self._take(asker)

    @contextmanager
    def held(self, asker: Asker) -> Iterator[None]:
        """Count a question, and hold one of those that the asker may have at once.

        Raises:
            TooMany: nothing is counted then.
        """
        counted = [(kind, name) for kind, name, _ in self._counted(asker)]
        with self._lock:
            for kind, name, quota in self._counted(asker):
                if quota.at_once is not None and self._at_once[kind, name] >= quota.at_once:
                    raise TooMany(kind, "at_once", quota.at_once, SECONDS_AT_ONCE)
            self._take(asker)
            self._at_once.update(counted)
        try:
            yield
        finally:
            with self._lock:
                for one in counted:
                    self._at_once[one] -= 1
                    if not self._at_once[one]:
                        del self._at_once[one]

    def _counted(self, asker: Asker) -> Iterator[tuple[Kind, str, Quota]]:
        """What is counted of an asker, with its quota."""
        if asker.role == "staff":
            return
        if asker.key:
            yield "key", asker.key, asker.quota or self._quotas["key"]
            return
        if asker.session:
            yield "session", asker.session, self._quotas["session"]
        if asker.source:
            yield "address", asker.source, self._quotas["address"]

    def _take(self, asker: Asker) -> None:
        """Take a token from each bucket of the asker, or none if one is empty."""
        buckets = [
            self._filled(kind, name, limit, most)
            for kind, name, quota in self._counted(asker)
            for limit, most in _rates(quota)
            if most is not None
        ]
        for bucket in buckets:
            bucket.tokens -= 1

    def _filled(self, kind: Kind, name: str, limit: Limit, most: int) -> _Bucket:
        """A bucket with the tokens that have come back by now.

        Raises:
            TooMany: it has no whole token.
        """
        now, seconds = self._clock(), _SECONDS[limit]
        bucket = self._buckets.setdefault((kind, name, limit), _Bucket(most, now))
        self._buckets.move_to_end((kind, name, limit))
        while len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        bucket.tokens = min(most, bucket.tokens + (now - bucket.at) * most / seconds)
        bucket.at = now
        missing = (1 - bucket.tokens) * seconds / most
        if missing > _ROUNDING:
            raise TooMany(kind, limit, most, math.ceil(missing - _ROUNDING))
        return bucket
