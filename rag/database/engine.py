"""Opens a database on SQLite or PostgreSQL, runs read and write transactions, and turns engine errors into advice.

Archive, journal and desk are three such databases. Each has its own tables and its own subclass of `DatabaseUnusable`. The
code that uses `reading` and `writing` does not notice the engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    MetaData,
    String,
    Table,
    Text,
    make_url,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from rag.database.backend import Backend
from rag.database.sqlite import SqliteFile
from rag.database.upgrade import is_current, stored_schema, upgrade
from rag.schema import WendaError

Row = Any  # a SQLAlchemy row
Location = Path | URL  # an SQLite file, or a database of a PostgreSQL server


class DatabaseUnusable(WendaError):
    """A database cannot be opened or written. Each database has its own subclass.

    Attributes:
        database: name of the database in error messages; its migrations, and its PostgreSQL schema, have the same name.
        repair_advice: what the user should do when it is damaged.
    """

    database = "database"
    repair_advice = "Restore a copy of the data folder, or move the file away."


def meta_table(metadata: MetaData) -> Table:
    """Key-value table that every database has. The key ``schema`` holds the number of the last migration that ran."""
    return Table(
        "meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False)
    )


def partial_index(name: str, where: ColumnElement[bool], *columns: Column[Any], unique: bool = False) -> None:
    """Add an index over the rows that meet a condition to the columns' table."""
    Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


def location(url: str, file: Path) -> Location:
    """Where a database is: at the URL, or without one in the file."""
    return make_url(url) if url else file


def open_engine(
    place: Location,
    *,
    schema: int,
    error_class: type[DatabaseUnusable],
    wait_seconds: float,
    connections: int,
) -> Engine:
    """Open a database; create its tables if it has none. Many processes may use it.

    Args:
        schema: number of the last migration that this program knows.
        error_class: raised for every error of this database, also later in `reading` and `writing`.
        wait_seconds: how long to wait while another process writes.
        connections: how many connections this process keeps to a PostgreSQL server at most.

    Raises:
        DatabaseUnusable: the folder is not writable, the file is damaged, the server cannot be reached or refuses, or a newer
            program wrote the database. Raised as `error_class`.
    """
    engine = connect(place, error_class=error_class, wait_seconds=wait_seconds, connections=connections)
    _upgrade_if_needed(engine, error_class.database, schema)
    return engine


def connect(
    place: Location, *, error_class: type[DatabaseUnusable], wait_seconds: float, connections: int
) -> Engine:
    """Open a database as it is, without its tables. The arguments are those of `open_engine`."""
    backend = _backend(place, error_class, wait_seconds, connections)
    return backend.create_engine(execution_options={"error_class": error_class, "backend": backend})


def _backend(
    place: Location, error_class: type[DatabaseUnusable], wait_seconds: float, connections: int
) -> Backend:
    if isinstance(place, Path):
        make_folder(place.parent, error_class)
        return SqliteFile(place, wait_seconds)
    try:
        import psycopg  # noqa: F401 - an extra, and it can lack its C library
    except ImportError as error:
        raise error_class(
            f"The driver for PostgreSQL is missing ({error}). Install it: pip install -r requirements-scale.txt"
        ) from error
    from rag.database.postgresql import PostgresSchema

    return PostgresSchema(place, error_class.database, wait_seconds, connections)


def make_folder(folder: Path, error_class: type[DatabaseUnusable]) -> None:
    """Create a data folder if it does not exist.

    Raises:
        DatabaseUnusable: it cannot be created. Raised as `error_class`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise error_class(
            f"The data folder {folder} cannot be created ({error.strerror}). "
            "Set WENDA_DATA_DIR to a folder that you may write to."
        ) from error


def _upgrade_if_needed(engine: Engine, migrations: str, schema: int) -> None:
    with reading(engine) as connection:
        _refuse_newer(connection, engine, schema)
        if is_current(connection, schema):
            return
    with writing(engine) as connection:
        _refuse_newer(connection, engine, schema)  # another process may have upgraded it meanwhile
        backend_of(engine).prepare(connection)
        upgrade(connection, migrations, schema)
        backend_of(engine).finish(connection)


def _refuse_newer(connection: Connection, engine: Engine, schema: int) -> None:
    error_class = _error_class(engine)
    try:
        found = stored_schema(connection)
    except ValueError as error:
        raise error_class(
            f"The {error_class.database} {backend_of(engine).place} is damaged (its schema number is not a number). "
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
        DatabaseUnusable: the disk is full, or the database cannot be written. Nothing was changed.
    """
    backend = backend_of(engine)
    with (
        readable_errors(engine),
        engine.connect().execution_options(**backend.write_options) as connection,
        connection.begin(),
    ):
        backend.lock(connection)
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One read transaction. All of its queries see the same state.

    Raises:
        DatabaseUnusable: the database cannot be read.
    """
    options = backend_of(engine).read_options
    with readable_errors(engine), engine.connect().execution_options(**options) as connection:
        yield connection


@contextmanager
def readable_errors(engine: Engine) -> Iterator[None]:
    """Raise the engine's errors again as the database's `DatabaseUnusable`, with a message that says what to do."""
    error_class, backend = _error_class(engine), backend_of(engine)
    name = error_class.database
    try:
        yield
    except DBAPIError as error:
        failure = backend.explain(error)
        if failure is None:
            raise
        if failure.damaged:
            advice = f"is damaged ({failure.reason}). {error_class.repair_advice}"
        else:
            advice = f"cannot be used ({failure.reason}). {failure.advice.format(name=name)}"
        raise error_class(f"The {name} {backend.place} {advice}") from error
    except PoolTimeout as error:
        raise error_class(f"Too many readers use the {name} at once. Try again in a moment.") from error


def backend_of(engine: Engine) -> Backend:
    backend: Backend = engine.get_execution_options()["backend"]
    return backend


def _error_class(engine: Engine) -> type[DatabaseUnusable]:
    error_class: type[DatabaseUnusable] = engine.get_execution_options()["error_class"]
    return error_class
