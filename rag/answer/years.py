"""Figures that reports of different years print for the same thing: the newest leads, the other is shown beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Protocol, TypeVar

from rag.archive.wording import without_dispatch, words
from rag.cite import Support
from rag.search.evidence import Sentence, SentenceFeatures

ALIKE = 0.8  # two sentences this alike, with the same numbers, say the same
SAME_THING = 0.5  # of the shorter of two sentences' words, numbers apart, in runs that the other has: figures of one thing
RUN = 3  # words
LESS = 0.05  # of what the question asks for, that the other sentence may lack
BEHIND = 4.0  # how far below the best sentence's score (a logit) the other year's may lie


class Scored(Protocol):
    """A sentence with its score, as an answer."""

    @property
    def sentence(self) -> Sentence: ...
    @property
    def features(self) -> SentenceFeatures: ...
    @property
    def score(self) -> float: ...
    @property
    def printed(self) -> date: ...


S = TypeVar("S", bound=Scored)


def same_statement(a: str, b: str) -> bool:
    """Whether two sentences say the same: alike in their words, and with the same numbers."""
    return _numbers(a) == _numbers(b) and SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE


def differing_figures(a: str, b: str) -> bool:
    """Whether two sentences give different numbers for the same thing."""
    numbers_a, numbers_b = _numbers(a), _numbers(b)
    return bool(numbers_a and numbers_b) and numbers_a != numbers_b and _shared(a, b) >= SAME_THING


def figures_of_two_years(scored: Sequence[S]) -> list[S]:
    """The best sentence and the best one that gives the figure of another year's report, newest first; empty where
    there is no such.

    Args:
        scored: best first.
    """
    best = scored[0]
    for other in scored[1:]:
        if other.score < best.score - BEHIND:
            break
        if (
            date.min not in (best.printed, other.printed)
            and best.printed.year != other.printed.year
            and other.features.coverage >= best.features.coverage - LESS
            and other.features.kind >= best.features.kind
            and differing_figures(best.sentence.text, other.sentence.text)
        ):
            return sorted((best, other), key=lambda s: s.printed, reverse=True)
    return []


def are_figures_of_two_years(a: Support, b: Support) -> bool:
    """Whether two quotations give the figures of reports of two years."""
    days = (a.version.date, b.version.date)
    return (
        None not in days
        and len({day.year for day in days if day}) == 2
        and differing_figures(a.quote, b.quote)
    )


def _numbers(text: str) -> set[str]:
    return {word for word in words(text) if word[0].isdigit()}


def _shared(a: str, b: str) -> float:
    one, other = ([_masked(word) for word in words(without_dispatch(text))] for text in (a, b))
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= RUN) / max(1, min(len(one), len(other)))


def _masked(word: str) -> str:
    return "#" if word[0].isdigit() else word
