"""`Calendar` finds passages by the days that they mention and by the day on which they were printed."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, literal, select, text, union_all

from rag.archive.archive import Archive
from rag.archive.day_ranges import DayMatches, LiveRanges
from rag.archive.passages import insert_days
from rag.archive.tables import (
    COUNT_CHANGE,
    Row,
    articles,
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
    """Finds passages by day. Thread-safe; the date ranges are cached until the archive changes."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._lock = threading.Lock()
        self._cached_at: str | None = None  # change count of the archive when the ranges were read
        self._ranges = LiveRanges.from_rows((), (), ())

    def mentioning(self, period: Period) -> DayMatches:
        """Live passages that mention days in `period`, or a term with an end ("1 to 5 March") that overlaps `period`."""
        live = self._live()
        by_day = live.matches(live.days, live.days.matching(period))
        return by_day | live.matches(live.terms, live.terms.in_force(period) & ~live.terms.open_ended())

    def open_ended_on(self, period: Period) -> DayMatches:
        """Live passages that mention an open-ended term ("from 1 March") in force in `period`, see `DayRanges.in_force`."""
        live = self._live()
        return live.matches(live.terms, live.terms.in_force(period) & live.terms.open_ended())

    def printed_in(self, period: Period) -> DayMatches:
        """Live passages of articles printed within `period`."""
        live = self._live()
        return live.matches(live.printed, live.printed.matching(period))

    def days_of(self, passage_ids: Sequence[int]) -> dict[int, tuple[Period, ...]] | None:
        """Days and terms that these passages mention; None if the archive has no days yet (see `refresh`)."""
        if not len(self._live().days.passages):
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
                connection.execute(text(COUNT_CHANGE))
        return len(changed)

    def _differs(self, article_id: str, version: int) -> bool:
        with reading(self.archive.engine) as connection:
            rows = connection.execute(_passages_of_version, {"article": article_id, "number": version}).all()
        stored = [set(dated.days) for dated in self.days_by_passage(article_id, version)]
        return stored != [set(_days_of(row)) for row in rows]

    def _live(self) -> LiveRanges:
        with self._lock:
            changes = self.archive.meta_value("changes")
            if changes != self._cached_at:
                self._ranges, self._cached_at = self._read(), changes
            return self._ranges

    def _read(self) -> LiveRanges:
        days, terms = (
            select(passages.c.passage_id, passages.c.article_id, table.c.start, table.c.end)
            .join_from(table, passages)
            .where(passages.c.live)
            for table in (passage_days, passage_terms)
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
        with reading(self.archive.engine) as connection:
            return LiveRanges.from_rows(
                *(connection.execute(query).all() for query in (days, terms, printed))
            )


_mentioned = union_all(
    select(passage_days, literal(False).label("is_term")),
    select(passage_terms, literal(True).label("is_term")),
).subquery()
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
