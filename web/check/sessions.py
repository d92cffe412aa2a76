"""Who may see the checking page: sessions, and how often a wrong key may be tried."""

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
    """Sessions in memory: they end after twelve hours, and with the program.

    Only the event loop's thread touches them.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._ends: dict[str, float] = {}

    def start(self) -> str:
        """A new session's id: random, nothing of the key in it."""
        now = self._clock()
        self._ends = {session: end for session, end in self._ends.items() if end > now}
        session = secrets.token_urlsafe(32)
        self._ends[session] = now + SESSION_SECONDS
        return session

    def holds(self, session: str) -> bool:
        return self._ends.get(session, 0.0) > self._clock()


class WrongKeys:
    """Counts wrong keys by address, so that a short key cannot be found by trying. Addresses stay in
    memory, for minutes."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._tries: deque[tuple[float, str]] = deque(maxlen=_REMEMBERED)

    def too_many(self, address: str) -> bool:
        while self._tries and self._tries[0][0] <= self._clock() - TRIES_SECONDS:
            self._tries.popleft()
        return sum(1 for _, known in self._tries if known == address) >= TRIES

    def note(self, address: str) -> None:
        self._tries.append((self._clock(), address))
