"""Copies a database, as it is at one moment, into a new SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from rag.database.engine import readable_errors, reading

INSTRUCTIONS = 200_000  # of SQLite, between two calls of `on_progress`: some 10 a second

_POSTGRESQL_BYTES = (
    "SELECT sum(pg_table_size(oid)) FROM pg_class "
    "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
)


@dataclass(frozen=True, slots=True)
class SnapshotContent:
    """What a snapshot contains.

    Attributes:
        schema: number of the last migration that ran.
        rows: number of rows of each table.
    """

    schema: int
    rows: dict[str, int]


def snapshot_bytes(engine: Engine) -> int:
    """About how large a snapshot will be."""
    with reading(engine) as connection:
        if engine.dialect.name == "postgresql":
            return int(connection.exec_driver_sql(_POSTGRESQL_BYTES).scalar_one() or 0)
        pages, free, size = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("page_count", "freelist_count", "page_size")
        )
    return int(pages - free) * int(size)


def write_snapshot(engine: Engine, path: Path, on_progress: Callable[[int], None]) -> None:
    """Copy an SQLite database into a new file while others read and write it. Nothing of deleted rows is copied.

    Args:
        path: the new file; it must not exist. What an error leaves of it is for the caller to delete. It is not flushed to
            disk.
        on_progress: called from time to time with the number of bytes written so far.

    Raises:
        DatabaseUnusable: the database is damaged, or the disk is full.
    """

    def watch() -> int:
        on_progress(path.stat().st_size if path.exists() else 0)
        return 0

    outside_transactions = {"begin": "SELECT 1"}  # VACUUM cannot run inside of one; it makes its own
    with (
        readable_errors(engine),
        engine.connect().execution_options(**outside_transactions) as connection,
    ):
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_progress_handler(watch, INSTRUCTIONS)
        try:
            connection.exec_driver_sql("VACUUM INTO ?", (str(path),))
        except OperationalError as error:
            if "interrupted" in str(error.orig):  # by an exception in `watch`, which SQLite drops: Ctrl-C
                raise KeyboardInterrupt from error
            raise
        finally:
            driver.set_progress_handler(None, 0)


def read_snapshot(path: Path) -> SnapshotContent:
    """What a database file that nobody writes to contains."""
    with closing(connect_unchanged(path)) as connection:
        schema = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}
    return SnapshotContent(int(schema), rows)


def connect_unchanged(path: Path) -> sqlite3.Connection:
    """Open a database file that nobody writes to, without any file beside it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
