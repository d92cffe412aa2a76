"""The result of an ingest, and the interface through which it reports progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from rag.archive import Outcome
from rag.archive.intake import Action

ACTIONS: tuple[Action, ...] = ("added", "replaced", "revived", "skipped", "withdrawn", "kept_withdrawn")
MOST_LISTED = 50  # outcomes of one action that are listed one by one; the others are only counted


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a line of one, that could not be added, and why.

    Attributes:
        line: line number from 1; 0 if the whole file failed.
    """

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        location = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{location}: {self.reason}"


@dataclass
class Report:
    """How many articles were added, replaced, skipped and so on, and what failed and why.

    Attributes:
        counts: number of articles per action; `kept_withdrawn` articles were withdrawn earlier and stay withdrawn.
        listed: the first `MOST_LISTED` outcomes of each action except skipped ones.
        failures: files and lines that could not be added.
        notes: other messages for the user, such as a page without a date.
        passages: number of passages embedded.
        seconds: time spent on embedding them.
        indexed: whether the search indexes are up to date.
        interrupted: whether the user stopped the run with Ctrl-C.
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
            listed = self.listed.setdefault(outcome.action, [])
            if outcome.action != "skipped" and len(listed) < MOST_LISTED:
                listed.append(outcome)

    def fail(self, file: object, reason: object, line: int = 0) -> None:
        self.failures.append(Failure(str(file), line, str(reason)))

    @property
    def exit_code(self) -> int:
        """0: everything was added; 3: some failed, the others were added; 1: nothing was added; 130: interrupted."""
        if self.interrupted:
            return 130
        if not self.failures:
            return 0
        return 3 if self.counts else 1


class Reporter(Protocol):
    """Receives the progress of an ingest."""

    def begin(self, total: int) -> None:
        """Start work of `total` units (bytes of files, articles or passages)."""

    def working_on(self, name: str) -> None:
        """Show the name of the current file or step."""

    def advance(self, units: float) -> None:
        """Count this many more units as done."""

    def embedded(self, passages: int) -> None:
        """Count this many more passages as embedded."""


class SilentReporter:
    """A reporter that shows nothing."""

    def begin(self, total: int) -> None: ...

    def working_on(self, name: str) -> None: ...

    def advance(self, units: float) -> None: ...

    def embedded(self, passages: int) -> None: ...
