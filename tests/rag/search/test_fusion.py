"""The weights that ship fit the features that the code measures."""

from __future__ import annotations

from dataclasses import fields, make_dataclass

import pytest

from rag.search.evidence import AnswerFeatures, PassageFeatures, ReadFeatures, SentenceFeatures
from rag.search.fusion import Logistic, load_fusion, probability

ONLY_READ = {"span", "behind", "span_kind", "span_asked", "relevance", "answered", "in_context"}

ONLY_UNREAD = {"sentence", "cosine", "kind", "unit"}


def names(kind) -> set[str]:
    return {f.name for f in fields(kind)}


@pytest.mark.parametrize("name", ["same", "cross"])
def test_each_feature_is_weighed_where_it_is_known(name):
    unread, read = load_fusion(name), load_fusion(f"{name}_read")
    assert unread.found.weights.keys() == names(PassageFeatures)
    assert unread.sentence.weights.keys() == names(SentenceFeatures) - ONLY_READ
    assert unread.answer.weights.keys() == names(AnswerFeatures) - ONLY_READ
    assert read.sentence.weights.keys() == names(SentenceFeatures) - {"cosine"}
    assert read.answer.weights.keys() == names(AnswerFeatures) - ONLY_UNREAD
    assert read.read is not None
    assert read.read.weights.keys() == names(ReadFeatures)


@pytest.mark.parametrize("name", ["same", "cross"])
def test_what_is_found_is_ranked_alike_with_a_reader_and_without(name):
    assert load_fusion(name).found == load_fusion(f"{name}_read").found
    assert load_fusion(name).read is None


def test_a_logit_is_a_weighted_sum():
    features = make_dataclass("Features", ["a", "b"])(1.0, 3.0)
    assert Logistic({"a": 2.0, "b": -1.0}, 0.5).logit(features) == -0.5
    assert probability(0.0) == 0.5
    assert probability(-1000.0) < probability(1000.0)
