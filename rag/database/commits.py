"""Tells whether anybody has written to a database since one last looked: this process or another one."""

from __future__ import annotations

import threading

from sqlalchemy import Engine

from rag.database.engine import readable_errors


class Commits:
    """The commits to one database, seen through a connection of its own. Thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        with readable_errors(engine):
            self._connection = engine.raw_connection()

    def number(self) -> int:
        """A number that changes with every commit (https://www.sqlite.org/pragma.html#pragma_data_version).

        Raises:
            DatabaseUnusable: the file cannot be read.
        """
        with self._lock, readable_errors(self._engine):
            cursor = self._connection.cursor()
            try:
                return int(cursor.execute("PRAGMA data_version").fetchone()[0])
            finally:
                cursor.close()

    def close(self) -> None:
        with self._lock:
            self._connection.close()
