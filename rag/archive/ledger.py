"""What the search indexes have still to take over from the archive."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, update

from rag.archive.archive import Archive
from rag.archive.tables import articles, meta, passages, reading, writing
from rag.schema import Passage
from rag.text.sentences import Span


@dataclass(frozen=True, slots=True)
class Pending:
    """A batch of work for the owner of the indexes."""

    add: tuple[int, ...]
    drop: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.add or self.drop)


@dataclass(frozen=True, slots=True)
class Embedded:
    """A passage as it was embedded: its place in the text, and the vector with the model that made it."""

    span: Span
    vector: NDArray[np.float16]
    fingerprint: str
    dtype: str


class Ledger:
    """The book between the archive and its indexes; every mark is one transaction."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._engine = archive.engine

    # --- reading ---

    def pending(self, limit: int = 1000) -> Pending:
        """Passages that an index lacks, and passages that it should let go, the oldest first."""
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
        """Ids of all passages that should be found, ascending."""
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

    def matrix(self) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
        """All live passages for an exact scan: ids (n,) and vectors (n, dimensions)."""
        query = (
            select(passages.c.passage_id, passages.c.vector)
            .where(passages.c.live)
            .order_by(passages.c.passage_id)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        ids = np.array([row.passage_id for row in rows], dtype=np.int64)
        vectors = np.frombuffer(b"".join(row.vector for row in rows), dtype="<f2")
        return ids, vectors.reshape(len(rows), -1) if rows else np.zeros((0, 0), np.float16)

    def embedded(self, article_id: str, version: int) -> list[Embedded]:
        """The passages of a version in their order, whether it is answered from or withdrawn."""
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

    def change_count(self) -> int:
        """Changes whenever what should be found changes: cheap enough to look at before each question."""
        return int(self.archive.meta_value("changes") or 0)

    def passages_by_model(self) -> Counter[str]:
        """How many live passages carry the vectors of which embedding model (its fingerprint)."""
        query = select(passages.c.fingerprint, func.count()).where(passages.c.live)
        with reading(self._engine) as connection:
            rows = connection.execute(query.group_by(passages.c.fingerprint)).all()
        return Counter({row.fingerprint: row[1] for row in rows})

    def fingerprints(self) -> set[str]:
        """The embedding models whose vectors the live passages carry: one, or a rebuild is due."""
        return set(self.passages_by_model())

    def newest_model(self) -> tuple[str, int] | None:
        """Fingerprint and dimensions of the newest live passage's vector, else of any; None where there is none."""
        query = select(passages.c.fingerprint, func.length(passages.c.vector)).order_by(
            passages.c.live.desc(), passages.c.passage_id.desc()
        )
        with reading(self._engine) as connection:
            row = connection.execute(query.limit(1)).one_or_none()
        return (row[0], row[1] // 2) if row else None

    # --- what the indexes hold, as far as the book goes ---

    def pending_count(self) -> int:
        """How many passages are pending in all."""
        return self._count(passages.c.live != passages.c.indexed)

    def indexed_count(self) -> int:
        """How many passages the indexes hold."""
        return self._count(passages.c.indexed)

    def indexed_ids(self) -> NDArray[np.int64]:
        """Ids of the passages that the indexes hold, ascending."""
        query = select(passages.c.passage_id).where(passages.c.indexed).order_by(passages.c.passage_id)
        with reading(self._engine) as connection:
            return np.array(connection.execute(query).scalars().all(), dtype=np.int64)

    def sample(self, size: int) -> list[int]:
        """Up to `size` passages that are live and indexed, at random."""
        held = passages.c.live & passages.c.indexed
        with reading(self._engine) as connection:
            newest = connection.execute(select(func.max(passages.c.passage_id))).scalar() or 0
            query = select(passages.c.passage_id).order_by(passages.c.passage_id).limit(1)
            places = [random.randint(1, newest) for _ in range(size)] if newest else []
            found = [
                connection.execute(query.where(held, passages.c.passage_id >= place)).scalar()
                for place in places
            ]
        return sorted({passage_id for passage_id in found if passage_id is not None})

    def newest_versions(self) -> list[tuple[str, int]]:
        """(article_id, newest version) of every article that has one, for a rebuild."""
        query = select(articles.c.article_id, articles.c.version).where(articles.c.version > 0)
        with reading(self._engine) as connection:
            return [(row.article_id, row.version) for row in connection.execute(query)]

    def generation(self) -> str:
        """The folder of the current indexes under `index/`, or an empty string where there is none yet."""
        return self.archive.meta_value("generation")

    def _count(self, condition: ColumnElement[bool]) -> int:
        with reading(self._engine) as connection:
            return connection.execute(
                select(func.count()).select_from(passages).where(condition)
            ).scalar_one()

    # --- marking ---

    def mark_indexed(self, *, added: Sequence[int] = (), dropped: Sequence[int] = ()) -> None:
        """Note what the current indexes have taken over and let go.

        A passage that was brought back meanwhile is noted as missing again, and one withdrawn meanwhile as
        present, so that the next look at `pending` sets both right.
        """
        with writing(self._engine) as connection:
            _mark(connection, added, indexed=True)
            _mark(connection, dropped, indexed=False)
            _purge(connection)

    def switch_generation(self, generation: str, holds: Sequence[int]) -> None:
        """Make `generation` the current one, which holds exactly the passages `holds`: one transaction."""
        with writing(self._engine) as connection:
            connection.execute(update(passages).values(indexed=False))
            _mark(connection, holds, indexed=True)
            _purge(connection)
            connection.execute(
                meta.insert().prefix_with("OR REPLACE").values(key="generation", value=generation)
            )


def _mark(connection: Connection, passage_ids: Sequence[int], *, indexed: bool) -> None:
    if passage_ids:
        connection.execute(
            update(passages).where(passages.c.passage_id == bindparam("wanted")).values(indexed=indexed),
            [{"wanted": int(i)} for i in passage_ids],
        )


def _purge(connection: Connection) -> None:
    """Rows of replaced versions have no use once the indexes have let go of them."""
    current = (
        select(articles.c.version).where(articles.c.article_id == passages.c.article_id).scalar_subquery()
    )
    connection.execute(
        delete(passages).where(~passages.c.live, ~passages.c.indexed, passages.c.version < current)
    )
