"""A lock in a PostgreSQL database, which one process of any machine holds until it lets go of it or loses its connection."""

from __future__ import annotations

import threading
import zlib

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from rag.database.engine import DatabaseUnusable, Location, connect, readable_errors

WAIT_SECONDS = 10


class AdvisoryLock:
    """One lock, not acquired yet. It keeps a connection of its own while it is held. Thread-safe."""

    def __init__(self, place: Location, name: str, error_class: type[DatabaseUnusable]) -> None:
        """
        Args:
            place: the database; no tables are needed in it.
            name: of the lock.
            error_class: see `open_engine`.
        """
        self._engine: Engine = connect(
            place, error_class=error_class, wait_seconds=WAIT_SECONDS, connections=1
        )
        self._key = zlib.crc32(name.encode())
        self._connection: Connection | None = None
        self._changing = threading.Lock()

    def try_acquire(self) -> bool:
        """Whether the lock is held now: it was free, or held here already.

        Raises:
            DatabaseUnusable: the server cannot be reached. Raised as the error class.
        """
        with self._changing:
            if self._connection is not None:
                return True
            with readable_errors(self._engine):
                connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                try:
                    acquired = connection.execute(_ACQUIRE, {"key": self._key}).scalar_one()
                    self._connection = connection if acquired else None
                finally:
                    if self._connection is None:
                        connection.close()
            return self._connection is not None

    def is_held(self) -> bool:
        """Whether this process still holds the lock: the server frees it when the connection ends."""
        with self._changing:
            if self._connection is None:
                return False
            try:
                self._connection.execute(text("SELECT 1"))
            except DBAPIError:
                self._let_go()
                return False
            return True

    def release(self) -> None:
        """Free the lock, if it is held here."""
        with self._changing:
            if self._connection is not None:
                self._let_go()

    def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()  # closes it, which frees the lock, also where the server does not answer
            connection.close()
        self._engine.dispose()


_ACQUIRE = text("SELECT pg_try_advisory_lock(:key)")
