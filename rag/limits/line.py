"""The line of those who wait for an answer, and the answers that are being worked out.

A few answers are worked out at once, because more would only make each of them slower. The others wait their turn without
a thread, and are told how many come before them. One can stop waiting.

The line is fair: it is worked off in rounds, and each party (see `Asker.party`) has one turn in a round. Who asks ten
questions at once therefore waits with nine of them until the others have had their turn.
"""

from __future__ import annotations

import asyncio
import os
from bisect import insort
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import count
from threading import Event as Signal
from threading import Thread

from rag.limits.asker import Asker
from rag.limits.quotas import Refused
from rag.schema import Event, WendaError

AT_ONCE = 3 * (os.cpu_count() or 1)
"""How many answers are worked out at once. With more than processors, the passages of several people are read together,
which takes less time for each; with still more, the first ones only wait longer.
"""

AT_ONCE_WITH_MODEL = max(10, AT_ONCE)
"""The same where a language model words them: most of the time they wait for its server."""

LONGEST_LINE = 200
"""How many may wait; more are asked to come back later."""

SECONDS_WHEN_FULL = 60
"""When to come back if the line is full."""

PAUSE_SECONDS = 2.0
UPDATES_PER_SECOND = 5
"""How often a place is told at most, to one and to all: each time costs CPU, which answers then lack."""


class Stopped(WendaError):
    """The asker has stopped the answer."""

    def __init__(self) -> None:
        super().__init__("The answer was stopped by the one who asked; ask again to get all of it.")


class LineFull(Refused):
    """Too many wait."""

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"{waiting} people wait for an answer already; ask again in a few minutes.", SECONDS_WHEN_FULL
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the line: `before` come first, those included whose answer is being worked out; 0: your turn."""

    before: int


class WaitingLine:
    """The line and the answers that are being worked out.

    All methods are for the thread of the event loop; the properties can be used from others.
    """

    def __init__(self, at_once: int = AT_ONCE, longest_line: int = LONGEST_LINE) -> None:
        self._at_once = at_once
        self._longest_line = longest_line
        self._line: list[_Waiting] = []  # in the order of their turns
        self._arrivals = count()
        self._round = 0  # of those let in last
        self._rounds: dict[tuple[str, str], int] = {}  # the last one of each party that is here
        self._here: list[_Waiting] = []
        self._by_session: dict[str, _Waiting] = {}

    @property
    def is_busy(self) -> bool:
        """Whether somebody waits for an answer."""
        return bool(self._here)

    @property
    def waiting(self) -> int:
        """How many wait for their turn."""
        return len(self._line)

    @property
    def answering(self) -> int:
        """How many answers are being worked out."""
        return len(self._here) - len(self._line)

    async def events(
        self, asker: Asker, stream: Callable[[], Generator[Event]]
    ) -> AsyncGenerator[Place | tuple[Event, ...]]:
        """The places in the line, with 0 as the last one, then the events; those that arrive together come together.

        The answer is begun when the step after `Place(0)` is asked for. Close the generator to leave the line.

        Args:
            asker: at most one of a session can be stopped, the last one (see `stop`).
            stream: begins an answer; its events are read in a thread of their own.

        Raises:
            LineFull
            Stopped: `stop` was called for the session.
        """
        if self.answering >= self._at_once and len(self._line) >= self._longest_line:
            raise LineFull(len(self._line))
        waiting = self._join(asker)
        try:
            async for place in self._places(waiting):
                yield place
            Thread(target=_read, args=(stream, waiting), name="answering", daemon=True).start()
            while not waiting.is_over:
                if events := await waiting.news():
                    yield events
        finally:
            self._leave(waiting)

    def stop(self, session: str) -> None:
        """Stop the answer for this session, or its waiting, if there is one."""
        if waiting := self._by_session.get(session):
            waiting.put(Stopped())

    def _join(self, asker: Asker) -> _Waiting:
        turn = self._round
        if asker.party in self._rounds:
            turn = max(turn, self._rounds[asker.party] + 1)
        self._rounds[asker.party] = turn
        waiting = _Waiting(asker, (turn, next(self._arrivals)))
        if asker.session:
            self._by_session[asker.session] = waiting
        self._here.append(waiting)
        insort(self._line, waiting, key=lambda one: one.turn)
        self._admit()
        return waiting

    async def _places(self, waiting: _Waiting) -> AsyncIterator[Place]:
        """Each place that one comes to, told at most every few seconds; the more wait, the less often."""
        told = Place(0)
        while not waiting.is_admitted:
            place = Place(self.answering + self._line.index(waiting))
            if place != told:
                told = place
                yield place
            await waiting.news(max(PAUSE_SECONDS, len(self._line) / UPDATES_PER_SECOND))
        yield Place(0)

    def _admit(self) -> None:
        """Let those in whose turn it is, as many as there is room for."""
        while self._line and self.answering < self._at_once:
            first = self._line.pop(0)
            self._round = first.turn[0]
            first.admit()

    def _leave(self, waiting: _Waiting) -> None:
        waiting.given_up.set()
        asker = waiting.asker
        if self._by_session.get(asker.session) is waiting:
            del self._by_session[asker.session]
        self._here.remove(waiting)
        if not waiting.is_admitted:
            self._line.remove(waiting)
        if not any(other.asker.party == asker.party for other in self._here):
            del self._rounds[asker.party]
        self._admit()


class _Waiting:
    """One who waits: in the line, then for events.

    Attributes:
        turn: the round, and the number of its arrival.
        is_admitted: whether it is this one's turn.
        is_over: whether all events were taken.
        given_up: set when nobody waits for the answer any more.
    """

    def __init__(self, asker: Asker, turn: tuple[int, int]) -> None:
        self.asker = asker
        self.turn = turn
        self.is_admitted = False
        self.is_over = False
        self.given_up = Signal()
        self._arrived: deque[Event | Exception | None] = deque()
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def admit(self) -> None:
        self.is_admitted = True
        self._news.set()

    def put(self, arrived: Event | Exception | None) -> None:
        """Pass on an event, what went wrong, or None after the last event. Can be called from any thread."""
        self._arrived.append(arrived)
        with suppress(RuntimeError):  # the server was stopped: the answer is only read on for the journal
            self._loop.call_soon_threadsafe(self._news.set)

    async def news(self, seconds: float | None = None) -> tuple[Event, ...]:
        """Wait until something happens, at most for `seconds`.

        Returns:
            The events that have arrived, if any.

        Raises:
            Exception: what was passed on as gone wrong, once the events before it were taken.
        """
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)
        self._news.clear()
        events: list[Event] = []
        while self._arrived and isinstance(event := self._arrived[0], Event):
            self._arrived.popleft()
            events.append(event)
        if not self._arrived:
            return tuple(events)
        end = self._arrived[0]
        if end is None:
            self.is_over = True
        elif isinstance(end, Exception) and not events:
            raise end
        else:
            self._news.set()
        return tuple(events)


def _read(stream: Callable[[], Generator[Event]], waiting: _Waiting) -> None:
    """Pass the events on. When nobody waits for them any more, end, unless a statement has been shown: then read on,
    because only a complete answer is recorded in the journal.
    """
    is_shown = False
    try:
        with closing(stream()) as events:
            for event in events:
                if waiting.given_up.is_set() and not is_shown:
                    break
                is_shown = is_shown or event.kind == "statement"
                waiting.put(event)
        waiting.put(None)
    except Exception as error:  # noqa: BLE001 - `WaitingLine.events` raises it again
        waiting.put(error)
