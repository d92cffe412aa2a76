"""Which days the archive's passages speak of, and on which day they were printed."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, delete, literal, select, text, union_all

from rag.archive.archive import Archive
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
from rag.dates import LONGEST_TERM, Period, Term
from rag.language import mentioned_days_and_terms
from rag.text.sentences import Span

BATCH = 200  # articles that are read again in one transaction: others want to write too

Days = NDArray[np.int64]  # ordinals, as of `date.toordinal`


@dataclass(frozen=True, slots=True)
class PassageDays:
    """A passage's place in its text, and the days and terms that it speaks of."""

    span: Span
    days: tuple[Period, ...]


Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class DayMatches:
    """Passages found by day.

    Attributes:
        passages: whether the passage of that id is among them.
        articles: whether one of them is of the article of that number.
        numbers: the numbers of the articles, by their ids.
    """

    passages: Flags
    articles: Flags
    numbers: Mapping[str, int]

    def __or__(self, other: DayMatches) -> DayMatches:
        return DayMatches(self.passages | other.passages, self.articles | other.articles, self.numbers)

    def passage_ids(self) -> NDArray[np.int64]:
        """Of the passages, ascending."""
        return np.flatnonzero(self.passages)

    def has_passage(self, passage_id: int) -> bool:
        """Whether the passage is among them; it may have come since."""
        return passage_id < len(self.passages) and bool(self.passages[passage_id])

    def has_article(self, article_id: str) -> bool:
        number = self.numbers.get(article_id)
        return number is not None and bool(self.articles[number])


class Calendar:
    """Finds passages by day. May be asked from many threads; what it has read is kept until the archive changes."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._lock = threading.Lock()
        self._mark: str | None = None
        self._book = _Book.of((), (), ())

    def mentioning(self, asked: Period) -> DayMatches:
        """The live passages that speak of days of `asked`, or of a term with an end that has some of them."""
        book = self._live()
        return book.found(book.events, book.events.fitting(asked)) | book.found(
            book.terms, book.terms.going_on(asked) & ~book.terms.open
        )

    def open_ended_on(self, asked: Period) -> DayMatches:
        """The live passages that speak of what is going on since a day not long before `asked`, without an end."""
        book = self._live()
        return book.found(book.terms, book.terms.going_on(asked) & book.terms.open)

    def printed_in(self, asked: Period) -> DayMatches:
        """The live passages of the articles that were printed within `asked`."""
        book = self._live()
        return book.found(book.printed, book.printed.fitting(asked))

    def days_of(self, passage_ids: Sequence[int]) -> dict[int, tuple[Period, ...]] | None:
        """What these passages speak of; None where the archive is from before that was noted."""
        if not len(self._live().events.passages):
            return None
        query = select(_spoken).where(_spoken.c.passage_id.in_(passage_ids))
        days: dict[int, tuple[Period, ...]] = dict.fromkeys(passage_ids, ())
        with reading(self.archive.engine) as connection:
            for row in connection.execute(query):
                days[row.passage_id] += (_period(row),)
        return days

    def days_by_passage(self, article_id: str, version: int) -> list[PassageDays]:
        """What each passage of a version speaks of, in their order, whether it is answered from or withdrawn."""
        query = (
            select(passages.c.start.label("begin"), passages.c.end.label("stop"), _spoken)
            .join_from(passages, _spoken, passages.c.passage_id == _spoken.c.passage_id, isouter=True)
            .where(passages.c.article_id == article_id, passages.c.version == version)
            .order_by(passages.c.start, _spoken.c.start, _spoken.c.end)
        )
        with reading(self.archive.engine) as connection:
            rows = connection.execute(query).all()
        days: dict[Span, list[Period]] = {}
        for row in rows:
            of_passage = days.setdefault(Span(row.begin, row.stop), [])
            if row.start is not None:
                of_passage.append(_period(row))
        return [PassageDays(span, tuple(periods)) for span, periods in days.items()]

    def refresh(self) -> int:
        """Read again, by today's grammar, of which days all newest versions speak, and note what has changed.

        Returns:
            How many articles' days were noted anew.
        """
        query = select(articles.c.article_id, articles.c.version).where(articles.c.version > 0)
        with reading(self.archive.engine) as connection:
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
                    for table in (passage_days, passage_terms):
                        connection.execute(delete(table).where(table.c.passage_id.in_(ids)))
                    insert_days(connection, {row.passage_id: _days_of(row) for row in rows})
                connection.execute(text(COUNT_CHANGE))
        return len(changed)

    def _differs(self, article_id: str, version: int) -> bool:
        with reading(self.archive.engine) as connection:
            rows = connection.execute(_spans_of, {"article": article_id, "number": version}).all()
        stored = [set(dated.days) for dated in self.days_by_passage(article_id, version)]
        return stored != [set(_days_of(row)) for row in rows]

    def _live(self) -> _Book:
        with self._lock:
            mark = self.archive.meta_value("changes")
            if mark != self._mark:
                self._book, self._mark = self._read(), mark
            return self._book

    def _read(self) -> _Book:
        events, terms = (
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
            return _Book.of(*(connection.execute(query).all() for query in (events, terms, printed)))


_spoken = union_all(
    select(passage_days, literal(False).label("is_term")),
    select(passage_terms, literal(True).label("is_term")),
).subquery()
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
    return mentioned_days_and_terms(row.text[row.start : row.end], row.date)


def _period(row: Row) -> Period:
    """A row of `_spoken`."""
    return (Term if row.is_term else Period)(row.start, row.end)


@dataclass(frozen=True, slots=True)
class _Ranges:
    """Ranges of days as columns, each with the passage that it belongs to and the number of its article."""

    passages: NDArray[np.int64]
    articles: NDArray[np.int64]
    start: Days
    end: Days

    @classmethod
    def of(cls, rows: Sequence[Row], numbers: Mapping[str, int]) -> _Ranges:
        return cls(
            passages=np.array([row[0] for row in rows], np.int64),
            articles=np.array([numbers[row[1]] for row in rows], np.int64),
            start=np.array([row[2].toordinal() for row in rows], np.int64),
            end=np.array([row[3].toordinal() for row in rows], np.int64),
        )

    def fitting(self, asked: Period) -> Flags:
        """Which `asked` contains, or overlaps without being much longer: as `Period.fit`."""
        start, end = asked.start.toordinal(), asked.end.toordinal()
        within = (self.start >= start) & (self.end <= end)
        overlaps = (self.start <= end) & (self.end >= start)
        short: Flags = self.end - self.start + 1 <= 2 * asked.days + 6
        return within | (overlaps & short)

    @property
    def open(self) -> Flags:
        flags: Flags = self.end == date.max.toordinal()
        return flags

    def going_on(self, asked: Period) -> Flags:
        """Of terms, which go on in `asked` and began not too long before it: as `Term.fit`."""
        start, end = asked.start.toordinal(), asked.end.toordinal()
        flags: Flags = (self.start <= end) & (self.end >= start) & (self.start > start - LONGEST_TERM)
        return flags


@dataclass(frozen=True, slots=True)
class _Book:
    """All live passages' days.

    Attributes:
        events, terms: what they speak of.
        printed: the days of their articles.
        most: the highest passage id.
    """

    events: _Ranges
    terms: _Ranges
    printed: _Ranges
    numbers: Mapping[str, int]
    most: int

    @classmethod
    def of(cls, events: Sequence[Row], terms: Sequence[Row], printed: Sequence[Row]) -> _Book:
        """
        Args:
            events, terms, printed: (passage id, article id, first day, last day) each.
        """
        rows = (*events, *terms, *printed)
        numbers = {article_id: number for number, article_id in enumerate(dict.fromkeys(r[1] for r in rows))}
        most = max((row[0] for row in rows), default=0)
        said, lasting, day = (_Ranges.of(some, numbers) for some in (events, terms, printed))
        return cls(said, lasting, day, numbers, most)

    def found(self, ranges: _Ranges, fitting: Flags) -> DayMatches:
        """The passages of those ranges."""
        by_id, by_number = np.zeros(self.most + 1, np.bool_), np.zeros(len(self.numbers), np.bool_)
        by_id[ranges.passages[fitting]] = True
        by_number[ranges.articles[fitting]] = True
        return DayMatches(by_id, by_number, self.numbers)
