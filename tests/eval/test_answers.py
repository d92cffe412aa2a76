"""The figures of answers: risk, coverage, and how well confidence tells the answerable apart."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from eval.answers import Result, at_threshold, auroc
from eval.sets import Question

QUESTION = Question("1", "?", date(2024, 1, 1), (), frozenset(), frozenset(), True)


def result(answerable, confidence, right=False, first=False):
    return Result(QUESTION, answerable, confidence, right, first, ())


def test_the_shares_at_a_threshold():
    results = [
        result(True, 0.9, right=True, first=True),
        result(True, 0.8, right=True),
        result(True, 0.7),
        result(True, 0.1, right=True, first=True),
        result(False, 0.6),
        result(False, 0.2),
    ]
    assert at_threshold(results, 0.5) == {
        "answered": 0.75,
        "right": 0.5,
        "first_right": 0.25,
        "risk": 0.5,
        "answered_wrongly": 0.5,
    }


@given(st.lists(st.tuples(st.booleans(), st.sampled_from([0.1, 0.3, 0.5, 0.9])), min_size=2, max_size=40))
def test_auroc_is_that_of_scikit_learn(pairs):
    there = [answerable for answerable, _ in pairs]
    if len(set(there)) == 2:
        ours = auroc([result(answerable, confidence) for answerable, confidence in pairs])
        assert ours == pytest.approx(roc_auc_score(there, [confidence for _, confidence in pairs]))
