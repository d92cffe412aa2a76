"""Scores how well pages were split: counts, measures and their intervals."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.table import Table

from eval.pages.article import Truth
from eval.pages.similarity import character_pairs, overlap_f, same, share
from rag.schema import Draft


@dataclass(frozen=True, slots=True)
class Score:
    """Counts on one page; counts of several pages can be added.

    Attributes:
        true, predicted, found: number of true articles, of predicted ones, and of matching pairs.
        merged: predicted articles that contain most of two or more true ones.
        headline, subheadline, byline, column: found articles with exactly the right field, ignoring spaces.
    """

    true: int = 0
    predicted: int = 0
    found: int = 0
    merged: int = 0
    headline: int = 0
    subheadline: int = 0
    byline: int = 0
    column: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def score_page(truths: Sequence[Truth], drafts: Sequence[Draft]) -> Score:
    """Score a page. A draft matches a true article if their character pairs overlap with F >= 0.9."""
    pairs_true = [character_pairs(truth.text) for truth in truths]
    pairs_made = [character_pairs(draft.text) for draft in drafts]
    matches = _matches(pairs_true, pairs_made)
    merged = sum(sum(share(true, made) >= 0.5 for true in pairs_true) >= 2 for made in pairs_made)
    right = {
        name: sum(same(getattr(truths[t], name), getattr(drafts[d], name)) for t, d in matches)
        for name in ("headline", "subheadline", "byline", "column")
    }
    return Score(len(truths), len(drafts), len(matches), merged, **right)


def _matches(true: Sequence[Counter[str]], made: Sequence[Counter[str]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for t, pairs in enumerate(true):
        best = max(range(len(made)), key=lambda d: overlap_f(pairs, made[d]), default=None)
        if best is not None and overlap_f(pairs, made[best]) >= 0.9 and best not in [d for _, d in found]:
            found.append((t, best))
    return found


MEASURES: dict[str, Callable[[Score], float]] = {
    "articles found, F1": lambda s: 2 * s.found / max(1, s.true + s.predicted),
    "predicted that merge two": lambda s: s.merged / max(1, s.predicted),
    "headline right": lambda s: s.headline / max(1, s.found),
    "sub-headline right": lambda s: s.subheadline / max(1, s.found),
    "byline right": lambda s: s.byline / max(1, s.found),
    "column right": lambda s: s.column / max(1, s.found),
}


def interval(
    scores: Sequence[Score], measure: Callable[[Score], float], draws: int = 500
) -> tuple[float, float]:
    """The 95 % interval of a measure, by bootstrap over pages."""
    rng = random.Random(0)
    values = sorted(measure(sum(rng.choices(scores, k=len(scores)), Score())) for _ in range(draws))
    return values[int(0.025 * draws)], values[int(0.975 * draws) - 1]


def table(scores: Sequence[Score], title: str) -> Table:
    """A table of the measures with their intervals."""
    drawn = Table("measure", "value", "95% interval", title=title)
    total = sum(scores, Score())
    for name, measure in MEASURES.items():
        low, high = interval(scores, measure)
        drawn.add_row(name, f"{measure(total):.3f}", f"{low:.3f} to {high:.3f}")
    return drawn
