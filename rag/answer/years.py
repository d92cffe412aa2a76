"""Finds reports of different years that give different figures for the same thing; the newest is quoted first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import Protocol, TypeVar

from rag.archive.wording import without_dispatch, words
from rag.cite import Support
from rag.search.evidence import Sentence, SentenceFeatures

SIMILAR = 0.8  # sentences with this similarity (`SequenceMatcher.ratio`) and the same numbers make the same statement
SHARED_WORDS = (
    0.5  # two figures are for the same thing if this share of the shorter sentence's words is in common runs
)
SHORTEST_RUN = 3  # words; numbers count as equal
COVERAGE_MARGIN = 0.05  # how much lower the coverage of the other year's sentence may be
SCORE_MARGIN = 4.0  # how far below the best sentence's score (a logit) the other year's may be


class Scored(Protocol):
    """A sentence with its score as an answer."""

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
    """Whether two sentences say the same thing: similar words and the same numbers."""
    return _numbers(a) == _numbers(b) and SequenceMatcher(None, a, b, autojunk=False).ratio() >= SIMILAR


def differing_figures(a: str, b: str) -> bool:
    """Whether two sentences give different numbers for the same thing."""
    numbers_a, numbers_b = _numbers(a), _numbers(b)
    return bool(numbers_a and numbers_b) and numbers_a != numbers_b and _shared_words(a, b) >= SHARED_WORDS


def figures_of_two_years(scored: Sequence[S]) -> list[S]:
    """The best sentence, and the best one from another year with a different figure for the same thing.

    Args:
        scored: best first.

    Returns:
        Both, newest first; empty if there is no such pair.
    """
    best = scored[0]
    for other in scored[1:]:
        if other.score < best.score - SCORE_MARGIN:
            break
        if (
            date.min not in (best.printed, other.printed)
            and best.printed.year != other.printed.year
            and other.features.coverage >= best.features.coverage - COVERAGE_MARGIN
            and other.features.kind >= best.features.kind
            and differing_figures(best.sentence.text, other.sentence.text)
        ):
            return sorted((best, other), key=lambda s: s.printed, reverse=True)
    return []


def are_figures_of_two_years(a: Support, b: Support) -> bool:
    """Whether two quotations give different figures for the same thing, from reports of different years."""
    days = (a.version.date, b.version.date)
    return (
        None not in days
        and len({day.year for day in days if day}) == 2
        and differing_figures(a.quote, b.quote)
    )


def _numbers(text: str) -> set[str]:
    return {word for word in words(text) if word[0].isdigit()}


def _shared_words(a: str, b: str) -> float:
    words_a, words_b = ([_masked(word) for word in words(without_dispatch(text))] for text in (a, b))
    blocks = SequenceMatcher(None, words_a, words_b, autojunk=False).get_matching_blocks()
    shared = sum(block.size for block in blocks if block.size >= SHORTEST_RUN)
    return shared / max(1, min(len(words_a), len(words_b)))


def _masked(word: str) -> str:
    return "#" if word[0].isdigit() else word
