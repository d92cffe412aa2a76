"""Asking the indexes for what they are known to hold: a damaged one may answer wrongly without any error."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rag.archive import Ledger
from rag.index.damage import Damaged
from rag.index.generation import Generation
from rag.index.lexical import words_of

PROBES = 32
PROBES_AFTER_A_CRASH = 512  # when no seal tells whether files were half written
MISSES_ALLOWED = 1 / 16  # the graph is approximate: now and then a sound one misses a vector
SAME = 1e-4  # difference of cosine under which two vectors count as equal


def probe(generation: Generation, ledger: Ledger, size: int = PROBES) -> None:
    """Ask for `size` passages that the indexes hold, by their own vectors and words.

    Raises:
        Damaged: they do not come back.
    """
    asked = ledger.sample(size)
    if asked:
        _probe_vectors(generation, ledger, asked)
        _probe_words(generation, ledger, asked)


def probe_counts(generation: Generation, ledger: Ledger) -> None:
    """Compare the number of documents with the ledger's.

    Raises:
        Damaged
    """
    held, noted = generation.lexical.count(), ledger.indexed_count()
    if held != noted:
        raise Damaged(f"Tantivy holds {held} passages instead of {noted}")


def reconcile(generation: Generation, ledger: Ledger) -> None:
    """After a crash: let go of what no one knows any more, and note as missing what an index lacks.

    A crash before a mark leaves passages in the indexes that the ledger does not note as there. Those still
    live are simply taken over again; those withdrawn or replaced since would stay for ever.

    Raises:
        Damaged
    """
    noted = set(ledger.indexed_ids().tolist())
    known = noted.union(ledger.live_ids().tolist())
    in_chroma, in_tantivy = generation.dense.ids(), generation.lexical.ids()
    generation.dense.drop(sorted(in_chroma - known))
    generation.lexical.drop(sorted(in_tantivy - known))
    generation.lexical.commit()
    ledger.mark_indexed(dropped=sorted(noted - (in_chroma & in_tantivy)))


def _probe_vectors(generation: Generation, ledger: Ledger, asked: list[int]) -> None:
    vectors = ledger.vectors(asked)
    first = {i: generation.dense.search(vector, 1) for i, vector in vectors.items()}
    others = ledger.vectors([hits[0].passage_id for hits in first.values() if hits])
    misses = sum(
        not (hits and hits[0].passage_id in others and _equal(others[hits[0].passage_id], vectors[i]))
        for i, hits in first.items()
    )
    if misses > MISSES_ALLOWED * len(vectors):
        raise Damaged(f"Chroma does not find {misses} of {len(vectors)} passages by their own vectors")


def _equal(a: NDArray[np.float32], b: NDArray[np.float32]) -> bool:
    return float(a @ b) >= (1 - SAME) * float(np.linalg.norm(a) * np.linalg.norm(b))


def _probe_words(generation: Generation, ledger: Ledger, asked: list[int]) -> None:
    for passage in ledger.passages(asked):
        if not generation.lexical.finds(words_of(passage)):
            raise Damaged(f"Tantivy does not find passage {passage.passage_id} by its own words")
