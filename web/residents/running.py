"""The line of residents who wait for an answer, and the answers that are being worked out.

A few answers are worked out at once, because more would only make each of them slower. The others wait their turn without
a thread, and are told how many people are before them. A resident can stop waiting. Gradio's own queue and its own way to
stop cannot be used: its queue tells everybody at every change, and it reports a stopped event as failed, only after the
step that is being worked on has ended.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Event as Signal
from threading import Thread

from rag.schema import Event, WendaError

AT_ONCE = 3 * (os.cpu_count() or 1)
"""How many answers are worked out at once. With more than processors, the passages of several people are read together,
which takes less time for each; with still more, the first ones only wait longer.
"""

AT_ONCE_WITH_MODEL = max(10, AT_ONCE)
"""The same where a language model words them: most of the time they wait for its server."""

LONGEST_LINE = 200
"""How many people may wait; more are asked to come back later."""

PAUSE_SECONDS = 2.0
UPDATES_PER_SECOND = 5
"""How often a place is told at most, to one and to all: each time costs CPU, which answers then lack."""


class Stopped(WendaError):
    """The resident has stopped the answer."""

    def __init__(self) -> None:
        super().__init__("The answer was stopped by the resident; ask again to get all of it.")


class LineFull(WendaError):
    """Too many residents wait."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} people wait for an answer already; ask again in a few minutes.")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the line: `before` people come first, those included whose answer is being worked out; 0: your turn."""

    before: int


class RunningAnswers:
    """The line and the answers that are being worked out, at most one for each browser tab.

    All methods are for the thread of the event loop; only `is_busy` can be used from others.
    """

    def __init__(self, at_once: int = AT_ONCE, longest_line: int = LONGEST_LINE) -> None:
        self._at_once = at_once
        self._longest_line = longest_line
        self._line: list[_Asker] = []
        self._answering = 0
        self._by_tab: dict[str, _Asker] = {}

    @property
    def is_busy(self) -> bool:
        """Whether a resident waits for an answer."""
        return bool(self._by_tab)

    async def events(
        self, tab: str, stream: Callable[[], Generator[Event]]
    ) -> AsyncGenerator[Place | tuple[Event, ...]]:
        """The places in the line, with 0 as the last one, then the events; those that arrive together come together.

        The answer is begun when the step after `Place(0)` is asked for. Close the generator to leave the line.

        Args:
            tab: the browser tab, for `stop`.
            stream: begins an answer; its events are read in a thread of their own.

        Raises:
            LineFull
            Stopped: `stop` was called for the tab.
        """
        if self._answering >= self._at_once and len(self._line) >= self._longest_line:
            raise LineFull(len(self._line))
        asker = _Asker()
        self._by_tab[tab] = asker
        self._line.append(asker)
        self._admit()
        try:
            async for place in self._places(asker):
                yield place
            Thread(target=_read, args=(stream, asker), name="answering", daemon=True).start()
            while not asker.is_over:
                if events := await asker.news():
                    yield events
        finally:
            self._leave(tab, asker)

    def stop(self, tab: str) -> None:
        """Stop the answer for this tab, or its waiting, if there is one."""
        if asker := self._by_tab.get(tab):
            asker.put(Stopped())

    async def _places(self, asker: _Asker) -> AsyncIterator[Place]:
        """Each place that the asker comes to, told at most every few seconds; the more wait, the less often."""
        told = Place(0)
        while not asker.is_admitted:
            place = Place(self._answering + self._line.index(asker))
            if place != told:
                told = place
                yield place
            await asker.news(max(PAUSE_SECONDS, len(self._line) / UPDATES_PER_SECOND))
        yield Place(0)

    def _admit(self) -> None:
        """Let those in who have waited longest, as many as there is room for."""
        while self._line and self._answering < self._at_once:
            self._answering += 1
            self._line.pop(0).admit()

    def _leave(self, tab: str, asker: _Asker) -> None:
        asker.given_up.set()
        if self._by_tab.get(tab) is asker:
            del self._by_tab[tab]
        if asker.is_admitted:
            self._answering -= 1
            self._admit()
        else:
            self._line.remove(asker)


class _Asker:
    """One who waits: in the line, then for events.

    Attributes:
        is_admitted: whether it is this asker's turn.
        is_over: whether all events were taken.
        given_up: set when nobody waits for the answer any more.
    """

    def __init__(self) -> None:
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
        if self._arrived and (error := self._arrived[0]) is None:
            self.is_over = True
        elif self._arrived and not events:
            raise error
        elif self._arrived:
            self._news.set()
        return tuple(events)


def _read(stream: Callable[[], Generator[Event]], asker: _Asker) -> None:
    """Pass the events on. When nobody waits for them any more, end, unless a statement has been shown: then read on,
    because only a complete answer is recorded in the journal.
    """
    is_shown = False
    try:
        with closing(stream()) as events:
            for event in events:
                if asker.given_up.is_set() and not is_shown:
                    break
                is_shown = is_shown or event.kind == "statement"
                asker.put(event)
        asker.put(None)
    except Exception as error:  # noqa: BLE001 - `RunningAnswers.events` raises it again
        asker.put(error)
