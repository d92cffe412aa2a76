"""Tells whether anybody has written to a database since one last looked: this process or another one."""

from __future__ import annotations

import threading

from sqlalchemy import Engine

from rag.database.engine import backend_of, readable_errors


class Commits:
    """The commits to one database. Thread-safe."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        with readable_errors(engine):
            self._counter = backend_of(engine).commit_counter(engine)

    def number(self) -> int:
        """A number that changes with every commit.

        Raises:
            DatabaseUnusable: the database cannot be read.
        """
        with self._lock, readable_errors(self._engine):
            return self._counter.number()

    def close(self) -> None:
        with self._lock:
            self._counter.close()
