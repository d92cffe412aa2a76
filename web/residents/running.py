"""Keeps the answers that are being worked out, so that a resident can stop one. Gradio's own way cannot be used: it
reports a stopped event as failed, and only after the step that is being worked on has ended.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from queue import SimpleQueue
from threading import Event as Signal
from threading import Thread

from rag.schema import Event, WendaError

_Arriving = SimpleQueue[Event | Exception | None]
"""The events of an answer, then None, or what went wrong."""


class Stopped(WendaError):
    """The resident has stopped the answer."""

    def __init__(self) -> None:
        super().__init__("The answer was stopped by the resident; ask again to get all of it.")


class RunningAnswers:
    """The answers that are being worked out now, at most one for each browser tab. Thread-safe."""

    def __init__(self) -> None:
        self._by_tab: dict[str, _Arriving] = {}

    @property
    def is_busy(self) -> bool:
        """Whether a resident waits for an answer."""
        return bool(self._by_tab)

    def events(self, tab: str, stream: Generator[Event]) -> Iterator[Event]:
        """The events of `stream`, which is read in a thread of its own, until `stop` is called for the tab.

        Raises:
            Stopped: the answer was stopped.
        """
        arriving: _Arriving = SimpleQueue()
        given_up = Signal()
        self._by_tab[tab] = arriving
        Thread(target=_read, args=(stream, arriving, given_up), name="answering", daemon=True).start()
        try:
            while (arrived := arriving.get()) is not None:
                if isinstance(arrived, Exception):
                    raise arrived
                yield arrived
        finally:
            given_up.set()
            if self._by_tab.get(tab) is arriving:
                del self._by_tab[tab]

    def stop(self, tab: str) -> None:
        """Stop the answer for this tab, if there is one."""
        if arriving := self._by_tab.get(tab):
            arriving.put(Stopped())


def _read(stream: Generator[Event], arriving: _Arriving, given_up: Signal) -> None:
    """Pass the events on. When nobody waits for them any more, end, unless a statement has been shown: then read on,
    because only a complete answer is recorded in the journal.
    """
    is_shown = False
    try:
        for event in stream:
            if given_up.is_set() and not is_shown:
                break
            is_shown = is_shown or event.kind == "statement"
            arriving.put(event)
        arriving.put(None)
    except Exception as error:  # noqa: BLE001 - `RunningAnswers.events` raises it again
        arriving.put(error)
    finally:
        stream.close()
