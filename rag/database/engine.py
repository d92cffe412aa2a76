"""Opens an SQLite database, runs read and write transactions, and turns SQLite's errors into advice.

The archive and the journal are two such databases. Each has its own tables and its own subclass of `DatabaseUnusable`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, Text, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from rag.database.upgrade import is_current, stored_schema, upgrade
from rag.schema import WendaError

Row = Any  # a SQLAlchemy row
PAUSE = 0.02  # seconds between two tries to switch a new database to WAL mode


class DatabaseUnusable(WendaError):
    """A database file cannot be opened or written. Each database has its own subclass.

    Attributes:
        database: name of the database in error messages.
        repair_advice: what the user should do when the file is damaged.
    """

    database = "database"
    repair_advice = "Restore a copy of the data folder, or move the file away."


def meta_table(metadata: MetaData) -> Table:
    """Key-value table that every database has. The key ``schema`` holds the number of the last migration that ran."""
    return Table(
        "meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False)
    )


def open_engine(
    path: Path,
    *,
    migrations: str,
    schema: int,
    error_class: type[DatabaseUnusable],
    wait_seconds: float,
    pragmas: tuple[str, ...] = (),
) -> Engine:
    """Open the database at `path`; create it if it does not exist. WAL mode lets many processes use it.

    Args:
        migrations: folder of the database's migrations, see `upgrade`. They create `meta_table`.
        schema: number of the last migration that this program knows.
        error_class: raised for every error of this database, also later in `reading` and `writing`.
        wait_seconds: how long to wait while another process writes.
        pragmas: additional pragmas, run on each new connection.

    Raises:
        DatabaseUnusable: the folder is not writable, the file is damaged, or a newer program wrote it. Raised as
            `error_class`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise error_class(
            f"The data folder {path.parent} cannot be created ({error.strerror}). "
            "Set WENDA_DATA_DIR to a folder that you may write to."
        ) from error
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": wait_seconds},
        execution_options={"error_class": error_class},
    )

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" event, not sqlite3, opens transactions
        _use_wal(connection, wait_seconds)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", _on_begin)
    _upgrade_if_needed(engine, migrations, schema)
    return engine


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


def _upgrade_if_needed(engine: Engine, migrations: str, schema: int) -> None:
    with reading(engine) as connection:
        _refuse_newer(connection, engine, schema)
        if is_current(connection, schema):
            return
    with writing(engine) as connection:
        _refuse_newer(connection, engine, schema)  # another process may have upgraded it meanwhile
        upgrade(connection, migrations, schema)


def _refuse_newer(connection: Connection, engine: Engine, schema: int) -> None:
    error_class = _error_class(engine)
    try:
        found = stored_schema(connection)
    except ValueError as error:
        raise error_class(
            f"The {error_class.database} {engine.url.database} is damaged (its schema number is not a number). "
            f"{error_class.repair_advice}"
        ) from error
    if found > schema:
        raise error_class(
            f"The {error_class.database} was written by a newer Wenda (schema {found}, this one knows {schema}). "
            "Update Wenda, or set WENDA_DATA_DIR to another folder."
        )


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction. It takes the write lock at the start, so nothing that it reads can change before it commits.

    Raises:
        DatabaseUnusable: the disk is full, or the file cannot be written. Nothing was changed.
    """
    with (
        readable_errors(engine),
        engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction. All of its queries see the same state.

    Raises:
        DatabaseUnusable: the file cannot be read.
    """
    with readable_errors(engine), engine.connect() as connection:
        yield connection


@contextmanager
def readable_errors(engine: Engine) -> Iterator[None]:
    """Raise SQLite's errors again as the engine's `DatabaseUnusable`, with a message that says what to do."""
    error_class, path = _error_class(engine), engine.url.database
    name = error_class.database
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig)
        if "decode" not in reason:
            raise error_class(
                f"The {name} {path} cannot be used ({reason}). {_advice(reason, name)}"
            ) from error
        raise error_class(f"The {name} {path} is damaged ({reason}). {error_class.repair_advice}") from error
    except DatabaseError as error:
        raise error_class(
            f"The {name} {path} is damaged ({error.orig}). {error_class.repair_advice}"
        ) from error
    except PoolTimeout as error:
        raise error_class(f"Too many readers use the {name} at once. Try again in a moment.") from error


def _advice(reason: str, name: str) -> str:
    if "full" in reason:
        return "The disk is full. Free some space and run the same command again: nothing was lost."
    if "locked" in reason:
        return f"Another program is writing to the {name}. Wait until it has finished, then try again."
    if "no such table" in reason:
        return "Its file was moved or replaced while it was in use. Put it back, then start Wenda again."
    return "Check that the folder is writable and the disk is not full."


def _error_class(engine: Engine) -> type[DatabaseUnusable]:
    error_class: type[DatabaseUnusable] = engine.get_execution_options()["error_class"]
    return error_class
