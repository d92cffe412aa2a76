"""Leaves nothing of deleted rows in a database's files."""

from __future__ import annotations

from sqlalchemy import Engine

from rag.database.engine import backend_of, readable_errors


def compact(engine: Engine, wait_seconds: float = 30.0) -> bool:
    """Write the database anew without its deleted rows. Other processes may use it meanwhile.

    What the engine leaves elsewhere is said at `SqliteFile.compact` and `PostgresSchema.compact`.

    Args:
        wait_seconds: how long to wait for readers of the old state to finish.

    Returns:
        Whether nothing of the deleted rows is left; False if a reader did not finish in time.

    Raises:
        DatabaseUnusable: the disk is full, or the database cannot be written.
    """
    with readable_errors(engine):
        return backend_of(engine).compact(engine, wait_seconds)
