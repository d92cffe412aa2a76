"""Search without an index: every live passage is looked at.

Right at any moment, whatever has become of the indexes. Used by processes that do not own them, and by the
owner while an index lags or is built anew.
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
from rag.index.hit import Hit, best_first
from rag.text.words import index_terms, normalised, surface_form, words

K1, B = 1.2, 0.75  # of BM25, as in Tantivy
BATCH = 1000


class VectorScan:
    """Nearest passages by cosine to each live vector; the vectors are kept until the archive changes."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._mark: object = None
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
            mark = self._ledger.change_count()
            if mark != self._mark:
                self._ids, halves = self._ledger.matrix()
                vectors = halves.astype(np.float32)
                norms = np.linalg.norm(vectors, axis=1, keepdims=True)
                self._vectors = vectors / np.maximum(norms, 1e-12)
                self._mark = mark
            return self._ids, self._vectors


class TextScan:
    """BM25 by counting a question's words in the text of each live passage, as it is written.

    Formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with the idf of Lucene;
    length is counted in characters. Ranks nearly as the index does, at a hundred times its cost.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._mark: object = None
        self._texts: dict[int, str] = {}

    def search(self, text: str, k: int) -> list[Hit]:
        """The `k` passages with the highest BM25 for the words of `text`, any of which may be missing."""
        texts = self._live()
        asked = set(words(text))
        if not texts or not asked or k < 1:
            return []
        usual = sum(map(len, texts.values())) / len(texts) or 1.0
        scores: defaultdict[int, float] = defaultdict(float)
        for word in asked:
            count = _counter(word)
            counts = {i: n for i, body in texts.items() if (n := count(body))}
            rarity = math.log(1 + (len(texts) - len(counts) + 0.5) / (len(counts) + 0.5))
            for i, n in counts.items():
                scores[i] += rarity * n * (K1 + 1) / (n + K1 * (1 - B + B * len(texts[i]) / usual))
        return best_first(Hit(i, score) for i, score in scores.items())[:k]

    def containing_all(self, asked: Iterable[str]) -> list[int]:
        """The ids of all passages that have each of the words."""
        counters = [_counter(held) for word in asked for held in index_terms(word)]
        return sorted(i for i, text in self._live().items() if counters and all(c(text) for c in counters))

    def frequencies(self, asked: Iterable[str]) -> dict[str, int]:
        """In how many passages each of the words stands."""
        texts = self._live().values()
        return {word: sum(map(bool, map(_counter(word), texts))) for word in asked}

    def _live(self) -> dict[int, str]:
        """Texts by passage; of a changed archive only the new ones are read."""
        with self._lock:
            mark = self._ledger.change_count()
            if mark != self._mark:
                live = self._ledger.live_ids().tolist()
                texts = {i: self._texts[i] for i in live if i in self._texts}
                missing = [i for i in live if i not in texts]
                for start in range(0, len(missing), BATCH):
                    for passage in self._ledger.passages(missing[start : start + BATCH]):
                        version = passage.version
                        head = (version.headline, version.subheadline, version.column, version.byline)
                        texts[passage.passage_id] = normalised("\n".join((*head, passage.text)))
                self._texts, self._mark = texts, mark
            return self._texts


def _counter(word: str) -> Callable[[str], int]:
    """What counts `word` in a text: Chinese wherever it stands, numbers and Latin words (also as the beginning of
    a plural) only where one begins."""
    word = surface_form(word)
    if not word[0].isascii():
        return lambda text: text.count(word)
    after = r"(?!\d)" if word[-1].isdecimal() else ""
    pattern = re.compile(rf"(?<![a-z0-9.]){re.escape(word)}{after}")
    return lambda text: len(pattern.findall(text)) if word in text else 0
