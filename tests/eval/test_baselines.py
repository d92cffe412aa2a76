"""The systems that Wenda is compared with, and the measures of a ranking."""

from __future__ import annotations

import pytest

from eval.baselines import SharedBigrams, reciprocal_rank_fusion
from eval.retrieval import ranking_measures


def test_fusion_prefers_passages_in_both_rankings():
    assert reciprocal_rank_fusion([1, 2, 3], [3, 4]) == [3, 1, 2, 4]


def test_shared_bigrams_are_counted_in_either_script():
    ranking = SharedBigrams(["圖書館週一閉館", "白鹭大桥", "图书"])
    assert ranking.rank("图书馆周几闭馆？") == [(0, 4), (2, 1)]


@pytest.mark.parametrize(
    ("keys", "hit1", "hit5", "reciprocal_rank"),
    [(["a", "x"], 1, 1, 1), (["x", "b"], 0, 1, 0.5), ([*"uvwxy", "a"], 0, 0, 1 / 6), ([], 0, 0, 0)],
)
def test_a_ranking_is_measured_by_the_rank_of_its_first_right_article(keys, hit1, hit5, reciprocal_rank):
    measures = ranking_measures(keys, {"a", "b"})
    assert (measures["hit@1"], measures["hit@5"]) == (hit1, hit5)
    assert measures["MRR@10"] == pytest.approx(reciprocal_rank)


def test_ndcg_is_full_only_with_every_right_article():
    assert ranking_measures(["a", "b"], {"a", "b"})["nDCG@10"] == 1
    assert ranking_measures(["a", "x"], {"a", "b"})["nDCG@10"] < 1
