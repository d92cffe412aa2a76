"""`Calendar` finds passages by the days that they mention and by the day on which they were printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, String, bindparam, delete, func, literal, select, type_coerce, union_all

from rag.archive.archive import Archive
from rag.archive.changes import Current, live_rows
from rag.archive.day_ranges import DayMatches, DayRanges, LiveRanges
from rag.archive.passages import insert_days
from rag.archive.tables import (
    Row,
    articles,
    passage_changes,
    passage_days,
    passage_terms,
    passages,
    reading,
    versions,
    writing,
)
from rag.dates import Period, Term
from rag.language import mentioned_days_and_terms
from rag.text.sentences import Span

BATCH = 200  # articles per write transaction of `refresh`, so that other writers do not wait long


@dataclass(frozen=True, slots=True)
class PassageDays:
    """A passage's span in its text, with the days and terms that it mentions."""

    span: Span
    days: tuple[Period, ...]


class Calendar:
    """Finds passages by day. Thread-safe; the date ranges stay in memory: some 40 bytes a passage."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._ranges = Current(archive.engine, _read, _update)

    def prepare(self) -> None:
        """Read all date ranges now instead of at the first question about days."""
        self._ranges.get()

    def mentioning(self, period: Period) -> DayMatches:
        """Live passages that mention days in `period`, or a term with an end ("1 to 5 March") that overlaps `period`."""
        live = self._ranges.get()
        by_day = live.matches(live.days, live.days.matching(period))
        return by_day | live.matches(live.terms, live.terms.in_force(period) & ~live.terms.open_ended())

    def open_ended_on(self, period: Period) -> DayMatches:
        """Live passages that mention an open-ended term ("from 1 March") in force in `period`, see `DayRanges.in_force`."""
        live = self._ranges.get()
        return live.matches(live.terms, live.terms.in_force(period) & live.terms.open_ended())

    def printed_in(self, period: Period) -> DayMatches:
        """Live passages of articles printed within `period`."""
        live = self._ranges.get()
        return live.matches(live.printed, live.printed.matching(period))

    def days_of(self, passage_ids: Sequence[int]) -> dict[int, tuple[Period, ...]] | None:
        """Days and terms that these passages mention; None if the archive has no days yet (see `refresh`)."""
        if not len(self._ranges.get().days.passages):
            return None
        query = select(_mentioned).where(_mentioned.c.passage_id.in_(passage_ids))
        days: dict[int, tuple[Period, ...]] = dict.fromkeys(passage_ids, ())
        with reading(self.archive.engine) as connection:
            for row in connection.execute(query):
                days[row.passage_id] += (_period(row),)
        return days

    def days_by_passage(self, article_id: str, version: int) -> list[PassageDays]:
        """The days of each passage of a version, in text order, also if the article is withdrawn."""
        query = (
            select(passages.c.start.label("begin"), passages.c.end.label("stop"), _mentioned)
            .join_from(passages, _mentioned, passages.c.passage_id == _mentioned.c.passage_id, isouter=True)
            .where(passages.c.article_id == article_id, passages.c.version == version)
            .order_by(passages.c.start, _mentioned.c.start, _mentioned.c.end)
        )
        with reading(self.archive.engine) as connection:
            rows = connection.execute(query).all()
        days: dict[Span, list[Period]] = {}
        for row in rows:
            periods = days.setdefault(Span(row.begin, row.stop), [])
            if row.start is not None:
                periods.append(_period(row))
        return [PassageDays(span, tuple(periods)) for span, periods in days.items()]

    def refresh(self) -> int:
        """Compute the days of all newest versions again with the current time grammar, and store those that changed.

        Returns:
            The number of articles whose days changed.
        """
        query = select(articles.c.article_id, articles.c.version).where(articles.c.version > 0)
        with reading(self.archive.engine) as connection:
            newest = [(row.article_id, row.version) for row in connection.execute(query)]
        changed = 0
        for start in range(0, len(newest), BATCH):
            changed += self._refresh(newest[start : start + BATCH])
        return changed

    def _refresh(self, batch: Sequence[tuple[str, int]]) -> int:
        changed = [row for row in batch if self._differs(*row)]
        if changed:
            with writing(self.archive.engine) as connection:
                for article_id, version in changed:
                    rows = connection.execute(
                        _passages_of_version, {"article": article_id, "number": version}
                    ).all()
                    ids = [row.passage_id for row in rows]
                    for table in (passage_days, passage_terms):
                        connection.execute(delete(table).where(table.c.passage_id.in_(ids)))
                    insert_days(connection, {row.passage_id: _days_of(row) for row in rows})
                    connection.execute(passage_changes.insert(), [{"passage_id": i} for i in ids])
        return len(changed)

    def _differs(self, article_id: str, version: int) -> bool:
        with reading(self.archive.engine) as connection:
            rows = connection.execute(_passages_of_version, {"article": article_id, "number": version}).all()
        stored = [set(dated.days) for dated in self.days_by_passage(article_id, version)]
        return stored != [set(_days_of(row)) for row in rows]


_mentioned = union_all(
    select(passage_days, literal(False).label("is_term")),
    select(passage_terms, literal(True).label("is_term")),
).subquery()
# Days as the database stores them: reading a million of them as `date` would take many times as long.
_days, _terms = (
    select(
        passages.c.passage_id, type_coerce(table.c.start, String), type_coerce(table.c.end, String)
    ).join_from(table, passages)
    for table in (passage_days, passage_terms)
)
_day = type_coerce(versions.c.date, String)
_printed = (
    select(passages.c.passage_id, _day, _day.label("end"))
    .join_from(
        passages,
        versions,
        (passages.c.article_id == versions.c.article_id) & (passages.c.version == versions.c.version),
    )
    .where(versions.c.date.is_not(None))
)
_of_same_article = passages.alias()
_first_of = select(
    passages.c.passage_id,
    select(func.min(_of_same_article.c.passage_id))
    .where(
        _of_same_article.c.article_id == passages.c.article_id,
        _of_same_article.c.version == passages.c.version,
    )
    .scalar_subquery(),
)
_passages_of_version = (
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
    return mentioned_days_and_terms(row.text[row.start : row.end], row.date)


def _period(row: Row) -> Period:
    """A row of `_mentioned` as a period or term."""
    return (Term if row.is_term else Period)(row.start, row.end)


def _read(connection: Connection, ids: NDArray[np.int64] | None = None) -> LiveRanges:
    """The ranges of all live passages, or of those of them in `ids`."""
    days, terms, printed = (
        DayRanges.from_batches(live_rows(connection, query, ids)) for query in (_days, _terms, _printed)
    )
    pairs = [
        np.array(list(zip(*rows, strict=True)), np.int32)
        for rows in live_rows(connection, _first_of, ids)
        if rows
    ]
    passage, first = np.hstack([np.zeros((2, 1), np.int32), *pairs])
    first_of = np.zeros(int(passage.max()) + 1, np.int32)
    first_of[passage] = first
    return LiveRanges(days, terms, printed, first_of)


def _update(connection: Connection, before: LiveRanges, changed: NDArray[np.int64]) -> LiveRanges:
    return before.updated(changed, _read(connection, changed))
