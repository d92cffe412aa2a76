"""Confidence intervals by bootstrap over groups of questions (Efron and Tibshirani, 1993, chapter 13)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

DRAWS = 1000

# Computes a figure from how often each question was drawn, (n,); NaN where the figure is undefined.
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
    """The figure over all questions, with its 95 % interval over resampled groups.

    Args:
        groups: the group of each question. Questions of one group are resampled together, because they share articles
            and are not independent.
    """
    drawn = [statistic(draw) for draw in _draws(tuple(groups))]
    defined = [value for value in drawn if not np.isnan(value)] or [float("nan")]
    low, high = np.quantile(defined, (0.025, 0.975))
    return Estimate(statistic(np.ones(len(groups))), float(low), float(high))


def difference(statistic: Statistic, baseline: Statistic, groups: Sequence[str]) -> Estimate:
    """The first figure minus the second, paired: both are computed on the same questions of each draw."""
    return estimate(lambda draw: statistic(draw) - baseline(draw), groups)


@lru_cache(maxsize=4)
def _draws(groups: tuple[str, ...]) -> NDArray[np.float64]:
    """How often each question is drawn, (DRAWS, n); deterministic for the same groups in the same order."""
    names, group_of_question = np.unique(np.array(groups), return_inverse=True)
    drawn = np.random.default_rng(1).multinomial(len(names), np.full(len(names), 1 / len(names)), size=DRAWS)
    return drawn[:, group_of_question].astype(np.float64)
