"""Remembers which index servers do not answer, so that not every question waits for them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from rag.index.damage import EngineUnavailable

PAUSE = 2.0  # seconds after which a server is asked again


@dataclass(frozen=True, slots=True)
class _Outage:
    message: str
    retry_at: float


class Outages:
    """The parts of the indexes ("vectors", "words" …) whose server did not answer the last time. Thread-safe."""

    def __init__(self) -> None:
        self._by_part: dict[str, _Outage] = {}

    @property
    def message(self) -> str:
        """What is wrong; empty if all servers answered the last time."""
        return next((outage.message for outage in self._by_part.copy().values()), "")

    def note(self, part: str, error: EngineUnavailable) -> None:
        self._by_part[part] = _Outage(str(error), time.monotonic() + PAUSE)

    def answered(self, part: str) -> None:
        self._by_part.pop(part, None)

    def clear(self) -> None:
        """All servers answer again."""
        self._by_part.clear()

    def may_ask(self, part: str) -> bool:
        """Whether the part's server answered the last time, or that was long enough ago."""
        outage = self._by_part.get(part)
        return outage is None or time.monotonic() >= outage.retry_at
