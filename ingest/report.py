"""What an ingest came to, and whom it tells while it goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from rag.archive import Outcome
from rag.archive.intake import Action

ACTIONS: tuple[Action, ...] = ("added", "replaced", "revived", "skipped", "withdrawn", "kept_withdrawn")
MOST_LISTED = 50  # outcomes of a kind that are named, not only counted


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a line of it, that is not in the archive, and why.

    Attributes:
        line: counted from 1; 0 where the whole file failed.
    """

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.reason}"


@dataclass
class Report:
    """What was added, replaced, skipped and so on, and what failed and why.

    Attributes:
        counts: articles by what they came to; `kept_withdrawn` were withdrawn earlier and stay so.
        named: the first of them, but for the skipped ones.
        notes: what else the person should know.
        passages: how many were embedded, and in how many seconds.
        indexed: whether the search indexes have taken all of it over.
        interrupted: whether it was stopped on the way.
    """

    counts: Counter[Action] = field(default_factory=Counter)
    listed: dict[Action, list[Outcome]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    passages: int = 0
    seconds: float = 0.0
    indexed: bool = False
    interrupted: bool = False

    def record(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            self.counts[outcome.action] += 1
            named = self.listed.setdefault(outcome.action, [])
            if outcome.action != "skipped" and len(named) < MOST_LISTED:
                named.append(outcome)

    def fail(self, file: object, reason: object, line: int = 0) -> None:
        self.failures.append(Failure(str(file), line, str(reason)))

    @property
    def exit_code(self) -> int:
        """0: all is in; 3: some failed, the rest is in; 1: nothing was possible; 130: interrupted."""
        if self.interrupted:
            return 130
        if not self.failures:
            return 0
        return 3 if self.counts else 1


class Reporter(Protocol):
    """Hears how far an ingest has come."""

    def begin(self, total: int) -> None:
        """Work of `total` units (bytes of the files, or passages) begins."""

    def working_on(self, name: str) -> None:
        """What is being worked on now."""

    def advance(self, units: float) -> None:
        """So many units more are done."""

    def embedded(self, passages: int) -> None:
        """So many passages more have a vector."""


class SilentReporter:
    """A reporter that keeps it to itself."""

    def begin(self, total: int) -> None: ...

    def working_on(self, name: str) -> None: ...

    def advance(self, units: float) -> None: ...

    def embedded(self, passages: int) -> None: ...
