"""Probes: searches for known passages, because a damaged index may give wrong results without any error.

Chroma's graph is approximate: it finds what is near to a question, but not each passage by its own vector. Of 300,000 passages
with vectors of real ones and much noise, an intact graph found the 50 nearest to a question (.999), and only a third of the
passages by their own vectors: nobody is near to the others. So the share of misses is measured while a large index grows, and
damage is a share that is clearly above.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rag.archive import GraphMisses, Ledger
from rag.index.damage import Damaged
from rag.index.generation import Generation
from rag.index.lexical import words_of

PROBES = 32
PROBES_AFTER_A_CRASH = 512  # there is no seal then that could show partly written files
MISSES_ALLOWED = 1 / 16  # more than were measured
DEVIATIONS = 3  # standard deviations of the share in a sample, which are allowed beside
MEASURED_FROM = 20_000  # passages; a smaller graph finds them all
GROWTH = 1.25  # the misses are measured again once the index has so many times the passages
STILL_FOUND = 0.5  # of the share that was found at the last measurement
SAME = 1e-4  # two vectors are equal if their cosine is at least 1 minus this


def probe(generation: Generation, ledger: Ledger, size: int = PROBES) -> None:
    """Search for `size` random passages of the indexes by their own vectors and words.

    Raises:
        Damaged: too many of them are not found.
    """
    passage_ids = ledger.sample(size)
    if passage_ids:
        _probe_vectors(generation, ledger, passage_ids)
        _probe_words(generation, ledger, passage_ids)


def probe_counts(generation: Generation, ledger: Ledger) -> None:
    """Compare the number of passages in Tantivy with the ledger.

    Raises:
        Damaged
    """
    actual, expected = generation.lexical.count(), ledger.indexed_count()
    if actual != expected:
        raise Damaged(f"Tantivy contains {actual} passages instead of {expected}")


def reconcile(generation: Generation, ledger: Ledger) -> None:
    """Make the indexes and the ledger agree after a crash.

    A crash before `Ledger.mark_indexed` leaves passages in the indexes that the ledger does not list. Those that are still
    live are added again by the next sync. Those that were withdrawn or replaced since would stay forever, so they are
    deleted here. Passages that an index lacks become pending.

    Raises:
        Damaged
    """
    listed = set(ledger.indexed_ids().tolist())
    known = listed.union(ledger.live_ids().tolist())
    in_chroma, in_tantivy = generation.dense.ids(), generation.lexical.ids()
    generation.dense.drop(sorted(in_chroma - known))
    generation.lexical.drop(sorted(in_tantivy - known))
    generation.lexical.commit()
    ledger.mark_indexed(dropped=sorted(listed - (in_chroma & in_tantivy)))


def measure_misses(generation: Generation, ledger: Ledger) -> None:
    """Measure, and record, the share of passages that the vector index does not find, if it has grown since the last time.

    Raises:
        Damaged: it has become much larger.
    """
    before, passages = ledger.graph_misses(), generation.lexical.count()
    if passages < max(MEASURED_FROM, GROWTH * before.passages):
        return
    missed, asked = _misses(generation, ledger, ledger.sample(PROBES_AFTER_A_CRASH))
    share = missed / max(1, asked)
    if 1 - share < STILL_FOUND * (1 - before.share) and before.passages:
        raise Damaged(f"Chroma does not find {missed} of {asked} passages by their own vectors")
    ledger.record_graph_misses(GraphMisses(passages, share))


def _probe_vectors(generation: Generation, ledger: Ledger, passage_ids: list[int]) -> None:
    missed, asked = _misses(generation, ledger, passage_ids)
    usual = ledger.graph_misses().share
    allowed = usual + MISSES_ALLOWED + DEVIATIONS * (usual * (1 - usual) / max(1, asked)) ** 0.5
    if missed > allowed * asked:
        raise Damaged(f"Chroma does not find {missed} of {asked} passages by their own vectors")


def _misses(generation: Generation, ledger: Ledger, passage_ids: list[int]) -> tuple[int, int]:
    """How many of these passages the vector index does not find, and how many were asked for.

    A passage is found if the best hit is the passage itself or has an equal vector.
    """
    vectors = ledger.vectors(passage_ids)
    best = {i: generation.dense.search(vector, 1) for i, vector in vectors.items()}
    found = ledger.vectors([hits[0].passage_id for hits in best.values() if hits])
    missed = sum(
        not (hits and hits[0].passage_id in found and _equal(found[hits[0].passage_id], vectors[i]))
        for i, hits in best.items()
    )
    return missed, len(vectors)


def _equal(a: NDArray[np.float32], b: NDArray[np.float32]) -> bool:
    return float(a @ b) >= (1 - SAME) * float(np.linalg.norm(a) * np.linalg.norm(b))


def _probe_words(generation: Generation, ledger: Ledger, passage_ids: list[int]) -> None:
    for passage in ledger.passages(passage_ids):
        if not generation.lexical.finds(words_of(passage)):
            raise Damaged(f"Tantivy does not find passage {passage.passage_id} by its own words")
