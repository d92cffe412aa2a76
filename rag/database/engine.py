"""How the project's SQLite files are opened, written, and made to say what is wrong with them.

The archive and the journal are two such files: each brings its own tables and its own error.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, String, Table, Text, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from rag.database.upgrade import is_current, upgrade, written_schema
from rag.schema import WendaError

Row = Any  # a SQLAlchemy row of one of a database's tables


class DatabaseUnusable(WendaError):
    """A database file cannot be opened or written. Each database has its own subclass.

    Attributes:
        what: the database's name in messages.
        if_damaged: what to do when the file is damaged.
    """

    what = "database"
    if_damaged = "Put back a copy of the data folder, or move the file away."


def meta_table(metadata: MetaData) -> Table:
    """The table of small facts that every database has; ``schema`` is the number of its tables' shape."""
    return Table(
        "meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False)
    )


def open_engine(
    path: Path,
    *,
    migrations: str,
    schema: int,
    unusable: type[DatabaseUnusable],
    wait_seconds: float,
    pragmas: tuple[str, ...] = (),
) -> Engine:
    """Open (and where absent, make) the database at `path`, in WAL mode so that many processes may use it.

    Args:
        migrations: the folder of its migrations, see `upgrade`; one of its tables is `meta_table`.
        schema: the number of the last migration that this program knows.
        wait_seconds: how long to wait for another process's write to end.
        pragmas: for each connection, beside the ones that every database gets.

    Raises:
        DatabaseUnusable: as `unusable`; the folder cannot be written, the file is damaged, or made by a
            newer program.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unusable(
            f"The data folder {path.parent} cannot be made ({error.strerror}). "
            "Set WENDA_DATA_DIR to a folder that you may write to."
        ) from error
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": wait_seconds},
        execution_options={"unusable": unusable},
    )

    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's "begin" event, not sqlite3, opens transactions
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", _on_begin)
    _bring_up_to_date(engine, migrations, schema)
    return engine


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _bring_up_to_date(engine: Engine, migrations: str, schema: int) -> None:
    with reading(engine) as connection:
        _refuse_newer(connection, engine, schema)
        if is_current(connection, schema):
            return
    with writing(engine) as connection:
        _refuse_newer(connection, engine, schema)  # another process may have been faster
        upgrade(connection, migrations, schema)


def _refuse_newer(connection: Connection, engine: Engine, schema: int) -> None:
    unusable = _unusable(engine)
    try:
        found = written_schema(connection)
    except ValueError as error:
        raise unusable(
            f"The {unusable.what} {engine.url.database} is damaged (it does not say its schema). "
            f"{unusable.if_damaged}"
        ) from error
    if found > schema:
        raise unusable(
            f"The {unusable.what} was written by a newer Wenda (schema {found}, this one knows {schema}). "
            "Update Wenda, or set WENDA_DATA_DIR to another folder."
        )


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: takes the write lock at once, so that what it reads stays true until it commits.

    Raises:
        DatabaseUnusable: the disk is full, or the file cannot be written; nothing was changed.
    """
    with (
        readable_errors(engine),
        engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction: all of its queries see the same state.

    Raises:
        DatabaseUnusable: the file cannot be read.
    """
    with readable_errors(engine), engine.connect() as connection:
        yield connection


@contextmanager
def readable_errors(engine: Engine) -> Iterator[None]:
    """Turn SQLite's errors into ones that say what to do."""
    unusable, path = _unusable(engine), engine.url.database
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig)
        if "decode" not in reason:
            raise unusable(
                f"The {unusable.what} {path} cannot be used ({reason}). {_advice(reason, unusable)}"
            ) from error
        raise unusable(f"The {unusable.what} {path} is damaged ({reason}). {unusable.if_damaged}") from error
    except DatabaseError as error:
        raise unusable(
            f"The {unusable.what} {path} is damaged ({error.orig}). {unusable.if_damaged}"
        ) from error
    except PoolTimeout as error:
        raise unusable(f"Too many use the {unusable.what} at once. Try again in a moment.") from error


def _advice(reason: str, unusable: type[DatabaseUnusable]) -> str:
    if "full" in reason:
        return "The disk is full. Make room and run the same command again: nothing was lost."
    if "locked" in reason:
        return f"Another program holds the {unusable.what}. Wait until it has finished, then try again."
    if "no such table" in reason:
        return "Its file was moved away or replaced while it was in use. Put it back, then start Wenda again."
    return "Check that the folder can be written and the disk is not full."


def _unusable(engine: Engine) -> type[DatabaseUnusable]:
    kind: type[DatabaseUnusable] = engine.get_execution_options()["unusable"]
    return kind
