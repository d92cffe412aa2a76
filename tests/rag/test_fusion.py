"""The weights that ship fit the features that the code measures."""

from __future__ import annotations

from dataclasses import fields

import pytest

from rag.evidence import PassageFeatures, SentenceFeatures
from rag.fusion import CONFIDENCE_NAMES, Logistic, load, probability


@pytest.mark.parametrize("name", ["same", "cross"])
def test_there_is_a_weight_for_each_feature_in_its_order(name):
    fusion = load(name)
    assert fusion.passage.names == tuple(f.name for f in fields(PassageFeatures))
    assert fusion.sentence.names == tuple(f.name for f in fields(SentenceFeatures))
    assert fusion.answer.names == CONFIDENCE_NAMES


def test_shared_words_count_nothing_between_languages():
    cross = load("cross").passage
    assert cross.weights[cross.names.index("coverage")] == 0


def test_a_logit_is_a_weighted_sum():
    assert Logistic(("a", "b"), (2.0, -1.0), 0.5).logit([1.0, 3.0]) == -0.5
    assert probability(0.0) == 0.5
    assert probability(-1000.0) < probability(1000.0)
