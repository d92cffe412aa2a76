"""Vectors that are cached between runs."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest

from eval.cached_embedder import CachedEmbedder

TEXTS = ["白鹭大桥全长612米。", "图书馆周一闭馆。"]


@pytest.fixture
def cached(tmp_path, embedder):
    with closing(CachedEmbedder(embedder, tmp_path / "eval" / "vectors.sqlite3")) as cached:
        yield cached


def test_vectors_are_those_of_the_model(cached, embedder):
    assert np.allclose(cached.encode_passages(TEXTS), embedder.encode_passages(TEXTS), atol=1e-3)
    assert np.allclose(cached.encode_query("大桥"), embedder.encode_query("大桥"), atol=1e-3)


def test_a_later_run_embeds_only_new_texts(cached, tmp_path, embedder):
    first = cached.encode_passages(TEXTS)
    done = []
    with closing(CachedEmbedder(embedder, tmp_path / "eval" / "vectors.sqlite3")) as later:
        again = later.encode_passages([*TEXTS, "市民公园免费开放。"], done.append)
        assert np.array_equal(again[:2], first)
        assert sum(done) == 1


def test_the_clock_counts_the_time_of_the_first_embedding(cached):
    cached.encode_passages(TEXTS)
    started = cached.clock()
    cached.encode_passages(TEXTS)
    assert cached.clock() - started > cached.saved > 0


def test_a_question_and_a_passage_with_the_same_words_have_different_vectors(cached):
    assert not np.array_equal(cached.encode_query(TEXTS[0]), cached.encode_passages(TEXTS[:1])[0])


def test_no_texts_have_no_vectors(cached):
    assert cached.encode_passages([]).shape == (0, cached.dimensions)
