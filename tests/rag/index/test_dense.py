"""What both vector indexes do: the one in a folder and the one on a Chroma server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import numpy as np
import pytest

from rag.index.damage import Damaged
from rag.index.dense import ChromaFolder, ChromaServer, DenseIndex

DIMENSIONS = 8
AXES = np.eye(DIMENSIONS, dtype=np.float32)

OpenIndex = Callable[[], DenseIndex]


def unit_vectors(count, seed=1, dimensions=DIMENSIONS):
    vectors = np.random.default_rng(seed).standard_normal((count, dimensions), np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(params=("folder", "server", "server with shards of 700"))
def open_index(request, tmp_path, monkeypatch) -> OpenIndex:
    """Opens the test's index; opening it again is like a restart."""
    if request.param == "folder":
        return lambda: ChromaFolder(tmp_path)
    if request.param.endswith("700"):
        monkeypatch.setattr("rag.index.dense.server.SHARD", 700)
    url = request.getfixturevalue("chroma").url
    return lambda: ChromaServer([url], "contract", write=True)


@pytest.fixture
def index(open_index) -> Iterator[DenseIndex]:
    with closing(open_index()) as index:
        yield index


def found(index, vector, k):
    return [hit.passage_id for hit in index.search(vector, k)]


def test_the_passages_with_the_highest_cosine_come_first(index):
    vectors = unit_vectors(2000)
    asked = unit_vectors(1, seed=2)[0]
    index.put(range(2000), vectors)
    hits = index.search(asked, 10)
    cosines = vectors @ asked
    assert [hit.passage_id for hit in hits] == np.argsort(-cosines)[:10].tolist()
    assert [hit.score for hit in hits] == pytest.approx(np.sort(cosines)[::-1][:10].tolist(), abs=1e-5)


def test_passages_with_equal_scores_are_sorted_by_id(index):
    index.put([30, 1500, 10], np.repeat(AXES[:1], 3, axis=0))
    assert found(index, AXES[0], 3) == [10, 30, 1500]


def test_a_search_for_more_than_there_are_finds_all(index):
    index.put([1, 2, 1500], AXES[:3])
    assert found(index, AXES[1], 100)[0] == 2 and len(index.search(AXES[1], 100)) == 3


def test_an_empty_index_finds_nothing(index):
    assert index.search(AXES[0], 5) == [] and index.ids() == set() and index.count() == 0


def test_adding_and_deleting_nothing_changes_nothing(index):
    index.put([7], AXES[:1])
    index.put([], np.zeros((0, 0), np.float32))
    index.drop([])
    assert index.ids() == {7}


def test_what_was_added_is_listed_and_counted(index):
    index.put([3, 1500, 5], AXES[:3])
    assert index.ids() == {3, 5, 1500} and index.count() == 3


def test_a_passage_that_is_added_twice_keeps_its_first_vector(index):
    index.put([1], AXES[:1])
    index.put([1, 2], AXES[[5, 1]])
    assert index.ids() == {1, 2}
    assert index.search(AXES[0], 1)[0].score == pytest.approx(1, abs=1e-5)


def test_deleted_passages_are_not_found_and_unknown_ones_are_ignored(index):
    index.put([1, 2, 1500], AXES[:3])
    index.drop([2, 1500, 99, 123_456])
    assert found(index, AXES[1], 5) == [1] and index.ids() == {1} and index.count() == 1


def test_a_deleted_passage_can_be_added_again(index):
    index.put([1, 2], AXES[:2])
    index.drop([2])
    index.put([2], AXES[2:3])
    assert found(index, AXES[2], 1) == [2]


def test_everything_is_there_after_reopening(open_index):
    vectors = unit_vectors(1500)  # more than Chroma keeps outside of its graph's files
    with closing(open_index()) as index:
        index.put(range(1500), vectors)
        index.drop([3])
    with closing(open_index()) as index:
        assert index.count() == 1499 and index.ids() == set(range(1500)) - {3}
        assert found(index, vectors[1400], 1) == [1400]
        index.put([3], vectors[3:4])
        assert found(index, vectors[3], 1) == [3]


def test_more_passages_than_chroma_takes_in_one_call(index):
    vectors = unit_vectors(6000)
    index.put(range(6000), vectors)
    assert index.count() == 6000 and found(index, vectors[5999], 1) == [5999]
    index.drop(range(1, 6000))
    assert index.ids() == {0}


def test_many_threads_search_while_one_writes_even_the_first_passages(index):
    vectors = unit_vectors(1500)
    with ThreadPoolExecutor(8) as threads:
        searches = [threads.submit(found, index, vectors[i], 1) for i in range(600)]
        for start in range(0, 1500, 300):
            index.put(range(start, start + 300), vectors[start : start + 300])
        for search in searches:
            search.result()
        assert list(threads.map(lambda i: found(index, vectors[i], 1), range(300))) == [
            [i] for i in range(300)
        ]


@pytest.mark.parametrize("call", ["search", "put"])
def test_vectors_of_another_model_are_damage(index, call):
    index.put([1], AXES[:1])
    with pytest.raises(Damaged, match="dimension"):
        index.search(AXES[0, :3], 1) if call == "search" else index.put([2], AXES[:1, :3])


def test_a_closed_index_is_damage_to_whoever_still_searches_it(open_index):
    index = open_index()
    index.put([1], AXES[:1])
    index.close()
    with pytest.raises(Damaged, match="cannot be searched"):
        index.search(AXES[0], 1)
