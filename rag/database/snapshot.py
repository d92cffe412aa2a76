"""Copies a database, as it is at one moment, into a new SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from rag.database.engine import readable_errors

INSTRUCTIONS = 200_000  # of SQLite, between two calls of `on_progress`: some 10 a second


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
    with readable_errors(engine), engine.connect() as connection:
        pages, free, size = (
            connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("page_count", "freelist_count", "page_size")
        )
    return int(pages - free) * int(size)


def write_snapshot(engine: Engine, path: Path, on_progress: Callable[[int], None]) -> SnapshotContent:
    """Copy a database into a new file while others read and write it. Nothing of deleted rows is copied.

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
    return _content(path)


def _content(path: Path) -> SnapshotContent:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        schema = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0]
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        rows = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}
    return SnapshotContent(int(schema), rows)
