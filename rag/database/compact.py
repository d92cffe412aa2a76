"""Leaves nothing of deleted rows in a database's files."""

from __future__ import annotations

import time

from sqlalchemy import Engine

from rag.database.engine import readable_errors

PAUSE_SECONDS = 0.1


def compact(engine: Engine, wait_seconds: float = 30.0) -> bool:
    """Write the database anew without its free pages, and empty its write-ahead log. Other processes may use it meanwhile.

    `secure_delete` overwrites deleted rows, but not what was left in pages by rows that were moved, or deleted without it.

    Args:
        wait_seconds: how long to wait for readers of the old state to finish.

    Returns:
        Whether the log is empty; False if a reader did not finish in time.

    Raises:
        DatabaseUnusable: the disk is full, or the file cannot be written.
    """
    outside_transactions = {"begin": "SELECT 1"}  # VACUUM cannot run inside of one
    with (
        readable_errors(engine),
        engine.connect().execution_options(**outside_transactions) as connection,
    ):
        connection.exec_driver_sql("VACUUM")
        until = time.monotonic() + wait_seconds
        while True:
            busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
            if not busy or time.monotonic() > until:
                return not busy
            time.sleep(PAUSE_SECONDS)
