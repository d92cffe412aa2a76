"""Date ranges of all live passages as arrays, so that a question about a day compares them all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.dates import LONGEST_TERM, Period

Ids = NDArray[np.int32]
Ordinals = NDArray[np.int32]  # days as `date.toordinal`
Flags = NDArray[np.bool_]

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class DayMatches:
    """The passages that match a period.

    Attributes:
        passages: indexed by passage id: whether the passage matches.
        articles: indexed by the id of an article's first passage: whether any passage of the article matches.
        first_of: indexed by passage id: the first passage of its article.
    """

    passages: Flags
    articles: Flags
    first_of: Ids

    def __or__(self, other: DayMatches) -> DayMatches:
        """Both must come from the same `LiveRanges`."""
        return DayMatches(self.passages | other.passages, self.articles | other.articles, self.first_of)

    def passage_ids(self) -> NDArray[np.int64]:
        """Ids of the matching passages, ascending."""
        return np.flatnonzero(self.passages)

    def has_passage(self, passage_id: int) -> bool:
        """Whether the passage matches. False for a passage that was added after the arrays were read."""
        return passage_id < len(self.passages) and bool(self.passages[passage_id])

    def has_article_of(self, passage_id: int) -> bool:
        """Whether any passage of this passage's article matches."""
        return passage_id < len(self.passages) and bool(self.articles[self.first_of[passage_id]])


@dataclass(frozen=True, slots=True)
class DayRanges:
    """Date ranges as columns of equal length: each row has a passage id, first and last day."""

    passages: Ids
    start: Ordinals
    end: Ordinals

    @classmethod
    def from_batches(cls, batches: Iterable[Sequence[Sequence[Any]]]) -> DayRanges:
        """
        Args:
            batches: of rows of passage id, first day and last day; a day is a `date` or written in ISO 8601.
        """
        parts = [cls(*_columns(rows)) for rows in batches if rows]
        return cls(*(np.zeros(0, np.int32) for _ in range(3))).followed_by(parts)

    def followed_by(self, others: Sequence[DayRanges]) -> DayRanges:
        parts = [self, *others]
        return DayRanges(
            np.concatenate([part.passages for part in parts]),
            np.concatenate([part.start for part in parts]),
            np.concatenate([part.end for part in parts]),
        )

    def without(self, passages: Flags) -> DayRanges:
        """Leaves out the ranges of passages that are marked, by id, in `passages`."""
        kept = ~passages[self.passages]
        return DayRanges(self.passages[kept], self.start[kept], self.end[kept])

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
        first_of: indexed by passage id: the first passage of its article, or 0.
    """

    days: DayRanges
    terms: DayRanges
    printed: DayRanges
    first_of: Ids

    def updated(self, changed: NDArray[np.int64], new: LiveRanges) -> LiveRanges:
        """With what `new` has of the passages `changed`, instead of what was here."""
        first_of = np.zeros(
            max(len(self.first_of), len(new.first_of), int(changed.max(initial=0)) + 1), np.int32
        )
        first_of[: len(self.first_of)] = self.first_of
        known = np.flatnonzero(new.first_of)
        first_of[known] = new.first_of[known]
        replaced = np.zeros(len(first_of), np.bool_)
        replaced[changed] = True
        return LiveRanges(
            self.days.without(replaced).followed_by([new.days]),
            self.terms.without(replaced).followed_by([new.terms]),
            self.printed.without(replaced).followed_by([new.printed]),
            first_of,
        )

    def matches(self, ranges: DayRanges, chosen: Flags) -> DayMatches:
        """The passages and articles of the chosen rows of `ranges`."""
        passages, articles = (np.zeros(len(self.first_of), np.bool_) for _ in range(2))
        ids = ranges.passages[chosen]
        passages[ids] = True
        articles[self.first_of[ids]] = True
        return DayMatches(passages, articles, self.first_of)


def _columns(rows: Sequence[Sequence[Any]]) -> tuple[Ids, Ordinals, Ordinals]:
    passages, start, end = zip(*rows, strict=True)
    return np.array(passages, np.int32), _ordinals(start), _ordinals(end)


def _ordinals(days: Sequence[Any]) -> Ordinals:
    return np.array(days, "datetime64[D]").astype(np.int32) + np.int32(_EPOCH)
