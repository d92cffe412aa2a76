"""Sessions of the checking page, and a limit on tries with a wrong key."""

from __future__ import annotations

import secrets
import time
from collections import deque
from collections.abc import Callable

SESSION_SECONDS = 12 * 60 * 60
TRIES = 10
TRIES_SECONDS = 5 * 60
_REMEMBERED = 10_000

Clock = Callable[[], float]


class Sessions:
    """Sessions kept in memory. They end after twelve hours or when the program stops.

    Not thread-safe: only the event loop's thread uses them.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._ends: dict[str, float] = {}

    def start(self) -> str:
        """Start a session and return its random id, which does not depend on the key."""
        now = self._clock()
        self._ends = {session: end for session, end in self._ends.items() if end > now}
        session = secrets.token_urlsafe(32)
        self._ends[session] = now + SESSION_SECONDS
        return session

    def is_valid(self, session: str) -> bool:
        return self._ends.get(session, 0.0) > self._clock()


class WrongKeys:
    """Counts wrong keys per network address, so that a short key cannot be guessed. Addresses are kept in memory for
    five minutes."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._tries: deque[tuple[float, str]] = deque(maxlen=_REMEMBERED)

    def too_many(self, address: str) -> bool:
        while self._tries and self._tries[0][0] <= self._clock() - TRIES_SECONDS:
            self._tries.popleft()
        return sum(1 for _, known in self._tries if known == address) >= TRIES

    def add(self, address: str) -> None:
        self._tries.append((self._clock(), address))
