"""Databases of every earlier version are upgraded to the current schema without losing content."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from newsroom import processes
from sqlalchemy import MetaData, create_engine

from rag.archive import Archive, Calendar, Copies, Corrections, Intake
from rag.archive import tables as archive_tables
from rag.database import DatabaseUnusable
from rag.database import upgrade as upgrading
from rag.desk import tables as desk_tables
from rag.journal import Journal
from rag.journal import tables as journal_tables

SCHEMA_1 = Path(__file__).parent / "schema_1"
ROOT = Path(__file__).parents[3]
MIGRATIONS = Path(upgrading.__file__).parent / "migrations"


@dataclass(frozen=True)
class Kind:
    """A database of the project."""

    name: str
    tables: Any

    def open(self, folder: Path) -> None:
        self.tables.open_engine(self.path(folder)).dispose()

    def path(self, folder: Path) -> Path:
        return folder / f"{self.name}.sqlite3"

    def of_schema_1(self, folder: Path) -> Path:
        """A database with content, as created before the project used migrations."""
        with closing(sqlite3.connect(self.path(folder))) as connection:
            connection.executescript((SCHEMA_1 / f"{self.name}.sql").read_text("utf-8"))
            connection.execute("PRAGMA journal_mode=WAL")
        return self.path(folder)


OLD_KINDS = (Kind("archive", archive_tables), Kind("journal", journal_tables))
KINDS = (*OLD_KINDS, Kind("desk", desk_tables))


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request) -> Kind:
    return request.param


@pytest.fixture(params=OLD_KINDS, ids=lambda kind: kind.name)
def old_kind(request) -> Kind:
    """A database that is older than the project's migrations."""
    return request.param


def fetch(path: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def shape(path: Path) -> dict[str, Any]:
    """The schema without the order of columns: columns, foreign keys, and the SQL of indexes and triggers."""
    objects = fetch(path, "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
    tables = [name for kind, name, _ in objects if kind == "table" and name != "alembic_version"]
    columns = {
        table: sorted(row[1:] for row in fetch(path, f"PRAGMA table_info({table})")) for table in tables
    }
    keys = {
        table: sorted(row[2:] for row in fetch(path, f"PRAGMA foreign_key_list({table})")) for table in tables
    }
    ways = {table: fetch(path, f"SELECT wr, strict FROM pragma_table_list('{table}')") for table in tables}
    rest = {name: sql for kind, name, sql in objects if kind != "table"}
    return {"columns": columns, "keys": keys, "ways": ways, "rest": rest}


def made_from(metadata: MetaData, path: Path) -> Path:
    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    return path


# --- new databases ---


def test_a_new_database_is_what_the_tables_say(kind, tmp_path):
    kind.open(tmp_path)
    of_tables = shape(made_from(kind.tables.metadata, tmp_path / "tables.sqlite3"))
    made = shape(kind.path(tmp_path))
    made["rest"] = {name: sql for name, sql in made["rest"].items() if "TRIGGER" not in sql}
    assert made == of_tables


def test_alembic_finds_no_difference_between_a_new_database_and_the_tables(kind, tmp_path):
    engine = kind.tables.open_engine(kind.path(tmp_path))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), kind.tables.metadata) == []
    engine.dispose()


def test_the_number_of_the_last_migration_is_the_one_that_the_program_knows(kind):
    numbers = [int(path.name[1:5]) for path in (MIGRATIONS / kind.name).glob("m*.py")]
    assert sorted(numbers) == list(range(1, kind.tables.SCHEMA_VERSION + 1))


def test_a_database_that_is_up_to_date_is_opened_without_alembic(kind, tmp_path):
    kind.open(tmp_path)
    program = (
        f"import sys; from pathlib import Path; from rag.{kind.name}.tables import open_engine; "
        f"open_engine(Path({str(kind.path(tmp_path))!r})); sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0


# --- old ones ---


def test_a_database_of_schema_1_is_brought_to_the_shape_of_a_new_one(old_kind, tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    old_kind.of_schema_1(old)
    old_kind.open(old)
    old_kind.open(new)
    assert shape(old_kind.path(old)) == shape(old_kind.path(new))
    assert fetch(old_kind.path(old), "PRAGMA journal_mode") == [("wal",)]


def test_a_database_of_schema_1_keeps_all_that_it_holds(old_kind, tmp_path):
    path = old_kind.of_schema_1(tmp_path)
    tables = [name for (name,) in fetch(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {t: ", ".join(f'"{row[1]}"' for row in fetch(path, f"PRAGMA table_info({t})")) for t in tables}
    content = [f"SELECT {columns[table]} FROM {table}" for table in tables if table != "meta"]
    before = [fetch(path, query) for query in content]
    old_kind.open(tmp_path)
    assert [fetch(path, query) for query in content] == before
    assert all(before)


def test_an_archive_of_schema_1_is_read_as_ever(tmp_path):
    Kind("archive", archive_tables).of_schema_1(tmp_path)
    with closing(Archive(tmp_path)) as archive:
        (report,) = [v for v in archive.newest(10) if v.headline == "栖江大桥限行"]
        (correction,) = Corrections(archive).find(report)
        assert correction.version.headline == "更正"
        assert Calendar(archive).days_of([4])
        assert Copies(archive).refresh() == 0
        changes = archive.change_count()
        Intake(archive).remove([report.article_id])
        assert archive.change_count() == changes + 2


def test_an_archive_from_before_its_last_tables_gets_them(tmp_path):
    kind = Kind("archive", archive_tables)
    with closing(sqlite3.connect(kind.of_schema_1(tmp_path))) as connection:
        connection.executescript(
            "DROP TABLE corrections; DROP TABLE passage_terms; DROP INDEX passages_let_go;"
        )
    kind.open(tmp_path)
    kind.open(tmp_path / "new")
    assert shape(kind.path(tmp_path)) == shape(kind.path(tmp_path / "new"))


def test_reports_of_a_journal_of_schema_1_wait_for_staff(tmp_path):
    Kind("journal", journal_tables).of_schema_1(tmp_path)
    with closing(Journal(tmp_path, days=365)) as journal:
        assert {row.answer_id: row.unhandled for row in journal.answers("reported", 10)} == {
            "answer1": 2,
            "answer2": 1,
        }
        assert journal.get("answer1").current_judgements[0].verdict == "wrong_source"
        assert journal.get("answer1").today == date(2024, 3, 20)


# --- when it cannot be done ---


def test_a_database_of_a_newer_wenda_is_refused_and_left_as_it_is(kind, tmp_path):
    kind.open(tmp_path)
    path = kind.path(tmp_path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    before = path.read_bytes()
    with pytest.raises(DatabaseUnusable, match=rf"{kind.name} was written by a newer Wenda \(schema 99"):
        kind.open(tmp_path)
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(old_kind, tmp_path, monkeypatch):
    path = old_kind.of_schema_1(tmp_path)
    before = shape(path)
    monkeypatch.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", full_disk)
    with pytest.raises(DatabaseUnusable, match="disk is full"):
        old_kind.open(tmp_path)
    assert shape(path) == before
    monkeypatch.undo()
    old_kind.open(tmp_path)


def full_disk(*_args: object) -> None:
    from sqlalchemy.exc import OperationalError

    raise OperationalError("INSERT", {}, sqlite3.OperationalError("database or disk is full"))


def test_a_database_that_does_not_say_its_schema_is_damaged(old_kind, tmp_path):
    path = old_kind.of_schema_1(tmp_path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = 'one' WHERE key = 'schema'")
    with pytest.raises(DatabaseUnusable, match="is damaged"):
        old_kind.open(tmp_path)


# --- many at once ---


@pytest.mark.parametrize("old", [True, False], ids=["of schema 1", "absent"])
def test_processes_that_open_a_database_at_once_all_come_in(old_kind, old, tmp_path):
    if old:
        old_kind.of_schema_1(tmp_path)
    running = [processes.Process(target=open_database, args=(old_kind.name, tmp_path)) for _ in range(4)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0] * 4


def open_database(name: str, folder: Path) -> None:
    next(kind for kind in KINDS if kind.name == name).open(folder)


def test_threads_that_make_databases_at_once_do_not_disturb_each_other(kind, tmp_path):
    failed: list[BaseException] = []

    def open_in(folder: Path) -> None:
        try:
            kind.open(folder)
        except BaseException as error:  # noqa: BLE001 - the test shows it
            failed.append(error)

    threads = [threading.Thread(target=open_in, args=(tmp_path / str(i // 2),)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
