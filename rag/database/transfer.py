"""Copies all rows of a database into another, on either engine, and compares what both then have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Integer, MetaData, Table, delete, func, select, text

from rag.database.engine import Row

BATCH_ROWS = 1000
_MODULUS = 1 << 256


@dataclass(frozen=True, slots=True)
class TableContent:
    """What a table contains.

    Attributes:
        hash: 64 hexadecimal digits, which do not depend on the order of the rows: the sum of the rows' SHA-256.
    """

    table: str
    rows: int
    hash: str


def has_rows(metadata: MetaData, connection: Connection) -> bool:
    """Whether any table but `meta` has a row."""
    tables = [table for table in metadata.sorted_tables if table.name != "meta"]
    return any(connection.execute(select(table).limit(1)).first() for table in tables)


def count_rows(metadata: MetaData, connection: Connection) -> int:
    return sum(
        connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    )


def copy_tables(
    metadata: MetaData, source: Connection, target: Connection, on_rows: Callable[[int], None]
) -> list[TableContent]:
    """Replace all rows of a database by those of another with the same schema number, in the target's open transaction.

    Args:
        on_rows: called with the number of rows of each batch that was copied.

    Returns:
        What the source has.
    """
    _let_triggers_rest(metadata, target, "DISABLE")
    copied = []
    for table in _in_order(metadata):
        target.execute(delete(table))
        content = _Content(table)
        for batch in _batches(source, table):
            target.execute(table.insert(), [dict(row._mapping) for row in batch])
            content.add(batch)
            on_rows(len(batch))
        copied.append(content.summary())
    for table in metadata.sorted_tables:
        if number := _highest_number(source, table):
            _set_highest_number(target, table, number)
    _let_triggers_rest(metadata, target, "ENABLE")
    return copied


def read_content(
    metadata: MetaData, connection: Connection, on_rows: Callable[[int], None]
) -> list[TableContent]:
    """What a database has, table by table."""
    read = []
    for table in _in_order(metadata):
        content = _Content(table)
        for batch in _batches(connection, table):
            content.add(batch)
            on_rows(len(batch))
        read.append(content.summary())
    return read


def _in_order(metadata: MetaData) -> list[Table]:
    """The tables, each after those that it references. Triggers write to tables without references: these come last."""
    referenced = {key.column.table for table in metadata.sorted_tables for key in table.foreign_keys}
    return sorted(
        metadata.sorted_tables, key=lambda table: not table.foreign_keys and table not in referenced
    )


def _batches(connection: Connection, table: Table) -> Iterator[list[Row]]:
    streamed = connection.execution_options(stream_results=True, yield_per=BATCH_ROWS)
    for batch in streamed.execute(select(table)).partitions():
        yield list(batch)


class _Content:
    """Adds up the content of a table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._rows = self._sum = 0

    def add(self, rows: list[Row]) -> None:
        self._rows += len(rows)
        for row in rows:
            digest = sha256(repr([_canonical(value) for value in row]).encode("utf-8", "surrogatepass"))
            self._sum = (self._sum + int.from_bytes(digest.digest())) % _MODULUS

    def summary(self) -> TableContent:
        return TableContent(self._table.name, self._rows, f"{self._sum:064x}")


def _canonical(value: Any) -> Any:
    """PostgreSQL stores no NUL characters; `rag.database.postgresql` replaces them."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _let_triggers_rest(metadata: MetaData, connection: Connection, state: str) -> None:
    """What they write is copied too. On PostgreSQL they would update one row a million times, in one transaction."""
    if connection.dialect.name == "postgresql":
        for table in metadata.sorted_tables:
            connection.execute(text(f'ALTER TABLE "{table.name}" {state} TRIGGER USER'))


# --- numbers that the database gives to new rows: it must never give one twice, even of a row that was deleted ---


def _numbered(table: Table) -> str:
    """The column that gets such a number; empty if there is none."""
    return next((c.name for c in table.columns if c.identity and isinstance(c.type, Integer)), "")


def _highest_number(connection: Connection, table: Table) -> int:
    """The highest number that was ever given; 0 if none was."""
    if not (column := _numbered(table)):
        return 0
    if connection.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        return connection.execute(query, {"table": table.name}).scalar_one_or_none() or 0
    given = text("SELECT pg_sequence_last_value(CAST(pg_get_serial_sequence(:table, :column) AS regclass))")
    return connection.execute(given, {"table": table.name, "column": column}).scalar_one() or 0


def _set_highest_number(connection: Connection, table: Table, number: int) -> None:
    if connection.dialect.name == "sqlite":
        values = {"table": table.name, "number": number}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), values)
        connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :number)"), values)
        return
    connection.execute(
        text("SELECT setval(CAST(pg_get_serial_sequence(:table, :column) AS regclass), :number)"),
        {"table": table.name, "column": _numbered(table), "number": number},
    )
