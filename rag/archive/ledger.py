"""`Ledger` records which passages the search indexes contain, and which they still have to add or delete."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, delete, func, select, update

from rag.archive.archive import Archive
from rag.archive.changes import forget_old_changes
from rag.archive.tables import articles, meta, models, passages, reading, writing
from rag.database import insert_or_replace
from rag.schema import Passage
from rag.text.sentences import Span


@dataclass(frozen=True, slots=True)
class Pending:
    """Passage ids that the indexes still have to add or delete."""

    add: tuple[int, ...]
    drop: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.add or self.drop)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A passage's span and its stored vector, with the fingerprint and float type of the model that made it."""

    span: Span
    vector: NDArray[np.float16]
    fingerprint: str
    dtype: str


@dataclass(frozen=True, slots=True)
class GraphMisses:
    """The share of its passages that the vector index did not find by their own vectors, when it had so many passages."""

    passages: int
    share: float


class Ledger:
    """What the indexes of an archive contain and lack. Each method is one transaction."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._engine = archive.engine

    # --- reading ---

    def pending(self, limit: int = 1000) -> Pending:
        """Up to `limit` passages that the indexes still have to add or delete, oldest first."""
        query = (
            select(passages.c.passage_id, passages.c.live)
            .where(passages.c.live != passages.c.indexed)
            .order_by(passages.c.passage_id)
            .limit(limit)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return Pending(
            add=tuple(row.passage_id for row in rows if row.live),
            drop=tuple(row.passage_id for row in rows if not row.live),
        )

    def live_ids(self) -> NDArray[np.int64]:
        """Ids of all live passages, ascending."""
        query = select(passages.c.passage_id).where(passages.c.live).order_by(passages.c.passage_id)
        with reading(self._engine) as connection:
            return np.array(connection.execute(query).scalars().all(), dtype=np.int64)

    def vectors(self, passage_ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
        """The stored vectors of these passages."""
        query = select(passages.c.passage_id, passages.c.vector).where(
            passages.c.passage_id.in_(bindparam("ids", expanding=True))
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query, {"ids": list(passage_ids)}).all()
        return {row.passage_id: np.frombuffer(row.vector, dtype="<f2").astype(np.float32) for row in rows}

    def embedded(self, article_id: str, version: int) -> list[Embedded]:
        """The passages of a version with their vectors, in text order, also if the article is withdrawn."""
        query = (
            select(passages)
            .where(passages.c.article_id == article_id, passages.c.version == version)
            .order_by(passages.c.start)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [
            Embedded(Span(row.start, row.end), np.frombuffer(row.vector, "<f2"), row.fingerprint, row.dtype)
            for row in rows
        ]

    def passages(self, passage_ids: Sequence[int]) -> list[Passage]:
        return self.archive.passages(passage_ids)

    def passages_by_model(self) -> Counter[str]:
        """Number of live passages per embedding model (its fingerprint)."""
        query = select(models).where(models.c.live_passages > 0)
        with reading(self._engine) as connection:
            return Counter({row.fingerprint: row.live_passages for row in connection.execute(query)})

    def fingerprints(self) -> set[str]:
        """Fingerprints of the embedding models of the live passages. More than one: a rebuild is needed."""
        return set(self.passages_by_model())

    def newest_model(self) -> tuple[str, int] | None:
        """Fingerprint and dimensions of the newest passage's vector, live ones first. None if there are no passages."""
        query = select(passages.c.fingerprint, func.length(passages.c.vector)).order_by(
            passages.c.live.desc(), passages.c.passage_id.desc()
        )
        with reading(self._engine) as connection:
            row = connection.execute(query.limit(1)).one_or_none()
        return (row[0], row[1] // 2) if row else None

    # --- what the indexes contain, as far as the archive knows ---

    def pending_count(self) -> int:
        """The number of pending passages."""
        with reading(self._engine) as connection:
            pending = select(func.count()).select_from(passages)
            return int(connection.execute(pending.where(passages.c.live != passages.c.indexed)).scalar_one())

    def indexed_count(self) -> int:
        """The number of passages in the indexes, counted from those that are pending: they are few, and have an index."""
        pending = select(passages.c.live, func.count()).where(passages.c.live != passages.c.indexed)
        with reading(self._engine) as connection:
            live = connection.execute(select(func.coalesce(func.sum(models.c.live_passages), 0))).scalar_one()
            counts: dict[bool, int] = {
                row[0]: row[1] for row in connection.execute(pending.group_by(passages.c.live))
            }
        return int(live) - counts.get(True, 0) + counts.get(False, 0)

    def indexed_ids(self) -> NDArray[np.int64]:
        """Ids of the passages in the indexes, ascending."""
        query = select(passages.c.passage_id).where(passages.c.indexed).order_by(passages.c.passage_id)
        with reading(self._engine) as connection:
            return np.array(connection.execute(query).scalars().all(), dtype=np.int64)

    def sample(self, size: int) -> list[int]:
        """Ids of up to `size` random passages that are live and indexed."""
        usable = passages.c.live & passages.c.indexed
        with reading(self._engine) as connection:
            # Not the newest of all: behind the newest indexed one, each query would read all that is still pending.
            newest = connection.execute(select(func.max(passages.c.passage_id)).where(usable)).scalar() or 0
            query = select(passages.c.passage_id).order_by(passages.c.passage_id).limit(1)
            lower_bounds = [random.randint(1, newest) for _ in range(size)] if newest else []
            found = [
                connection.execute(query.where(usable, passages.c.passage_id >= bound)).scalar()
                for bound in lower_bounds
            ]
        return sorted({passage_id for passage_id in found if passage_id is not None})

    def newest_versions(self) -> list[tuple[str, int]]:
        """(article_id, number of its newest version) of every article that has a version, for a rebuild."""
        query = select(articles.c.article_id, articles.c.version).where(articles.c.version > 0)
        with reading(self._engine) as connection:
            return [(row.article_id, row.version) for row in connection.execute(query)]

    def generation(self) -> str:
        """Name of the current indexes' folder under `index/`; empty if there are none yet."""
        return self.archive.meta_value("generation")

    def graph_misses(self) -> GraphMisses:
        """What `record_graph_misses` last recorded of the current indexes; zeros if nothing."""
        generation, _, values = self.archive.meta_value("graph_misses").partition(" ")
        if not values or generation != self.generation():
            return GraphMisses(0, 0.0)
        passages_then, share = values.split()
        return GraphMisses(int(passages_then), float(share))

    def purge_requested(self) -> int | None:
        """A number if an article was taken down and the current indexes may still have its words, else None.

        Deleting a passage leaves its words in the files of an index, so the owner must build new ones: see `mark_purged`.
        """
        requested = int(self.archive.meta_value("purge_requested") or 0)
        return requested if requested > int(self.archive.meta_value("purged") or 0) else None

    # --- writing ---

    def mark_indexed(self, *, added: Sequence[int] = (), dropped: Sequence[int] = ()) -> None:
        """Record which passages the current indexes have added and deleted.

        An article may be withdrawn or brought back while the indexes are written. Its passages are then pending again, so
        the next sync corrects them.
        """
        with writing(self._engine) as connection:
            _mark(connection, added, indexed=True)
            _mark(connection, dropped, indexed=False)
            _purge(connection)
            forget_old_changes(connection)

    def switch_generation(self, generation: str, passage_ids: Sequence[int]) -> None:
        """Make `generation` the current indexes. They contain exactly the passages `passage_ids`."""
        with writing(self._engine) as connection:
            connection.execute(update(passages).values(indexed=False))
            _mark(connection, passage_ids, indexed=True)
            _purge(connection)
            insert_or_replace(connection, meta, {"key": "generation", "value": generation})

    def record_graph_misses(self, misses: GraphMisses) -> None:
        """Record how well the current vector index finds its passages."""
        value = f"{self.generation()} {misses.passages} {misses.share}"
        with writing(self._engine) as connection:
            insert_or_replace(connection, meta, {"key": "graph_misses", "value": value})

    def mark_purged(self, request: int) -> None:
        """Record that the indexes were built anew, and the old ones deleted, after this `purge_requested`."""
        with writing(self._engine) as connection:
            insert_or_replace(connection, meta, {"key": "purged", "value": str(request)})


def _mark(connection: Connection, passage_ids: Sequence[int], *, indexed: bool) -> None:
    if passage_ids:
        connection.execute(
            update(passages).where(passages.c.passage_id == bindparam("id")).values(indexed=indexed),
            [{"id": int(i)} for i in passage_ids],
        )


def _purge(connection: Connection) -> None:
    """Delete the passages of replaced versions that the indexes no longer contain."""
    current = (
        select(articles.c.version).where(articles.c.article_id == passages.c.article_id).scalar_subquery()
    )
    connection.execute(
        delete(passages).where(~passages.c.live, ~passages.c.indexed, passages.c.version < current)
    )
