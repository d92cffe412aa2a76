"""Which days the archive's passages speak of, and on which day they were printed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, delete, select, text

from rag.archive.archive import Archive
from rag.archive.intake import insert_days
from rag.archive.tables import COUNT_CHANGE, Row, articles, passage_days, passages, versions, writing
from rag.dates import Period, event_days
from rag.schema import Span

BATCH = 500  # articles that are read again in one transaction

Days = NDArray[np.int64]  # ordinals, as of `date.toordinal`


@dataclass(frozen=True, slots=True)
class Dated:
    """A passage's place in its text, and the days that it speaks of."""

    span: Span
    days: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class OnDays:
    """Passages found by day: their ids, ascending, and the ids of their articles."""

    passages: NDArray[np.int64]
    articles: frozenset[str]


class Calendar:
    """Finds passages by day. May be asked from many threads; what it has read is kept until the archive changes."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._lock = threading.Lock()
        self._mark: str | None = None
        self._events = _Ranges.of(())
        self._printed = _Ranges.of(())

    def speaking_of(self, asked: Period) -> OnDays:
        """The live passages that speak of days of `asked`."""
        return self._live()[0].fitting(asked)

    def printed_in(self, asked: Period) -> OnDays:
        """The live passages of the articles that were printed within `asked`."""
        return self._live()[1].fitting(asked)

    def of_version(self, article_id: str, version: int) -> list[Dated]:
        """What each passage of a version speaks of, in their order, whether it is answered from or withdrawn."""
        query = (
            select(passages.c.start, passages.c.end, passage_days.c.start, passage_days.c.end)
            .join_from(passages, passage_days, isouter=True)
            .where(passages.c.article_id == article_id, passages.c.version == version)
            .order_by(passages.c.start, passage_days.c.start, passage_days.c.end)
        )
        with self.archive.engine.connect() as connection:
            rows = connection.execute(query).all()
        days: dict[Span, list[Period]] = {}
        for start, end, first, last in rows:
            of_passage = days.setdefault(Span(start, end), [])
            if first is not None:
                of_passage.append(Period(first, last))
        return [Dated(span, tuple(periods)) for span, periods in days.items()]

    def refresh(self) -> int:
        """Read again, by today's grammar, of which days all newest versions speak, and note what has changed.

        Returns:
            How many articles' days were noted anew.
        """
        query = select(articles.c.article_id, articles.c.version).where(articles.c.version > 0)
        with self.archive.engine.connect() as connection:
            known = [(row.article_id, row.version) for row in connection.execute(query)]
        changed = 0
        for start in range(0, len(known), BATCH):
            changed += self._refresh(known[start : start + BATCH])
        return changed

    def _refresh(self, known: Sequence[tuple[str, int]]) -> int:
        changed = [row for row in known if self._differs(*row)]
        if changed:
            with writing(self.archive.engine) as connection:
                for article_id, version in changed:
                    rows = connection.execute(_spans_of, {"article": article_id, "number": version}).all()
                    ids = [row.passage_id for row in rows]
                    connection.execute(delete(passage_days).where(passage_days.c.passage_id.in_(ids)))
                    insert_days(connection, {row.passage_id: _days_of(row) for row in rows})
                connection.execute(text(COUNT_CHANGE))
        return len(changed)

    def _differs(self, article_id: str, version: int) -> bool:
        with self.archive.engine.connect() as connection:
            rows = connection.execute(_spans_of, {"article": article_id, "number": version}).all()
        stored = [set(dated.days) for dated in self.of_version(article_id, version)]
        return stored != [set(_days_of(row)) for row in rows]

    def _live(self) -> tuple[_Ranges, _Ranges]:
        with self._lock:
            mark = self.archive.fact("changes")
            if mark != self._mark:
                self._events, self._printed = self._read()
                self._mark = mark
            return self._events, self._printed

    def _read(self) -> tuple[_Ranges, _Ranges]:
        events = (
            select(passages.c.passage_id, passages.c.article_id, passage_days.c.start, passage_days.c.end)
            .join_from(passage_days, passages)
            .where(passages.c.live)
        )
        printed = (
            select(
                passages.c.passage_id, passages.c.article_id, versions.c.date, versions.c.date.label("end")
            )
            .join_from(
                passages,
                versions,
                (passages.c.article_id == versions.c.article_id) & (passages.c.version == versions.c.version),
            )
            .where(passages.c.live, versions.c.date.is_not(None))
        )
        with self.archive.engine.connect() as connection:
            return (
                _Ranges.of(connection.execute(events).all()),
                _Ranges.of(connection.execute(printed).all()),
            )


_spans_of = (
    select(passages.c.passage_id, passages.c.start, passages.c.end, versions.c.text, versions.c.date)
    .join_from(
        passages,
        versions,
        (passages.c.article_id == versions.c.article_id) & (passages.c.version == versions.c.version),
    )
    .where(passages.c.article_id == bindparam("article"), passages.c.version == bindparam("number"))
    .order_by(passages.c.start)
)


def _days_of(row: Row) -> tuple[Period, ...]:
    return event_days(row.text[row.start : row.end], row.date)


@dataclass(frozen=True, slots=True)
class _Ranges:
    """Ranges of days as columns, each with the passage that it belongs to."""

    passages: NDArray[np.int64]
    articles: NDArray[np.object_]
    start: Days
    end: Days

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Ranges:
        return cls(
            passages=np.array([row[0] for row in rows], np.int64),
            articles=np.array([row[1] for row in rows], np.object_),
            start=np.array([row[2].toordinal() for row in rows], np.int64),
            end=np.array([row[3].toordinal() for row in rows], np.int64),
        )

    def fitting(self, asked: Period) -> OnDays:
        """Those that `asked` contains, or overlaps without being much longer: as `rag.evidence.fits`."""
        start, end = asked.start.toordinal(), asked.end.toordinal()
        within = (self.start >= start) & (self.end <= end)
        overlaps = (self.start <= end) & (self.end >= start)
        short = self.end - self.start + 1 <= 2 * asked.days + 6
        fitting = within | (overlaps & short)
        return OnDays(np.unique(self.passages[fitting]), frozenset(self.articles[fitting].tolist()))
