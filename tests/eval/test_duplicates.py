"""Reprints of the sample paper's articles are joined, different stories are not."""

from __future__ import annotations

import pytest

from eval.duplicates import measure
from eval.readings import SAMPLE


@pytest.fixture(scope="module")
def shares():
    return {count.kind: count.share for count in measure(SAMPLE)}


@pytest.mark.slow
def test_reprints_are_joined(shares):
    assert shares["one story"] >= 0.95
    assert all(shares[kind] >= 0.95 for kind in ("sentences dropped", "agency prefix", "traditional script"))


@pytest.mark.slow
def test_different_stories_stay_apart_even_if_they_differ_in_one_number_only(shares):
    assert shares["different stories"] <= 0.01
    assert shares["sisters"] <= 0.01
