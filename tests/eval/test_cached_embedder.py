"""Vectors that are remembered between runs."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest

from eval.cached_embedder import CachedEmbedder

TEXTS = ["白鹭大桥全长612米。", "图书馆周一闭馆。"]


@pytest.fixture
def known(tmp_path, embedder):
    with closing(CachedEmbedder(embedder, tmp_path / "eval" / "vectors.sqlite3")) as known:
        yield known


def test_vectors_are_those_of_the_model(known, embedder):
    assert np.allclose(known.encode_passages(TEXTS), embedder.encode_passages(TEXTS), atol=1e-3)
    assert np.allclose(known.encode_query("大桥"), embedder.encode_query("大桥"), atol=1e-3)


def test_a_later_run_embeds_only_what_is_new(known, tmp_path, embedder):
    first = known.encode_passages(TEXTS)
    done = []
    with closing(CachedEmbedder(embedder, tmp_path / "eval" / "vectors.sqlite3")) as later:
        again = later.encode_passages([*TEXTS, "市民公园免费开放。"], done.append)
        assert np.array_equal(again[:2], first)
        assert sum(done) == 1


def test_the_clock_counts_what_embedding_took_the_first_time(known):
    known.encode_passages(TEXTS)
    started = known.clock()
    known.encode_passages(TEXTS)
    assert known.clock() - started > known.saved > 0


def test_a_question_and_a_passage_of_the_same_words_have_vectors_of_their_own(known):
    assert not np.array_equal(known.encode_query(TEXTS[0]), known.encode_passages(TEXTS[:1])[0])


def test_no_texts_have_no_vectors(known):
    assert known.encode_passages([]).shape == (0, known.dimensions)
