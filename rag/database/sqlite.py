"""A database of the project as an SQLite file in the data folder."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError

from rag.database.backend import Failure

PAUSE = 0.02  # seconds between two tries to switch a new database to WAL mode
PAUSE_COMPACTING = 0.1
OUTSIDE_TRANSACTIONS = {"begin": "SELECT 1"}  # for VACUUM, and for PRAGMAs that tell nothing inside of one
# Deleted rows are overwritten: some were taken down, others have residents' questions.
PRAGMAS = ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
FULL = "The disk is full. Free some space and run the same command again: nothing was lost."


class SqliteFile:
    """A database file. WAL mode lets many processes use it."""

    def __init__(self, path: Path, wait_seconds: float) -> None:
        """
        Args:
            wait_seconds: how long to wait while another process writes.
        """
        self.place = str(path)
        self.read_options: dict[str, Any] = {}
        self.write_options: dict[str, Any] = {"begin": "BEGIN IMMEDIATE"}
        self._wait_seconds = wait_seconds

    def create_engine(self, **options: Any) -> Engine:
        engine = create_engine(
            f"sqlite:///{self.place}",
            connect_args={"timeout": self._wait_seconds},
            hide_parameters=True,  # errors that are logged show no questions
            **options,
        )
        event.listen(engine, "connect", self._on_connect)
        event.listen(engine, "begin", _on_begin)
        return engine

    def _on_connect(self, connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" event, not sqlite3, opens transactions
        _use_wal(connection, self._wait_seconds)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    def lock(self, connection: Connection) -> None:
        """`BEGIN IMMEDIATE` has taken it."""

    def prepare(self, connection: Connection) -> None:
        """A new file needs nothing."""

    def finish(self, connection: Connection) -> None:
        """Tables need nothing: SQLite compares texts by their bytes."""

    def compact(self, engine: Engine, wait_seconds: float) -> bool:
        """Write the file anew without its free pages, and empty its write-ahead log.

        `secure_delete` overwrites deleted rows, but not what was left in pages by rows that were moved, or deleted without it.
        """
        with engine.connect().execution_options(**OUTSIDE_TRANSACTIONS) as connection:
            connection.exec_driver_sql("VACUUM")
            until = time.monotonic() + wait_seconds
            while True:
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
                if not busy or time.monotonic() > until:
                    return not busy
                time.sleep(PAUSE_COMPACTING)

    def commit_counter(self, engine: Engine) -> FileCommits:
        return FileCommits(engine)

    def explain(self, error: DBAPIError) -> Failure:
        reason = str(error.orig)
        if not isinstance(error, OperationalError) or "decode" in reason:
            return Failure(reason, damaged=True)
        return Failure(reason, _advice(reason))


class FileCommits:
    """Sees the commits through a connection of its own (https://www.sqlite.org/pragma.html#pragma_data_version)."""

    def __init__(self, engine: Engine) -> None:
        self._connection = engine.connect().execution_options(**OUTSIDE_TRANSACTIONS)
        self._connection.detach()  # the pool's are for readers and writers

    def number(self) -> int:
        with self._connection.begin():
            return int(self._connection.exec_driver_sql("PRAGMA data_version").scalar_one())

    def close(self) -> None:
        self._connection.close()


def _advice(reason: str) -> str:
    if "full" in reason:
        return FULL
    if "locked" in reason:
        return "Another program is writing to the {name}. Wait until it has finished, then try again."
    if "no such table" in reason:
        return "Its file was moved or replaced while it was in use. Put it back, then start Wenda again."
    return "Check that the folder is writable and the disk is not full."


def _use_wal(connection: sqlite3.Connection, wait_seconds: float) -> None:
    """Switch to WAL mode. SQLite does not wait for the lock that a new database needs for that, so this does."""
    until = time.monotonic() + wait_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(PAUSE)


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
