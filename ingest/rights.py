"""Takes articles down, and says which are under embargo: what the commands `takedown`, `list --embargoed` and `status` do."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from filelock import FileLock, Timeout

from ingest import maintenance
from ingest.report import Reporter
from rag.archive import (
    Archive,
    Continuations,
    Copies,
    Embargoed,
    Embargoes,
    Erased,
    Erasure,
    FileChange,
    Ledger,
    Takedown,
    Takedowns,
    TakedownUnreadable,
    traces_of,
)
from rag.config import Settings
from rag.desk import Decisions, Desk, erase_articles
from rag.journal import Journal
from rag.schema import WendaError

LIST_FILE = "takedowns.jsonl"
WAIT_SECONDS = 30.0  # for the running app to build its indexes anew
PAUSE_SECONDS = 0.2


class TakedownRunning(WendaError):
    """Another process is taking articles down."""


@dataclass(frozen=True, slots=True)
class TakedownReport:
    """What a takedown did.

    Attributes:
        copies: ids of articles that tell the same story and are still in the archive.
        answers: number of answers in the journal that were changed.
        indexed: whether the search indexes are free of the articles; False: the running app still builds new ones.
        compacted: whether no deleted byte is left in the archive's files; False: a long query kept its log from being emptied.
    """

    takedowns: tuple[Takedown, ...]
    copies: tuple[str, ...] = ()
    files: tuple[FileChange, ...] = ()
    answers: int = 0
    indexed: bool = True
    compacted: bool = True

    @property
    def complete(self) -> bool:
        return self.indexed and self.compacted


def take_down(
    settings: Settings, archive: Archive, article_ids: Sequence[str], why: str, reporter: Reporter
) -> TakedownReport:
    """Erase every trace of articles, with all their parts, from the data folder. The app may be running.

    What an earlier takedown left undone when it was killed is done too.

    Raises:
        Archive.NotFound: one of the ids is unknown. Nothing is changed.
        TakedownRunning
        WendaError: a file or database cannot be written; run the same command again.
    """
    with _only_one(settings):
        erased = Erasure(archive).begin(
            Continuations(archive).with_parts(article_ids), why, datetime.now(UTC)
        )
        return _erase(settings, archive, erased, reporter)


def apply_list(settings: Settings, archive: Archive, file: Path, reporter: Reporter) -> TakedownReport:
    """Take down again what a list (`takedowns.jsonl`) names, after an older copy of the data folder was restored.

    Raises:
        TakedownUnreadable: a line of the list cannot be read. Nothing is changed.
        TakedownRunning
        WendaError: a file or database cannot be written; run the same command again.
    """
    listed = read_list(file)
    with _only_one(settings):
        erased = Erasure(archive).apply(listed)
        return _erase(settings, archive, erased, reporter)


def erase_listed(settings: Settings, archive: Archive, listed: Sequence[Takedown]) -> TakedownReport:
    """Take down again what a list names, in a data folder that nobody uses yet and that has no search indexes.

    Raises:
        WendaError: a file or database cannot be written.
    """
    complete = {one.article_id for one in Takedowns(archive).all() if one.erased}
    erased = Erasure(archive).apply([one for one in listed if one.article_id not in complete])
    if not erased:
        _write_list(settings.data_dir / LIST_FILE, archive)
        return TakedownReport(())
    return _erase_stored(settings, archive, erased)


def read_list(file: Path) -> list[Takedown]:
    """
    Raises:
        TakedownUnreadable
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TakedownUnreadable(f"{file} cannot be read ({error}).") from error
    takedowns = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                takedowns.append(Takedown.from_json(line))
            except TakedownUnreadable as error:
                raise TakedownUnreadable(f"{file}, line {number}: {error}. Nothing was changed.") from error
    return takedowns


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Hold the lock of takedowns."""
    lock = FileLock(settings.data_dir / "takedown.lock")
    try:
        lock.acquire(timeout=WAIT_SECONDS)
    except Timeout as error:
        raise TakedownRunning("Another takedown is running. Try again when it has finished.") from error
    try:
        yield
    finally:
        lock.release()


def _erase(
    settings: Settings, archive: Archive, erased: Sequence[Erased], reporter: Reporter
) -> TakedownReport:
    report = _erase_stored(settings, archive, erased)
    return replace(report, indexed=_purge_indexes(settings, archive, reporter))


def _erase_stored(settings: Settings, archive: Archive, erased: Sequence[Erased]) -> TakedownReport:
    """Erase articles from everything but the search indexes."""
    erasure = Erasure(archive)
    _write_list(settings.data_dir / LIST_FILE, archive)
    article_ids = [one.takedown.article_id for one in erased]
    groups = Copies(archive).groups(article_ids)
    copies = {copy for group in groups.values() for copy in group} - set(article_ids)
    files = erasure.erase_files(erased)
    answers = _erase_answers(settings, erased)
    erasure.erase_rows(erased)
    compacted = erasure.compact()
    if compacted:
        erasure.mark_erased(article_ids)
    return TakedownReport(
        takedowns=tuple(one.takedown for one in erased),
        copies=tuple(sorted(copies)),
        files=tuple(files),
        answers=answers,
        compacted=compacted,
    )


def _write_list(file: Path, archive: Archive) -> None:
    """Add to the list what it lacks. It is only ever added to: after a restore it may know more than the archive."""
    known = {takedown.article_id for takedown in read_list(file)} if file.exists() else set()
    new = [takedown for takedown in Takedowns(archive).all() if takedown.article_id not in known]
    if new:
        with file.open("a", encoding="utf-8") as out:
            out.writelines(json.dumps(one.to_json(), ensure_ascii=False) + "\n" for one in new)
            out.flush()
            os.fsync(out.fileno())


def _erase_answers(settings: Settings, erased: Sequence[Erased]) -> int:
    """Erase the articles from answers and from what was decided about them; returns the number of answers."""
    moments = {one.takedown.article_id: one.takedown.taken_at for one in erased}
    traces = traces_of(v for one in erased for v in one.versions)
    if moments and Desk.may_exist(settings):
        with closing(Desk.open_for_command(settings)) as desk:
            Decisions(desk).erase(traces)
            erase_articles(desk, moments, traces)
    if not moments or not Journal.may_exist(settings):
        return 0
    with closing(Journal.open_to_read(settings)) as journal:
        return journal.erase(moments, traces)


def _purge_indexes(settings: Settings, archive: Archive, reporter: Reporter) -> bool:
    """Build the search indexes anew, or wait until the running app has done it; whether that is done."""
    ledger = Ledger(archive)
    maintenance.sync(settings, archive, reporter)
    until = time.monotonic() + WAIT_SECONDS
    while ledger.purge_requested() is not None and time.monotonic() < until:
        time.sleep(PAUSE_SECONDS)
    return ledger.purge_requested() is None


# --- output ---


def takedown_json(report: TakedownReport) -> dict[str, Any]:
    return {
        "taken_down": [
            {"article_id": one.article_id, "taken_at": one.taken_at.isoformat(), "why": one.why}
            for one in report.takedowns
        ],
        "files": [{"name": file.name, "change": file.change} for file in report.files],
        "answers": report.answers,
        "copies": list(report.copies),
        "complete": report.complete,
    }


def takedown_lines(report: TakedownReport) -> Iterator[str]:
    for one in report.takedowns:
        yield f"taken down: {one.article_id} ({one.why})"
    if not report.takedowns:
        yield "nothing to take down: all of these were taken down before"
    for file in report.files:
        kept = ": only a redacted copy is kept" if file.change == "redacted" else ""
        yield f"source file {file.change}: {file.name}{kept}"
    if report.answers:
        yield f"erased from {report.answers} answers in the journal"
    if report.copies:
        yield f"still in the archive, the same story elsewhere: {' '.join(report.copies)}"
    if not report.indexed:
        yield "the running app is still building its search indexes anew: their words are gone when it has finished"
    if not report.compacted:
        yield "a long query kept the archive's log from being emptied: run the same command again"


def embargoed_json(embargoed: Sequence[Embargoed], timezone: str) -> list[dict[str, Any]]:
    return [
        {
            "article_id": one.version.article_id,
            "until": local(one.until, timezone).isoformat(),
            "headline": one.version.headline,
            "date": one.version.date.isoformat() if one.version.date else None,
            "paper": one.version.paper,
            "source_id": one.version.source_id,
        }
        for one in embargoed
    ]


def embargoed_lines(embargoed: Sequence[Embargoed], timezone: str) -> Iterator[str]:
    for one in embargoed:
        headline = one.version.headline or " ".join(one.version.text[:30].split())
        yield f"{one.version.article_id}  until {local(one.until, timezone):%Y-%m-%d %H:%M}  {headline}"
    if not embargoed:
        yield "no article is under embargo"


def status(archive: Archive, timezone: str) -> dict[str, Any]:
    """What `status` says: the next release of an embargoed article, and the takedowns."""
    waiting = Embargoes(archive).waiting()
    takedowns = Takedowns(archive).all()
    return {
        "next_release": local(waiting[0].until, timezone).isoformat() if waiting else None,
        "takedowns": len(takedowns),
        "takedowns_unfinished": sum(not one.erased for one in takedowns),
    }


def local(moment: datetime, timezone: str) -> datetime:
    return moment.astimezone(ZoneInfo(timezone))
