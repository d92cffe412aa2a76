"""Whatever is wrong with a database file, every public read method says what it is and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from answers_given import declined, record
from newsroom import EXPORT, SOURCE, add, draft

from rag.archive import Archive, Calendar, Catalogue, Copies, Corrections, Intake, Ledger
from rag.archive import tables as archive_tables
from rag.database import DatabaseUnusable, reading
from rag.dates import Period
from rag.journal import Journal
from rag.journal import tables as journal_tables
from rag.text.traces import Traces

DAY = Period(date(2024, 3, 18), date(2024, 3, 18))
LINE = draft("1", "栖江大桥3月20日起限行。", byline="林晓", section="要闻")

Read = Callable[[Any], object]

# The public methods of each class: how to call those that read, and the names of those that do not (they write, and
# `writing` has the same errors, or they do not touch the database).
READS: dict[type, dict[str, Read]] = {
    Archive: {
        "change_count": lambda a: a.change_count(),
        "version": lambda a: a.version("some"),
        "state": lambda a: a.state("some"),
        "newest": lambda a: a.newest(1),
        "redacted_at": lambda a: a.redacted_at("some"),
        "coverage": lambda a: a.coverage(),
        "status": lambda a: a.status(),
        "passages": lambda a: a.passages([1]),
        "passages_of": lambda a: a.passages_of("some"),
        "source_text": lambda a: a.source_text("some"),
        "source_name": lambda a: a.source_name("some"),
        "meta_value": lambda a: a.meta_value("changes"),
    },
    Calendar: {
        "mentioning": lambda c: c.mentioning(DAY),
        "open_ended_on": lambda c: c.open_ended_on(DAY),
        "printed_in": lambda c: c.printed_in(DAY),
        "days_of": lambda c: c.days_of([1]),
        "days_by_passage": lambda c: c.days_by_passage("some", 1),
        "prepare": lambda c: c.prepare(),
        "refresh": lambda c: c.refresh(),
    },
    Catalogue: {
        "articles": lambda c: c.articles(passage_ids=[1]),
        "passage_ids": lambda c: c.passage_ids(["some"]),
        "article_at": lambda c: c.article_at("https://example.org/1"),
        "authors": lambda c: c.authors(),
        "sections": lambda c: c.sections(),
        "pages": lambda c: c.pages(),
        "may_show_pages": lambda c: c.may_show_pages("some"),
    },
    Copies: {
        "groups": lambda c: c.groups(["some"]),
        "same_story": lambda c: c.same_story("some"),
        "refresh": lambda c: c.refresh(),
    },
    Corrections: {
        "find": lambda c: c.find(REPORT[0]),
        "refresh": lambda c: c.refresh(),
    },
    Intake: {
        "known_lines": lambda i: i.known_lines(EXPORT, SOURCE, [LINE]),
        "earlier_reading": lambda i: i.earlier_reading(EXPORT),
        "known_on_page": lambda i: i.known_on_page(EXPORT, "", [LINE]),
        "remove": lambda i: i.remove(["some"]),
        "withdraw_by_id": lambda i: i.withdraw_by_id("some", "some"),
    },
    Ledger: {
        "pending": lambda x: x.pending(),
        "purge_requested": lambda x: x.purge_requested(),
        "live_ids": lambda x: x.live_ids(),
        "vectors": lambda x: x.vectors([1]),
        "embedded": lambda x: x.embedded("some", 1),
        "passages": lambda x: x.passages([1]),
        "passages_by_model": lambda x: x.passages_by_model(),
        "fingerprints": lambda x: x.fingerprints(),
        "newest_model": lambda x: x.newest_model(),
        "pending_count": lambda x: x.pending_count(),
        "indexed_count": lambda x: x.indexed_count(),
        "indexed_ids": lambda x: x.indexed_ids(),
        "sample": lambda x: x.sample(1),
        "newest_versions": lambda x: x.newest_versions(),
        "generation": lambda x: x.generation(),
        "graph_misses": lambda x: x.graph_misses(),
    },
    Journal: {
        "answers_about": lambda j: j.answers_about({"a"}, 1),
        "answers": lambda j: j.answers("newest", 1),
        "declined": lambda j: list(j.declined(datetime(2024, 3, 18, tzinfo=UTC))),
        "numbers": lambda j: j.numbers(date(2024, 3, 18), 1, ZoneInfo("Asia/Shanghai")),
        "verdict_state": lambda j: j.verdict_state(),
        "counts": lambda j: j.counts(),
        "get": lambda j: j.get("some"),
        "next_unchecked": lambda j: j.next_unchecked(),
        "verdicts": lambda j: list(j.verdicts()),
        "report": lambda j: j.report("some", ""),
        "handle_reports": lambda j: j.handle_reports("some", name=""),
        "verdict": lambda j: j.verdict("some", 0, "right", name=""),
        "undo_verdict": lambda j: j.undo_verdict(1, name=""),
        "add_note": lambda j: j.add_note("some", "a", name=""),
        "mark_point": lambda j: j.mark_point("some", "accuracy", True, name=""),
        "checked_answers": lambda j: list(j.checked_answers()),
        "checked": lambda j: j.checked(date(2024, 3, 20), date(2024, 3, 20)),
        "agreement": lambda j: j.agreement(),
        "point_counts": lambda j: j.point_counts(),
        "erase": lambda j: j.erase({"some": datetime.now(UTC)}, Traces(())),
        "containing": lambda j: j.containing("a"),
        "summaries": lambda j: j.summaries(["some"]),
        "questions_in": lambda j: j.questions_in(["some"]),
        "other_questions": lambda j: list(j.other_questions(["some"])),
        "erase_answers": lambda j: j.erase_answers(["some"]),
    },
}
OTHERS = {
    Archive: {"open", "close", "commits", "source_path", "beside", "layout"},
    Intake: {"store_file", "add_lines", "add_page", "replace_heading", "replace_passages"},
    Ledger: {"mark_indexed", "mark_purged", "record_graph_misses", "switch_generation"},
    Journal: {"open", "open_to_read", "may_exist", "close", "record", "prune", "today", "compact"},
}
EACH_READ = [pytest.param(kind, name, id=f"{kind.__name__}.{name}") for kind in READS for name in READS[kind]]
REPORT: list[Any] = []


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch) -> None:
    monkeypatch.setattr(archive_tables, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(journal_tables, "WAIT_SECONDS", 0.01)


@pytest.fixture
def opened(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Any]:
    """The object under test, with a database that has content and no open connection."""
    kind = request.getfixturevalue("kind")
    if kind is Journal:
        with closing(Journal(tmp_path, days=30)) as journal:
            record(journal, declined("some"))
            journal._engine.dispose()
            yield journal
        return
    with closing(Archive(tmp_path)) as archive:
        add(archive, [LINE])
        REPORT[:] = archive.newest(1)
        archive.engine.dispose()
        yield archive if kind is Archive else kind(archive)


def path(folder: Path) -> Path:
    (found,) = folder.glob("*.sqlite3")
    return found


def test_every_public_method_is_looked_at():
    for kind, reads in READS.items():
        public = {name for name in dir(kind) if not name.startswith("_")}
        classes = {name for name in public if isinstance(getattr(kind, name), type)}
        assert public - classes == reads.keys() | OTHERS.get(kind, set())


@pytest.mark.parametrize(("kind", "name"), EACH_READ)
def test_a_damaged_file_is_said_to_be_damaged(kind, name, opened, tmp_path):
    for rest in tmp_path.glob("*.sqlite3-*"):
        rest.unlink()
    path(tmp_path).write_bytes(b"this is no database, but text " * 1000)
    with pytest.raises(DatabaseUnusable, match=r"is damaged .*Restore a copy"):
        READS[kind][name](opened)


@pytest.mark.parametrize(("kind", "name"), EACH_READ)
def test_a_locked_file_is_said_to_be_held_by_another(kind, name, opened, tmp_path):
    with closing(sqlite3.connect(path(tmp_path), isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseUnusable, match="Another program is writing to"):
            READS[kind][name](opened)


@pytest.mark.parametrize(("kind", "name"), EACH_READ)
def test_a_file_that_was_moved_away_is_said_to_be_missing(kind, name, opened, tmp_path):
    path(tmp_path).rename(tmp_path / "elsewhere")
    with pytest.raises(DatabaseUnusable, match="was moved or replaced"):
        READS[kind][name](opened)


def test_text_that_is_no_utf_8_is_damage(tmp_path):
    with closing(Archive(tmp_path)) as archive:
        add(archive, [LINE])
        with closing(sqlite3.connect(path(tmp_path))) as other, other:
            other.execute("UPDATE versions SET headline = CAST(X'FF' AS TEXT)")
        with pytest.raises(DatabaseUnusable, match="is damaged"):
            archive.newest(1)


def test_a_source_file_that_cannot_be_read_is_said_to_be_so(tmp_path):
    with closing(Archive(tmp_path)) as archive:
        add(archive, [LINE])
        file = archive.source_path(EXPORT.sha256)
        file.unlink()
        file.mkdir()
        with pytest.raises(DatabaseUnusable, match="cannot be read"):
            archive.source_text(EXPORT.sha256)


def test_too_many_readers_at_once_are_asked_to_try_again(tmp_path):
    with closing(Archive(tmp_path)) as archive:
        archive.engine.pool._timeout = 0.01
        held = [archive.engine.connect() for _ in range(15)]
        with pytest.raises(DatabaseUnusable, match="Too many"), reading(archive.engine):
            pass
        for connection in held:
            connection.close()
