"""A large graph finds some passages by their own vectors never: this is measured, and not taken for damage."""

from __future__ import annotations

import pytest
from newsroom import add, open_indexes, story

from rag.archive import Ledger
from rag.index.dense import ChromaFolder
from rag.index.hit import Hit


@pytest.fixture
def far_off(monkeypatch):
    """Lets the vector index find other passages in place of those whose id can be divided by one of these numbers."""
    monkeypatch.setattr("rag.index.probe.MEASURED_FROM", 50)
    right, divisors = ChromaFolder.search, {3}

    def search(index, vector, k):
        hits = right(index, vector, k)
        missed = hits and any(hits[0].passage_id % divisor == 0 for divisor in divisors)
        return [Hit(hits[0].passage_id + 1, 0.8), *hits[1:]] if missed else hits

    monkeypatch.setattr(ChromaFolder, "search", search)
    return divisors


@pytest.fixture
def filled(settings, archive, far_off):
    add(archive, [story(number) for number in range(150)])
    indexes = open_indexes(settings, archive)
    indexes.sync()
    yield indexes
    indexes.close()


def test_a_graph_that_misses_many_from_the_start_is_kept(settings, archive, filled):
    generation, misses = Ledger(archive).generation(), Ledger(archive).graph_misses()
    assert misses.passages == 450
    assert misses.share == pytest.approx(1 / 3, abs=0.1)
    add(archive, [story(150)])
    assert not filled.sync().rebuilt
    filled.close()
    again = open_indexes(settings, archive)
    assert Ledger(archive).generation() == generation and not again.sync().rebuilt
    again.close()


def test_a_graph_that_misses_more_than_it_did_is_built_anew(settings, archive, filled, far_off):
    generation = Ledger(archive).generation()
    filled.close()
    far_off.add(1)
    open_indexes(settings, archive).close()
    assert Ledger(archive).generation() != generation
