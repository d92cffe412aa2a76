"""Confidence intervals by bootstrap over groups of questions (Efron and Tibshirani, 1993, chapter 13)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000

# A figure of questions, given how often each of them was drawn, (n,); NaN where it is not defined.
Statistic = Callable[[NDArray[np.float64]], float]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def clear_of_zero(self) -> bool:
        return self.low > 0 or self.high < 0

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def estimate(statistic: Statistic, groups: Sequence[str]) -> Estimate:
    """The figure of all questions, with the interval in which it falls when the groups are drawn anew.

    Args:
        groups: of each question; questions of one group are drawn together, since they are no independent evidence.
    """
    drawn = [statistic(draw) for draw in _draws(tuple(groups))]
    defined = [value for value in drawn if not np.isnan(value)] or [float("nan")]
    low, high = np.quantile(defined, (0.025, 0.975))
    return Estimate(statistic(np.ones(len(groups))), float(low), float(high))


def difference(statistic: Statistic, baseline: Statistic, groups: Sequence[str]) -> Estimate:
    """How much more the first figure is than the second over the same questions in the same order: paired, both
    of each draw."""
    return estimate(lambda draw: statistic(draw) - baseline(draw), groups)


@lru_cache(maxsize=4)
def _draws(groups: tuple[str, ...]) -> NDArray[np.float64]:
    """(DRAWS, n): how often each question is drawn; the same for the same groups in the same order."""
    names, group_of_question = np.unique(np.array(groups), return_inverse=True)
    drawn = np.random.default_rng(1).multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    return drawn[:, group_of_question].astype(np.float64)
