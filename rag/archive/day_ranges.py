"""Date ranges of all live passages as arrays, so that a question about a day compares them all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rag.archive.tables import Row
from rag.dates import LONGEST_TERM, Period

Ordinals = NDArray[np.int64]  # days as `date.toordinal`
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class DayMatches:
    """The passages that match a period, and their articles.

    Attributes:
        passages: indexed by passage id: whether the passage matches.
        articles: indexed by article number: whether any passage of the article matches.
        numbers: article number of each article id.
    """

    passages: Flags
    articles: Flags
    numbers: Mapping[str, int]

    def __or__(self, other: DayMatches) -> DayMatches:
        return DayMatches(self.passages | other.passages, self.articles | other.articles, self.numbers)

    def passage_ids(self) -> NDArray[np.int64]:
        """Ids of the matching passages, ascending."""
        return np.flatnonzero(self.passages)

    def has_passage(self, passage_id: int) -> bool:
        """Whether the passage matches. False for a passage that was added after the arrays were read."""
        return passage_id < len(self.passages) and bool(self.passages[passage_id])

    def has_article(self, article_id: str) -> bool:
        """Whether any passage of the article matches."""
        number = self.numbers.get(article_id)
        return number is not None and bool(self.articles[number])


@dataclass(frozen=True, slots=True)
class DayRanges:
    """Date ranges as columns of equal length: each row has a passage id, an article number, first and last day."""

    passages: NDArray[np.int64]
    articles: NDArray[np.int64]
    start: Ordinals
    end: Ordinals

    @classmethod
    def from_rows(cls, rows: Sequence[Row], numbers: Mapping[str, int]) -> DayRanges:
        """
        Args:
            rows: (passage id, article id, first day, last day) each.
            numbers: article number of each article id.
        """
        return cls(
            passages=np.array([row[0] for row in rows], np.int64),
            articles=np.array([numbers[row[1]] for row in rows], np.int64),
            start=np.array([row[2].toordinal() for row in rows], np.int64),
            end=np.array([row[3].toordinal() for row in rows], np.int64),
        )

    def matching(self, period: Period) -> Flags:
        """Ranges within `period`, or overlapping it without being much longer. Same rule as `Period.fit`."""
        start, end = period.start.toordinal(), period.end.toordinal()
        within = (self.start >= start) & (self.end <= end)
        overlaps = (self.start <= end) & (self.end >= start)
        short: Flags = self.end - self.start + 1 <= 2 * period.days + 6
        return within | (overlaps & short)

    def open_ended(self) -> Flags:
        """Ranges without an end ("from 1 March")."""
        flags: Flags = self.end == date.max.toordinal()
        return flags

    def in_force(self, period: Period) -> Flags:
        """For terms: those that overlap `period` and began less than `LONGEST_TERM` days before it. Same rule as `Term.fit`."""
        start, end = period.start.toordinal(), period.end.toordinal()
        flags: Flags = (self.start <= end) & (self.end >= start) & (self.start > start - LONGEST_TERM)
        return flags


@dataclass(frozen=True, slots=True)
class LiveRanges:
    """The date ranges of all live passages.

    Attributes:
        days: days that the passages mention.
        terms: periods during which what the passages say holds on every day.
        printed: dates of the passages' articles.
        numbers: article number of each article id.
        highest_id: the highest passage id.
    """

    days: DayRanges
    terms: DayRanges
    printed: DayRanges
    numbers: Mapping[str, int]
    highest_id: int

    @classmethod
    def from_rows(cls, days: Sequence[Row], terms: Sequence[Row], printed: Sequence[Row]) -> LiveRanges:
        """
        Args:
            days, terms, printed: (passage id, article id, first day, last day) each.
        """
        rows = (*days, *terms, *printed)
        numbers = {article_id: number for number, article_id in enumerate(dict.fromkeys(r[1] for r in rows))}
        return cls(
            DayRanges.from_rows(days, numbers),
            DayRanges.from_rows(terms, numbers),
            DayRanges.from_rows(printed, numbers),
            numbers,
            highest_id=max((row[0] for row in rows), default=0),
        )

    def matches(self, ranges: DayRanges, chosen: Flags) -> DayMatches:
        """The passages and articles of the chosen rows of `ranges`."""
        passages = np.zeros(self.highest_id + 1, np.bool_)
        articles = np.zeros(len(self.numbers), np.bool_)
        passages[ranges.passages[chosen]] = True
        articles[ranges.articles[chosen]] = True
        return DayMatches(passages, articles, self.numbers)
