"""Scores how well pages were split: counts, measures and their intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np
from rich.table import Table

from eval.bootstrap import Estimate, estimate
from eval.pages.article import Truth
from eval.pages.similarity import character_pairs, overlap_f, same, share
from rag.schema import Draft


@dataclass(frozen=True, slots=True)
class Score:
    """Counts on one page; counts of several pages can be added.

    Attributes:
        true, predicted, found: number of true articles, of predicted ones, and of matching pairs.
        merged: predicted articles that contain most of two or more true ones.
        pairs, pairs_right: pairs of neighbouring characters in the true texts, and those of them in the draft that is
            most like each.
        pairs_made, pairs_foreign: pairs in the drafts, and those of them that are not printed in the true article.
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
    pairs: int = 0
    pairs_right: int = 0
    pairs_made: int = 0
    pairs_foreign: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def score_page(truths: Sequence[Truth], drafts: Sequence[Draft], beside: Sequence[str] = ()) -> Score:
    """Score a page. A draft matches a true article if their character pairs overlap with F >= 0.9.

    Args:
        beside: for each article, what is printed with it and may or may not be in its text: captions, a byline.
    """
    pairs_true = [character_pairs(truth.text) for truth in truths]
    pairs_made = [character_pairs(draft.text) for draft in drafts]
    matches = _matches(pairs_true, pairs_made)
    merged = sum(_is_merged(made, pairs_true) for made in pairs_made)
    right = {
        name: sum(same(getattr(truths[t], name), getattr(drafts[d], name)) for t, d in matches)
        for name in ("headline", "subheadline", "byline", "column")
    }
    pairs_right, pairs_foreign = _characters(truths, drafts, beside)
    return Score(
        len(truths),
        len(drafts),
        len(matches),
        merged,
        **right,
        pairs=sum(pairs.total() for pairs in pairs_true),
        pairs_right=pairs_right,
        pairs_made=sum(pairs.total() for pairs in pairs_made),
        pairs_foreign=pairs_foreign,
    )


def _characters(truths: Sequence[Truth], drafts: Sequence[Draft], beside: Sequence[str]) -> tuple[int, int]:
    """Pairs of the true texts in the right draft, and pairs of the drafts that are not of the right article. Each draft
    belongs to one article at most: the likest two first."""
    true = [character_pairs(truth.text) for truth in truths]
    made = [character_pairs(draft.text) for draft in drafts]
    printed = [
        true[t]
        | character_pairs("".join([truth.column, truth.subheadline, truth.headline, *beside[t : t + 1]]))
        for t, truth in enumerate(truths)
    ]
    shared = {(t, d): (a & b).total() for t, a in enumerate(true) for d, b in enumerate(made)}
    right, foreign = 0, sum(pairs.total() for pairs in made)
    while shared:
        t, d = max(shared, key=lambda pair: shared[pair])
        right += shared[t, d]
        foreign -= (printed[t] & made[d]).total()
        shared = {pair: count for pair, count in shared.items() if pair[0] != t and pair[1] != d}
    return right, foreign


def _is_merged(made: Counter[str], true: Sequence[Counter[str]]) -> bool:
    """Whether a draft contains most of one article and, in the rest of it, most of another."""
    best = max(range(len(true)), key=lambda t: (true[t] & made).total(), default=None)
    if best is None or share(true[best], made) < 0.5:
        return False
    rest = made - true[best]
    return any(share(pairs, rest) >= 0.5 for t, pairs in enumerate(true) if t != best)


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
    "characters in the right article": lambda s: s.pairs_right / max(1, s.pairs),
    "characters of something else": lambda s: s.pairs_foreign / max(1, s.pairs_made),
    "headline right": lambda s: s.headline / max(1, s.found),
    "sub-headline right": lambda s: s.subheadline / max(1, s.found),
    "byline right": lambda s: s.byline / max(1, s.found),
    "column right": lambda s: s.column / max(1, s.found),
}


def estimates(scores: Sequence[Score]) -> dict[str, Estimate]:
    """The measures, with intervals over pages."""
    counts = np.array([astuple(score) for score in scores], dtype=float)
    pages = [str(number) for number in range(len(scores))]

    def of(measure: Callable[[Score], float]) -> Estimate:
        return estimate(lambda draw: measure(Score(*(draw @ counts))), pages)

    return {name: of(measure) for name, measure in MEASURES.items()}


def table(scores: Sequence[Score], title: str) -> Table:
    """A table of the measures with their intervals."""
    drawn = Table("measure", "value", "95% interval", title=title)
    for name, value in estimates(scores).items():
        drawn.add_row(name, f"{value.value:.3f}", f"{value.low:.3f} to {value.high:.3f}")
    return drawn


def table_by_design(scores: Mapping[str, Sequence[Score]], title: str) -> Table:
    """A table of the measures with a column for each design, without intervals."""
    drawn = Table("measure", title=title)
    for design in scores:
        drawn.add_column(design, justify="right")
    totals = [sum(of_design, Score()) for of_design in scores.values()]
    for name, measure in MEASURES.items():
        drawn.add_row(name, *(f"{measure(total):.3f}" for total in totals))
    drawn.add_row("articles", *(str(total.true) for total in totals))
    return drawn
