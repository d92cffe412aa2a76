"""Archive and journal on PostgreSQL: what only a server can do, and how it can fail."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from answers_given import declined, record
from newsroom import add, draft, held, processes, story
from postgres_server import PASSWORD, PostgresServer
from sqlalchemy import URL, Engine, make_url, select, text

from rag.archive import Archive, Erasure, Ledger
from rag.archive import tables as archive_tables
from rag.archive.tables import meta
from rag.database import DatabaseUnusable, compact, insert_or_replace, reading, writing
from rag.desk import tables as desk_tables
from rag.journal import Journal
from rag.journal import tables as journal_tables

NOW = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Kind:
    name: str
    tables: Any


KINDS = (Kind("archive", archive_tables), Kind("journal", journal_tables), Kind("desk", desk_tables))


@pytest.fixture(params=KINDS, ids=lambda kind: kind.name)
def kind(request) -> Kind:
    return request.param


@pytest.fixture
def empty(postgres: PostgresServer) -> Iterator[URL]:
    """An empty database."""
    url = postgres.new_database(migrated=False)
    yield make_url(url)
    postgres.drop(url)


@pytest.fixture
def url(postgres: PostgresServer) -> Iterator[str]:
    """A database with the tables."""
    url = postgres.new_database()
    yield url
    postgres.drop(url)


@pytest.fixture
def archive(tmp_path, url) -> Iterator[Archive]:
    with closing(Archive(tmp_path, url)) as archive:
        yield archive


# --- tables ---


def test_migrations_make_what_the_tables_say(kind, empty):
    engine = kind.tables.open_engine(empty)
    with reading(engine) as connection:
        differences = compare_metadata(MigrationContext.configure(connection), kind.tables.metadata)
    assert [(what, table.name) for what, table in differences] == [
        ("remove_table", "commits")
    ]  # the schema's own
    engine.dispose()


def test_all_are_in_one_database_without_disturbing_each_other(empty):
    engines = [kind.tables.open_engine(empty) for kind in KINDS]
    engines += [kind.tables.open_engine(empty) for kind in KINDS]
    for engine, version in zip(engines, [kind.tables.SCHEMA_VERSION for kind in KINDS] * 2, strict=True):
        with reading(engine) as connection:
            schema = connection.execute(text("SELECT value FROM meta WHERE key = 'schema'")).scalar()
        assert schema == str(version)
        engine.dispose()


def test_texts_are_ordered_by_code_points_whatever_the_servers_language(kind, empty):
    engine = kind.tables.open_engine(empty)
    columns = text(
        "SELECT DISTINCT collation_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND data_type IN ('text', 'character varying')"
    )
    with reading(engine) as connection:
        assert connection.execute(columns).scalars().all() == ["C"]
    engine.dispose()


def test_processes_that_open_an_empty_database_at_once_all_come_in(kind, empty):
    running = [processes.Process(target=_open, args=(kind.name, empty)) for _ in range(4)]
    for process in running:
        process.start()
    for process in running:
        process.join()
    assert [process.exitcode for process in running] == [0] * 4


def _open(name: str, url: URL) -> None:
    next(kind for kind in KINDS if kind.name == name).tables.open_engine(url).dispose()


def test_a_database_of_a_newer_wenda_is_refused(kind, empty):
    engine = kind.tables.open_engine(empty)
    with writing(engine) as connection:
        connection.execute(text("UPDATE meta SET value = '99' WHERE key = 'schema'"))
    engine.dispose()
    with pytest.raises(DatabaseUnusable, match=r"newer Wenda \(schema 99"):
        kind.tables.open_engine(empty)


def test_the_id_of_a_deleted_passage_is_never_used_again(archive):
    for number in range(3):
        [outcome] = add(archive, [story(number)])
        assert Ledger(archive).live_ids().tolist() == [1 + 3 * number, 2 + 3 * number, 3 + 3 * number]
        erasure = Erasure(archive)
        erasure.erase_rows(erasure.begin([outcome.article_id], "隐私", NOW))


def test_a_byline_longer_than_an_entry_of_an_index_is_kept_and_an_id_is_refused(archive):
    long = "".join(chr(0x4E00 + n) for n in range(6000))
    add(archive, [draft("1", "栖江大桥今日开工。", byline=long, section=long)])
    assert archive.newest(1)[0].byline == long
    with pytest.raises(DatabaseUnusable, match="is too long"):
        add(archive, [draft(long, "栖江大桥今日开工。")])


# --- transactions ---


def test_a_reader_sees_one_state_until_it_ends(archive):
    with reading(archive.engine) as connection:
        before = connection.execute(select(meta)).all()
        _put(archive.engine, "generation", "later")
        assert connection.execute(select(meta)).all() == before
    assert archive.meta_value("generation") == "later"


def test_only_one_writes_at_a_time(tmp_path, url, monkeypatch):
    monkeypatch.setattr(archive_tables, "WAIT_SECONDS", 0.1)
    with closing(Archive(tmp_path, url)) as archive, closing(Archive(tmp_path, url)) as other:
        with (
            writing(archive.engine),
            pytest.raises(DatabaseUnusable, match="Another program is writing to the archive"),
        ):
            _put(other.engine, "generation", "meanwhile")
        _put(other.engine, "generation", "afterwards")
        assert archive.meta_value("generation") == "afterwards"


def test_the_journal_does_not_wait_for_the_archive(tmp_path, url, archive):
    with closing(Journal(tmp_path, url, days=30)) as journal, writing(archive.engine):
        record(journal, declined("a1"))
        assert journal.get("a1")


def _put(engine: Engine, key: str, value: str) -> None:
    with writing(engine) as connection:
        insert_or_replace(connection, meta, {"key": key, "value": value})


# --- takedowns ---


def test_compacting_leaves_none_of_its_words_in_the_servers_tables(archive, postgres):
    gone, kept = (draft(str(n), f"第{n}号站点的王某昨日被拘留。") for n in (1, 2))
    [outcome, _] = add(archive, [gone, kept])
    postgres.execute("CHECKPOINT")
    assert postgres.has_in_tables(gone.text) and postgres.has_in_tables(kept.text)
    erasure = Erasure(archive)
    erased = erasure.begin([outcome.article_id], "隐私", NOW)
    erasure.erase_rows(erased)
    assert erasure.compact()
    postgres.execute("CHECKPOINT")
    assert not postgres.has_in_tables(gone.text)
    assert postgres.has_in_tables(kept.text)


def test_compacting_is_not_complete_while_a_reader_may_see_the_old_rows(tmp_path, url, archive):
    add(archive, [story(1)])
    with closing(Journal(tmp_path, url, days=30)) as journal, reading(journal._engine) as connection:
        connection.execute(select(journal_tables.answers)).all()
        with writing(archive.engine) as changing:
            changing.execute(text("DELETE FROM passages"))
        assert not compact(archive.engine, wait_seconds=0.2)
    assert compact(archive.engine, wait_seconds=5)


# --- failures ---


def test_an_outage_is_said_and_over_without_a_restart(tmp_path, url, postgres):
    with closing(Archive(tmp_path, url)) as archive, closing(Journal(tmp_path, url, days=30)) as journal:
        add(archive, [story(1)])
        record(journal, declined("a1"))
        before = held(archive)
        postgres.stop("fast")
        for ask in (lambda: held(archive), lambda: add(archive, [story(2)]), lambda: journal.get("a1")):
            with pytest.raises(DatabaseUnusable, match="Check that the server runs") as said:
                ask()
            assert PASSWORD not in str(said.value)
        postgres.start()
        assert held(archive) == before
        assert journal.get("a1").answer == declined("a1")
        assert [outcome.action for outcome in add(archive, [story(2)])] == ["added"]


def test_a_write_that_the_server_breaks_off_leaves_nothing_behind(archive, postgres):
    add(archive, [story(1)])
    before = held(archive)
    with (
        pytest.raises(DatabaseUnusable, match="started or stopped"),
        writing(archive.engine) as connection,
    ):
        connection.execute(text("UPDATE passages SET live = false"))
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        postgres.execute(f"SELECT pg_terminate_backend({pid})")
        connection.execute(text("UPDATE passages SET live = false"))
    assert held(archive) == before


UNUSABLE: dict[str, tuple[Callable[[URL], URL], str]] = {
    "nobody listens": (lambda url: url.set(port=1), "Check that the server runs"),
    "no such host": (lambda url: url.set(host="nowhere.invalid"), "Check that the server runs"),
    "no such database": (lambda url: url.set(database="nowhere"), "createdb"),
    "no such user": (lambda url: url.set(username="nobody_of_that_name"), "user and the password"),
    "wrong password": (lambda url: url.set(username="locked_out", password="wrong"), "user and the password"),
    "no rights": (lambda url: url.set(username="guest"), "GRANT CREATE"),
}


@pytest.mark.parametrize("case", UNUSABLE)
def test_a_server_that_refuses_is_said_to_with_what_to_do_and_without_the_password(case, postgres, empty):
    postgres.execute("CREATE ROLE guest LOGIN", "CREATE ROLE locked_out LOGIN PASSWORD 'right'")
    change, advice = UNUSABLE[case]
    url = change(empty)
    try:
        with pytest.raises(DatabaseUnusable, match=advice) as said:
            archive_tables.open_engine(url)
    finally:
        postgres.execute("DROP ROLE guest", "DROP ROLE locked_out")
    assert "***" in str(said.value)
    assert PASSWORD not in str(said.value) and "wrong@" not in str(said.value)


SAID_BY_THE_SERVER = {
    "53100": "disk is full",
    "53300": "too many connections",
    "25006": "primary server",
    "42501": "GRANT CREATE",
    "XX001": r"is damaged .*Restore a copy",
    "58030": "Check that the server runs",
}


@pytest.mark.parametrize("code", SAID_BY_THE_SERVER)
def test_errors_of_the_server_say_what_to_do_and_change_nothing(code, archive):
    with writing(archive.engine) as connection:
        connection.execute(
            text(
                "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END$$"
            )
        )
        connection.execute(
            text("CREATE TRIGGER fail BEFORE INSERT ON versions FOR EACH ROW EXECUTE FUNCTION fail()")
        )
    with pytest.raises(DatabaseUnusable, match=SAID_BY_THE_SERVER[code]):
        add(archive, [story(1)])
    assert archive.status()["articles"] == 0


def test_tables_that_were_deleted_meanwhile_are_said_to_be_gone(archive):
    with writing(archive.engine) as connection:
        connection.execute(text("DROP SCHEMA wenda_archive CASCADE"))
    with pytest.raises(DatabaseUnusable, match="were deleted or moved"):
        archive.newest(1)


def test_without_a_driver_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DatabaseUnusable, match=r"pip install -r requirements-scale\.txt"):
        Archive(tmp_path, "postgresql+psycopg://wenda@127.0.0.1/wenda")
