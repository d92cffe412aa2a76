"""The result of an ingest, and the interface through which it reports progress."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from ingest.editions import Gap
from rag.archive import Outcome
from rag.archive.write_article import Action
from rag.schema import Draft
from rag.text.path_names import one_line, path_text

ACTIONS: tuple[Action, ...] = (
    "added",
    "replaced",
    "revived",
    "embargoed",
    "released",
    "skipped",
    "withdrawn",
    "kept_withdrawn",
    "refused",
)
FileStatus = Literal["read", "skipped", "failed"]
MOST_LISTED = 50  # outcomes of one action that are listed one by one; the others are only counted


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a part of one, that could not be added, and why.

    Attributes:
        where: the part, such as "line 3"; empty if the whole file failed.
    """

    file: str
    where: str
    reason: str

    def __str__(self) -> str:
        return one_line(f"{place(self.file, self.where)}: {self.reason}")


@dataclass
class FileAccount:
    """What became of one file.

    Attributes:
        format: the reader's name; empty if no reader knows the file.
        days: number of articles found in it by day, whether or not the archive had them already.
        pages: number of pages, if it is one of pages.
        skipped: why it was passed over, or empty.
        failures: what of it could not be added.
    """

    file: str
    format: str
    days: Counter[date | None] = field(default_factory=Counter)
    pages: int = 0
    skipped: str = ""
    failures: list[Failure] = field(default_factory=list)

    @property
    def articles(self) -> int:
        return self.days.total()

    @property
    def status(self) -> FileStatus:
        if self.skipped:
            return "skipped"
        return "failed" if self.failures and not self.articles else "read"


@dataclass
class Report:
    """What became of each file, how many articles were added, replaced and so on, and what failed and why.

    Attributes:
        files: every file that was seen, in order.
        counts: number of articles per action; `kept_withdrawn` articles were withdrawn earlier and stay withdrawn.
        listed: the first `MOST_LISTED` outcomes of each action except skipped ones.
        gaps: what is missing from the editions that articles were added to.
        notes: other messages for the user, such as a page without a date.
        passages: number of passages embedded.
        seconds: time spent on embedding them.
        indexed: whether the search indexes are up to date.
        unindexed: why the search indexes could not be updated, or empty.
        interrupted: whether the user stopped the run with Ctrl-C.
    """

    files: list[FileAccount] = field(default_factory=list)
    counts: Counter[Action] = field(default_factory=Counter)
    listed: dict[Action, list[Outcome]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    passages: int = 0
    seconds: float = 0.0
    indexed: bool = False
    unindexed: str = ""
    interrupted: bool = False

    def begin(self, file: Path | str, format_: str = "") -> None:
        """Start the account of a file; what is recorded from now on belongs to it."""
        self.files.append(FileAccount(path_text(file), format_))

    def record(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            self.counts[outcome.action] += 1
            listed = self.listed.setdefault(outcome.action, [])
            if outcome.action != "skipped" and len(listed) < MOST_LISTED:
                listed.append(outcome)

    def count(self, drafts: Iterable[Draft], pages: int = 0) -> None:
        """Count articles that are in the archive now, and the pages that they were printed on."""
        account = self.files[-1]
        account.days.update(draft.date for draft in drafts)
        account.pages += pages

    def skip(self, reason: str) -> None:
        self.files[-1].skipped = reason

    def fail(self, reason: object, where: str = "") -> None:
        account = self.files[-1]
        account.failures.append(Failure(account.file, path_text(where), path_text(str(reason))))

    def note(self, text: str, where: str = "") -> None:
        self.notes.append(f"{place(self.files[-1].file, where)}: {text}")

    @property
    def days(self) -> Counter[date]:
        """Number of articles by day."""
        days: Counter[date] = Counter()
        for account in self.files:
            days.update({day: n for day, n in account.days.items() if day})
        return days

    @property
    def unread(self) -> list[FileAccount]:
        """Files and sources that no reader was found for, such as an address that does not answer."""
        return [account for account in self.files if not account.format]

    @property
    def failures(self) -> list[Failure]:
        """What could not be added, in order."""
        failures = [failure for account in self.files for failure in account.failures]
        return [*failures, Failure("search indexes", "", self.unindexed)] if self.unindexed else failures

    @property
    def exit_code(self) -> int:
        """0: everything was added; 3: some failed, the others were added; 1: nothing was added; 130: interrupted."""
        if self.interrupted:
            return 130
        if not self.failures:
            return 0
        return 3 if self.counts else 1


def place(file: str, where: str) -> str:
    """Where something is wrong, in a line: `export.jsonl, line 3`."""
    return one_line(f"{file}, {where}" if where else file)


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
