"""Values computed from all live passages, kept up to date by looking only at the passages that changed.

Triggers write each passage that becomes live, or is live no longer, to a log (table `passage_changes`). What was computed up
to a change of the log is brought up to date by the passages logged after it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Select, delete, func, select

from rag.archive.tables import passage_changes, passages, reading

KEPT = 100_000  # changes; who missed more of them reads all passages again
IDS_PER_QUERY = 10_000

Value = TypeVar("Value")
Read = Callable[[Connection], Value]
Update = Callable[[Connection, Value, NDArray[np.int64]], Value]


class Current(Generic[Value]):
    """A value that is brought up to date when it is asked for. Thread-safe."""

    def __init__(self, engine: Engine, read: Read[Value], update: Update[Value]) -> None:
        """
        Args:
            read: computes the value from all live passages.
            update: computes it from the value before and the ids of the passages that became live, or ceased to be, since;
                must leave the value before as it is, because another thread may still use it.
        """
        self._engine = engine
        self._read = read
        self._update = update
        self._lock = threading.Lock()
        self._known: tuple[int, Value] | None = None  # with the last change that it knows

    def get(self) -> Value:
        with self._lock, reading(self._engine) as connection:
            last = last_change(connection)
            if self._known is None:
                value = self._read(connection)
            elif self._known[0] == last:
                return self._known[1]
            elif (ids := _changed_since(connection, self._known[0])) is None:
                value = self._read(connection)
            else:
                value = self._update(connection, self._known[1], ids)
            self._known = last, value
            return value


def last_change(connection: Connection) -> int:
    """The number of the newest change; 0 if there was none."""
    return connection.execute(select(func.max(passage_changes.c.change))).scalar() or 0


def forget_old_changes(connection: Connection) -> None:
    """Delete all but the newest `KEPT` changes of the log."""
    connection.execute(
        delete(passage_changes).where(passage_changes.c.change <= last_change(connection) - KEPT)
    )


def _changed_since(connection: Connection, seen: int) -> NDArray[np.int64] | None:
    """The passages that were changed after change number `seen`, ascending; None if the log does not reach back so far."""
    oldest = connection.execute(select(func.min(passage_changes.c.change))).scalar() or 0
    if oldest > seen + 1:
        return None
    query = select(passage_changes.c.passage_id).where(passage_changes.c.change > seen)
    return np.unique(np.array(connection.execute(query).scalars().all(), np.int64))


def live_rows(
    connection: Connection, query: Select[Any], ids: NDArray[np.int64] | None
) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of a query over `passages`, in batches: of all live passages, or of those of them in `ids`."""
    query = query.where(passages.c.live)
    if ids is None:
        yield from connection.execution_options(yield_per=IDS_PER_QUERY).execute(query).partitions()
        return
    for start in range(0, len(ids), IDS_PER_QUERY):
        batch = ids[start : start + IDS_PER_QUERY].tolist()
        yield connection.execute(query.where(passages.c.passage_id.in_(batch))).all()
