"""Prefers passages about the days that a question asks for.

A passage matches the asked days if it, or another passage of its article, mentions one of them or a period containing it, or
if the article was printed on one. If the asked days lie in the future, the print date does not count. An open-ended
period ("from 1 March") also matches later days, but such passages do not stop the search for more. Undated articles come
after dated ones that match; they never replace them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rag.archive import Calendar, DayMatches
from rag.dates import Period
from rag.question import Query
from rag.schema import Passage
from rag.search.evidence import Candidate

DateMatch = Literal["within", "undated", "outside"]
RESERVED = (
    2  # results reserved for undated articles, and as many for those outside (shown only as nearest articles)
)

PRINTED_BONUS = 2.0  # added (a logit) for an article printed on the asked days, if the question gives a limit ("since 2023")
ON_TOPIC_MARGIN = 4.0  # a passage this far (a logit) below the best one is no longer on the topic


@dataclass(frozen=True, slots=True)
class AskedDays:
    """The days a question asks for, and the passages of the archive that match them.

    Attributes:
        by_boundary: the question gives a limit instead of the days themselves (see `Query.by_boundary`).
        matching: passages that mention the days, and passages of articles printed on them.
        open_ended: passages that mention an open-ended period which includes the days.
    """

    asked: Period
    by_boundary: bool
    matching: DayMatches
    open_ended: DayMatches

    @classmethod
    def for_query(cls, query: Query, calendar: Calendar) -> AskedDays | None:
        """The days that the question names; None if it names none."""
        asked = query.period
        if asked is None:
            return None
        matching = calendar.mentioning(asked)
        if asked.start <= query.today:
            matching = matching | calendar.printed_in(asked)
        return cls(asked, query.by_boundary, matching, calendar.open_ended_on(asked))

    def match(self, passage: Passage) -> DateMatch:
        """Whether a passage matches the asked days."""
        number = passage.passage_id
        if self.matching.has_article_of(number) or self.open_ended.has_passage(number):
            return "within"
        return "undated" if passage.version.date is None else "outside"

    def fit(self, candidate: Candidate) -> float:
        """How well a passage's dates fit the asked days.

        Returns:
            The mean fit (0-1) of the days it mentions and of its print date, plus `PRINTED_BONUS` if it applies.
        """
        printed = candidate.passage.version.date
        print_days = [Period(printed, printed)] if printed else []
        days = [*(candidate.days or ()), *print_days]
        fit = sum(day.fit(self.asked) for day in days) / len(days) if days else 0.0
        printed_within = any(self.asked.contains(day) for day in print_days)
        return fit + (PRINTED_BONUS if self.by_boundary and printed_within else 0.0)


def choose_shown(matches: Sequence[DateMatch], scores: Sequence[float], k: int) -> list[int]:
    """Choose the `k` passages to show: those within the days, then undated ones, then those outside.

    Each group keeps the given order. A passage within the days that is far off the topic (see `ON_TOPIC_MARGIN`) moves
    behind the undated ones.

    Args:
        matches, scores: one of each for every passage, best passage first.

    Returns:
        Indices into `matches`.
    """
    groups: dict[DateMatch, list[int]] = {"within": [], "undated": [], "outside": []}
    for i, match in enumerate(matches):
        groups[match].append(i)
    best = max((scores[i] for i in groups["within"] + groups["undated"]), default=0.0)
    for_undated = min(RESERVED, len(groups["undated"]))
    for_outside = min(RESERVED, len(groups["outside"]))
    within = groups["within"][: max(k - for_undated - for_outside, 1)]
    undated = groups["undated"][: max(k - len(within) - for_outside, 1)]
    on_topic = [i for i in within if scores[i] >= best - ON_TOPIC_MARGIN]
    off_topic = [i for i in within if scores[i] < best - ON_TOPIC_MARGIN]
    return [*on_topic, *undated, *off_topic, *groups["outside"]][:k]
