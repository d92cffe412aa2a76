"""Confidence intervals."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.bootstrap import difference, estimate
from eval.statistics import share

HALF = [0.0, 1.0] * 50
EACH = [str(n) for n in range(100)]


def test_the_interval_of_a_share_is_about_that_of_the_normal_distribution():
    found = estimate(share(HALF), EACH)
    assert found.value == 0.5
    assert np.isclose(found.low, 0.5 - 1.96 * 0.05, atol=0.02)
    assert np.isclose(found.high, 0.5 + 1.96 * 0.05, atol=0.02)


def test_questions_of_one_group_are_resampled_together():
    values = sorted(HALF)
    in_tens = [str(n // 10) for n in range(100)]
    separate, together = estimate(share(values), EACH), estimate(share(values), in_tens)
    assert together.high - together.low > 2 * (separate.high - separate.low)


def test_a_difference_is_paired():
    better = [min(1.0, value + 0.1) for value in HALF]
    assert difference(share(better), share(HALF), EACH).clear_of_zero
    assert not difference(share(HALF), share(HALF), EACH).clear_of_zero


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_the_same_questions_give_the_same_interval(values):
    groups = [str(n) for n in range(len(values))]
    assert estimate(share(values), groups) == estimate(share(values), groups)
