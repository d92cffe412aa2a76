"""The archive's tables, and how its database is opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
)
from sqlalchemy.exc import DatabaseError, OperationalError

from rag.schema import WendaError

SCHEMA_VERSION = 1
BUSY_TIMEOUT_MS = 60_000

metadata = MetaData()

meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

sources = Table(
    "sources",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("encoding", String, nullable=False),
    Column("added_at", DateTime, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    # live | removed (by staff: stays away) | superseded (its page was read again without it)
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
)
Index(
    "one_article_a_source_id",
    articles.c.source,
    articles.c.source_id,
    unique=True,
    sqlite_where=articles.c.source_id != "",
)

versions = Table(
    "versions",
    metadata,
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("subheadline", Text, nullable=False),
    Column("column", Text, nullable=False),
    Column("byline", Text, nullable=False),
    Column("date", Date),
    Column("paper", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("source_sha256", ForeignKey("sources.sha256"), nullable=False),
    Column("paragraphs", Text, nullable=False),
    Column("added_at", DateTime, nullable=False),
)
Index("versions_by_date", versions.c.date)
Index("versions_by_source_file", versions.c.source_sha256)

passages = Table(
    "passages",
    metadata,
    Column("passage_id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.article_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # little-endian float16
    Column("fingerprint", String, nullable=False),
    Column("dtype", String, nullable=False),
    # Should it be found, and is it in the indexes? Where the two differ, the owner of the indexes has work.
    Column("live", Boolean, nullable=False),
    Column("indexed", Boolean, nullable=False),
    sqlite_autoincrement=True,  # an id is never used twice: a lagging index must not point at another text
)
Index("passages_of_article", passages.c.article_id, passages.c.version)
Index("passages_to_index", passages.c.passage_id, sqlite_where=passages.c.live != passages.c.indexed)


class ArchiveUnusable(WendaError):
    """The archive's file cannot be opened or written."""


def open_engine(path: Path) -> Engine:
    """Open (and where absent, make) the database at `path`, in WAL mode so that many processes may use it.

    Raises:
        ArchiveUnusable: the folder cannot be written, the file is damaged, or made by a newer program.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveUnusable(
            f"The data folder {path.parent} cannot be made ({error.strerror}). "
            "Set WENDA_DATA_DIR to a folder that you may write to."
        ) from error
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    with readable_errors(path):
        _make_tables(engine)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's "begin" event, not sqlite3, opens transactions
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def _make_tables(engine: Engine) -> None:
    with engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection, connection.begin():
        metadata.create_all(connection)
        connection.execute(
            meta.insert().prefix_with("OR IGNORE").values(key="schema", value=str(SCHEMA_VERSION))
        )
        found = connection.execute(meta.select().where(meta.c.key == "schema")).one().value
    if int(found) > SCHEMA_VERSION:
        raise ArchiveUnusable(
            f"The archive was written by a newer Wenda (schema {found}, this one knows {SCHEMA_VERSION}). "
            "Update Wenda, or set WENDA_DATA_DIR to another folder."
        )


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: takes the write lock at once, so that what it reads stays true until it commits.

    Raises:
        ArchiveUnusable: the disk is full, or the file cannot be written; nothing was changed.
    """
    path = Path(engine.url.database or "")
    with (
        readable_errors(path),
        engine.connect().execution_options(begin="BEGIN IMMEDIATE") as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def readable_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ones that say what to do."""
    try:
        yield
    except OperationalError as error:
        reason = str(error.orig)
        if "full" in reason:
            advice = "The disk is full. Make room and run the same command again: nothing was lost."
        elif "locked" in reason:
            advice = "Another program holds the archive. Wait until it has finished, then try again."
        else:
            advice = "Check that the folder can be written and the disk is not full."
        raise ArchiveUnusable(f"The archive {path} cannot be used ({reason}). {advice}") from error
    except DatabaseError as error:
        raise ArchiveUnusable(
            f"The archive {path} is damaged ({error.orig}). Put back a copy of the data folder, or move it "
            "away and ingest the papers again."
        ) from error


Row = Any  # a SQLAlchemy row of one of the tables above
