"""A database of the project as a schema of a PostgreSQL database."""

from __future__ import annotations

import time
import zlib
from typing import Any

import psycopg
from psycopg.types.string import StrDumper
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, OperationalError

from rag.database.backend import Failure
from rag.database.failures import explain

PAUSE_SECONDS = 0.1
LOCK_NOT_AVAILABLE = "55P03"
# A server that vanished without a word is noticed after this time. The URL may set other values.
NETWORK = {
    "connect_timeout": "10",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "tcp_user_timeout": "30000",
}


class PostgresSchema:
    """A schema named `wenda_archive`, `wenda_journal` or `wenda_desk`. Only one transaction writes to it at a
    time, as in an SQLite file."""

    def __init__(self, url: URL, name: str, wait_seconds: float, connections: int) -> None:
        """
        Args:
            name: "archive" or "journal".
            wait_seconds: how long to wait while another process writes.
            connections: how many connections are kept at most.
        """
        self.place = url.render_as_string(hide_password=True)
        self.read_options: dict[str, Any] = {
            "isolation_level": "REPEATABLE READ",
            "postgresql_readonly": True,
        }
        # Each statement sees what was committed before it: the snapshot must not be older than the lock.
        self.write_options: dict[str, Any] = {"isolation_level": "READ COMMITTED"}
        self._url = url
        self._schema = f"wenda_{name}"
        self._lock_timeout = f"{max(1, round(wait_seconds * 1000))}ms"
        self._lock_key = zlib.crc32(self._schema.encode())
        self._connections = connections

    def create_engine(self, **options: Any) -> Engine:
        settings = {
            "search_path": self._schema,
            "lock_timeout": self._lock_timeout,
            "timezone": "UTC",
            "client_encoding": "UTF8",
        }
        arguments = NETWORK | {
            "application_name": self._schema,
            "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
        }
        engine = create_engine(
            self._url,
            connect_args={name: value for name, value in arguments.items() if name not in self._url.query},
            hide_parameters=True,  # errors that are logged show no questions
            pool_pre_ping=True,  # a connection that the server has closed is replaced
            pool_size=self._connections,
            max_overflow=0,
            **options,
        )
        event.listen(engine, "connect", _on_connect)
        return engine

    def lock(self, connection: Connection) -> None:
        """Take the lock, and count the transaction."""
        locked = connection.execute(_LOCK, {"key": self._lock_key}).one()
        if locked.counts:
            connection.execute(text("UPDATE commits SET number = number + 1"))

    def prepare(self, connection: Connection) -> None:
        """Create the schema. Needs the right to CREATE in the database, unless somebody has created the schema."""
        if not inspect(connection).has_schema(self._schema):
            connection.execute(text(f"CREATE SCHEMA {self._schema}"))
        connection.execute(text("CREATE TABLE IF NOT EXISTS commits AS SELECT CAST(0 AS bigint) AS number"))

    def finish(self, connection: Connection) -> None:
        """Give all text columns the collation "C": texts are ordered by their code points, as in SQLite and Python.

        With the collation of the server's language, an order would hang on the server, and on the version of its C library.
        """
        for table, column, kind in connection.execute(_OTHER_COLLATION, {"schema": self._schema}).all():
            connection.execute(text(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE {kind} COLLATE "C"'))

    def compact(self, engine: Engine, wait_seconds: float) -> bool:
        """Write all tables and their indexes anew without deleted rows (`VACUUM FULL`); who reads a table waits meanwhile.

        Deleted rows stay in what the server keeps beside the tables, until it is recycled or deleted by whoever runs the server:
        the write-ahead log and its archive, replicas, backups, and, as on any disk, the blocks of deleted files.
        """
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not _readers_have_ended(connection, wait_seconds):
                return False
            try:
                for table in inspect(connection).get_table_names():
                    connection.execute(text(f'VACUUM (FULL, ANALYZE) "{table}"'))
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                    raise
                return False
        return True

    def commit_counter(self, engine: Engine) -> SchemaCommits:
        return SchemaCommits(engine)

    def explain(self, error: DBAPIError) -> Failure | None:
        return explain(error)


class SchemaCommits:
    """Reads the number of transactions that have written to the schema."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def number(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.execute(text("SELECT number FROM commits")).scalar_one())

    def close(self) -> None:
        """It holds nothing."""


def _readers_have_ended(connection: Connection, wait_seconds: float) -> bool:
    """Wait for the transactions that began before now."""
    until = time.monotonic() + wait_seconds
    begun = connection.execute(_NEXT_TRANSACTION).scalar_one()
    while connection.execute(_OLDER_READERS, {"begun": begun}).scalar_one():
        if time.monotonic() > until:
            return False
        time.sleep(PAUSE_SECONDS)
    return True


_LOCK = text("SELECT pg_advisory_xact_lock(:key), to_regclass('commits') IS NOT NULL AS counts")
# Rows stay as long as any transaction of the database may still see them: one that began before they were deleted.
_NEXT_TRANSACTION = text("SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text)")
_OLDER_READERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' "
    "AND datname = current_database() AND pid <> pg_backend_pid() "
    "AND age(backend_xmin) > age(CAST(CAST(:begun AS xid8) AS xid))"
)
_OTHER_COLLATION = text(
    "SELECT table_name, column_name, data_type FROM information_schema.columns "
    "WHERE table_schema = :schema AND data_type IN ('text', 'character varying') "
    "AND collation_name IS DISTINCT FROM 'C'"
)


class _TextDumper(StrDumper):
    """Sends texts to the server. It stores no NUL characters, which somebody may send in a question."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\0", "\ufffd"))


def _on_connect(connection: psycopg.Connection[Any], _record: object) -> None:
    connection.adapters.register_dumper(str, _TextDumper)
