"""The days that a question restricts itself to, and which passages are of them.

A passage is of a day when it, or its article elsewhere, speaks of that day or of a term that the day lies in, or when its
article was printed on it. Of days to come only what is said of them counts. Undated articles come after those that are,
never instead of them. What is said to hold from a day on, and nobody says until when, is of the later days too, but keeps
nothing else from being looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.archive import Calendar, OnDays
from rag.dates import Period
from rag.question import Query
from rag.schema import Passage
from rag.search.evidence import Candidate

Place = Literal["within", "undated", "outside"]
KEPT = 2  # places kept for undated articles, and for those outside, which can only be shown as nearest

REPORTED = 2.0  # how much more a report of these days weighs (a logit) where they are named by their limits
AS_NEAR = 4.0  # how far below the best passage's score (a logit) another still is on the topic


@dataclass(frozen=True, slots=True)
class AskedDays:
    """What of the archive is of the days asked for.

    Attributes:
        by_boundary: they are named by their limits (see `Query`).
        lasting: what is said to hold on them without an end.
    """

    asked: Period
    by_boundary: bool
    found: OnDays
    lasting: OnDays

    @classmethod
    def of(cls, query: Query, calendar: Calendar) -> AskedDays | None:
        """Of the days that a question names; None where it names none. Where they lie ahead of the asker, it says nothing
        of them when an article was printed."""
        asked = query.period
        if asked is None:
            return None
        found = calendar.speaking_of(asked)
        found = found if asked.start > query.today else found | calendar.printed_in(asked)
        return cls(asked, query.by_boundary, found, calendar.lasting_on(asked))

    def place(self, passage: Passage) -> Place:
        """Where a passage stands to the days asked for."""
        if self.found.has_article(passage.version.article_id) or self.lasting.has(passage.passage_id):
            return "within"
        return "undated" if passage.version.date is None else "outside"

    def share(self, candidate: Candidate) -> float:
        """How much of what a passage says is of the days asked for: of the days that it speaks of, and of its article's
        own, 0-1; where they are named by their limits, `REPORTED` more for an article of these days."""
        printed = candidate.passage.version.date
        own = [Period(printed, printed)] if printed else []
        days = [*(candidate.days or ()), *own]
        share = sum(day.fit(self.asked) for day in days) / len(days) if days else 0.0
        reported = any(self.asked.contains(day) for day in own)
        return share + (REPORTED if self.by_boundary and reported else 0.0)


def places(placed: Sequence[Place], scores: Sequence[float], k: int) -> list[int]:
    """Which `k` passages are shown: those within the days first, then undated ones, then those outside; each kind in
    the order given. What is within but says much less of the topic than the best (of those and the undated) comes
    after the undated ones.

    Returns:
        Indices into `placed`.
    """
    kinds: dict[Place, list[int]] = {"within": [], "undated": [], "outside": []}
    for i, place in enumerate(placed):
        kinds[place].append(i)
    best = max((scores[i] for i in kinds["within"] + kinds["undated"]), default=0.0)
    undated, outside = len(kinds["undated"]), len(kinds["outside"])
    within = kinds["within"][: max(k - min(KEPT, undated) - min(KEPT, outside), 1)]
    rest = kinds["undated"][: max(k - len(within) - min(KEPT, outside), 1)]
    near = [i for i in within if scores[i] >= best - AS_NEAR]
    far = [i for i in within if scores[i] < best - AS_NEAR]
    return [*near, *rest, *far, *kinds["outside"]][:k]
