"""The days that a question restricts itself to, and which passages are of them.

A passage is of a day when it, or its article elsewhere, speaks of that day, or when its article was printed on it. Of
days to come only what is said of them counts. Undated articles come after those that are, never instead of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rag.archive import Calendar
from rag.dates import Period, event_days
from rag.evidence import fits
from rag.schema import Passage

Place = Literal["within", "undated", "outside"]
KEPT = 2  # places kept for undated articles, and for those outside, which can only be shown as nearest


@dataclass(frozen=True, slots=True)
class AskedDays:
    """What of the archive is of the days asked for.

    Attributes:
        passages: ids, ascending.
        articles: their articles.
    """

    asked: Period
    passages: NDArray[np.int64]
    articles: frozenset[str]

    @classmethod
    def of(cls, asked: Period, calendar: Calendar, *, to_come: bool) -> AskedDays:
        """
        Args:
            to_come: the days lie ahead of the asker: when an article was printed says nothing of them.
        """
        found = calendar.speaking_of(asked)
        articles = found.articles
        passages = found.passages
        if not to_come:
            printed = calendar.printed_in(asked)
            passages, articles = np.union1d(passages, printed.passages), articles | printed.articles
        return cls(asked, passages, articles)

    def place(self, passage: Passage) -> Place:
        """Where a passage stands to the days asked for."""
        if passage.version.article_id in self.articles:
            return "within"
        return "undated" if passage.version.date is None else "outside"

    def share(self, passage: Passage) -> float:
        """How much of what a passage says is of the days asked for, 0-1: of the days that it speaks of, and of its
        article's own."""
        printed = passage.version.date
        days = [*event_days(passage.text, printed), *([Period(printed, printed)] if printed else [])]
        return sum(fits(self.asked, day) for day in days) / len(days) if days else 0.0


def places(placed: Sequence[Place], k: int) -> list[int]:
    """Which `k` passages are shown: those within the days first, then undated ones, then those outside; each kind in
    the order given.

    Returns:
        Indices into `placed`.
    """
    kinds: dict[Place, list[int]] = {"within": [], "undated": [], "outside": []}
    for i, place in enumerate(placed):
        kinds[place].append(i)
    undated, outside = len(kinds["undated"]), len(kinds["outside"])
    within = kinds["within"][: max(k - min(KEPT, undated) - min(KEPT, outside), 1)]
    rest = kinds["undated"][: max(k - len(within) - min(KEPT, outside), 1)]
    return [*within, *rest, *kinds["outside"]][:k]
