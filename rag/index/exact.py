"""Exact search without an index: compares the question with every live passage.

It does not depend on the state of the indexes. Processes that do not own the indexes use it, and so does the owner while
an index is outdated or being rebuilt.
"""

from __future__ import annotations

import math
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from rag.archive import Ledger
from rag.index.hit import Hit, Rebuilding, best_first
from rag.text.words import index_terms, normalised, surface_form, words

K1, B = 1.2, 0.75  # of BM25, as in Tantivy
BATCH = 1000  # passages read from the archive at once


class VectorScan:
    """Finds the nearest passages by cosine to every live vector. The vectors are cached until the archive changes."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._cached_at: int | None = None  # change count of the archive when the vectors were read
        self._ids = np.zeros(0, np.int64)
        self._vectors = np.zeros((0, 0), np.float32)

    def search(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` passages with the highest cosine to `vector`."""
        ids, vectors = self._live()
        if not len(ids) or k < 1:
            return []
        scores = vectors @ (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
        top = np.argpartition(-scores, k - 1)[:k] if k < len(ids) else np.arange(len(ids))
        return best_first(Hit(int(ids[i]), float(scores[i])) for i in top)

    def _live(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        with self._lock:
            changes = self._ledger.change_count()
            if changes != self._cached_at:
                self._ids, float16_vectors = self._ledger.matrix()
                vectors = float16_vectors.astype(np.float32)
                norms = np.linalg.norm(vectors, axis=1, keepdims=True)
                self._vectors = vectors / np.maximum(norms, 1e-12)
                self._cached_at = changes
            return self._ids, self._vectors


class TextScan:
    """BM25 by counting the question's words in the text of every live passage.

    Formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with the idf of Lucene; a passage's
    length is its number of characters. The ranking is nearly that of the index, at a hundred times the cost.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._cached_at: int | None = None  # change count of the archive when the texts were read
        self._texts: dict[int, str] = {}

    def search(self, text: str, k: int) -> list[Hit]:
        """The `k` passages with the highest BM25 score for the words of `text`. A passage need not contain all of them."""
        texts = self._live()
        terms = set(words(text))
        if not texts or not terms or k < 1:
            return []
        mean_length = sum(map(len, texts.values())) / len(texts) or 1.0
        scores: defaultdict[int, float] = defaultdict(float)
        for word in terms:
            count = _counter(word)
            counts = {i: n for i, body in texts.items() if (n := count(body))}
            idf = math.log(1 + (len(texts) - len(counts) + 0.5) / (len(counts) + 0.5))
            for i, n in counts.items():
                scores[i] += idf * n * (K1 + 1) / (n + K1 * (1 - B + B * len(texts[i]) / mean_length))
        return best_first(Hit(i, score) for i, score in scores.items())[:k]

    def containing_all(self, query_words: Iterable[str]) -> list[int]:
        """Ids of all passages that contain all the words, ascending."""
        counters = [_counter(term) for word in query_words for term in index_terms(word)]
        return sorted(i for i, text in self._live().items() if counters and all(c(text) for c in counters))

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """The number of passages that contain each word."""
        texts = self._live().values()
        return {word: sum(map(bool, map(_counter(word), texts))) for word in terms}

    def printed(self, terms: Iterable[str]) -> dict[str, int]:
        """Not available: for many terms, reading all texts would take too long.

        Raises:
            Rebuilding
        """
        raise Rebuilding

    def _live(self) -> dict[int, str]:
        """Text of each live passage. After a change of the archive, only new passages are read."""
        with self._lock:
            changes = self._ledger.change_count()
            if changes != self._cached_at:
                live = self._ledger.live_ids().tolist()
                texts = {i: self._texts[i] for i in live if i in self._texts}
                missing = [i for i in live if i not in texts]
                for start in range(0, len(missing), BATCH):
                    for passage in self._ledger.passages(missing[start : start + BATCH]):
                        version = passage.version
                        head = (version.headline, version.subheadline, version.column, version.byline)
                        texts[passage.passage_id] = normalised("\n".join((*head, passage.text)))
                self._texts, self._cached_at = texts, changes
            return self._texts


def _counter(word: str) -> Callable[[str], int]:
    """A function that counts `word` in a text.

    A Chinese word counts anywhere, a Latin word where a word begins with it ("bridge" in "bridges"), and a number only where
    it is not part of a longer one.
    """
    word = surface_form(word)
    if not word[0].isascii():
        return lambda text: text.count(word)
    after = r"(?!\d)" if word[-1].isdecimal() else ""
    pattern = re.compile(rf"(?<![a-z0-9.]){re.escape(word)}{after}")
    return lambda text: len(pattern.findall(text)) if word in text else 0
