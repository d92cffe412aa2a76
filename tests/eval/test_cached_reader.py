"""Readings that are remembered between runs."""

from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest

from eval.cached_reader import CachedReader
from rag.reader import ReaderInput, Reading

QUESTION = "大桥全长多少米？"
TEXTS = [
    ReaderInput("白鹭大桥通车 2024年11月8日", "白鹭大桥全长612米。"),
    ReaderInput("", "图书馆周一闭馆。"),
]


class Counting:
    """The reader that ships, and how many texts it has read."""

    def __init__(self, reader):
        self.fingerprint, self.texts, self._reader = reader.fingerprint, 0, reader

    def read(self, question, texts):
        self.texts += len(texts)
        return self._reader.read(question, texts)


@pytest.fixture
def counting(reader):
    return Counting(reader)


@pytest.fixture
def opened(counting, tmp_path):
    return lambda number_type="float32", limit=10: closing(
        CachedReader(counting, number_type, tmp_path / "eval" / "readings.sqlite3", limit)
    )


def test_readings_are_those_of_the_reader(opened, reader):
    with opened() as cached:
        for ours, read in zip(cached.read(QUESTION, TEXTS), reader.read(QUESTION, TEXTS), strict=True):
            assert (ours.relevance, ours.answered) == (read.relevance, read.answered)
            assert np.array_equal(ours.offsets, read.offsets)
            assert np.allclose(ours.starts, read.starts, rtol=1e-3)
            assert np.allclose(ours.ends, read.ends, rtol=1e-3)


def test_a_later_run_reads_only_new_texts_and_returns_the_same_readings(opened, counting):
    with opened() as cached:
        first = cached.read(QUESTION, TEXTS)
    with opened() as later:
        again = later.read(QUESTION, [*TEXTS, ReaderInput("", "市民公园免费开放。")])
    assert counting.texts == 3
    assert [reading.answered for reading in again[:2]] == [reading.answered for reading in first]
    assert np.array_equal(again[0].starts, first[0].starts)


def test_another_question_or_number_type_is_read_again(opened, counting):
    with opened() as cached:
        cached.read(QUESTION, TEXTS)
        cached.read("图书馆几点关门？", TEXTS)
    with opened("bfloat16") as other:
        other.read(QUESTION, TEXTS)
    assert counting.texts == 6


def test_the_oldest_readings_are_deleted_first(opened, counting):
    with opened(limit=1) as cached:
        cached.read(QUESTION, TEXTS)
    with opened() as later:
        later.read(QUESTION, TEXTS[1:])
        assert counting.texts == 2
        later.read(QUESTION, TEXTS[:1])
    assert counting.texts == 3


def test_a_reader_that_tells_no_places_is_remembered_too(tmp_path):
    class Relevance:
        fingerprint = "relevance alone"

        def read(self, question, texts):
            nothing = np.zeros(0, np.float32)
            return [Reading(1.5, 1.5, np.zeros((0, 2), np.int64), nothing, nothing) for _ in texts]

    with closing(CachedReader(Relevance(), "float32", tmp_path / "readings.sqlite3")) as cached:
        [reading] = cached.read(QUESTION, TEXTS[:1])
    assert reading.relevance == 1.5
    assert not reading.has_spans
