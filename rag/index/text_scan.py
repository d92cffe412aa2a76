"""BM25 without an index: the text of every live passage is searched.

It does not depend on the state of the index, which is searched in its place while it is outdated or being rebuilt.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, select

from rag.archive import Archive, Current
from rag.archive.tables import passages
from rag.index.hit import Hit, Rebuilding, best_first
from rag.text.words import index_terms, normalised, surface_form, words

K1, B = 1.2, 0.75  # of BM25, as in Tantivy
BATCH = 1000  # passages read from the archive at once


class TextScan:
    """BM25 by counting the question's words in the text of every live passage.

    Formula: Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with the idf of Lucene; a passage's
    length is its number of characters. The ranking is nearly that of the index, at a hundred times the cost.
    """

    def __init__(self, archive: Archive) -> None:
        self._texts = Current(archive.engine, partial(_read, archive), partial(_update, archive))

    def search(self, text: str, k: int) -> list[Hit]:
        """The `k` passages with the highest BM25 score for the words of `text`. A passage need not contain all of them."""
        texts = self._texts.get()
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
        return sorted(
            i for i, text in self._texts.get().items() if counters and all(c(text) for c in counters)
        )

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """The number of passages that contain each word."""
        texts = self._texts.get().values()
        return {word: sum(map(bool, map(_counter(word), texts))) for word in terms}

    def printed(self, terms: Iterable[str]) -> dict[str, int]:
        """Not available: for many terms, reading all texts would take too long.

        Raises:
            Rebuilding
        """
        raise Rebuilding


def _read(archive: Archive, connection: Connection) -> dict[int, str]:
    return _texts_of(
        archive, connection.execute(select(passages.c.passage_id).where(passages.c.live)).scalars().all()
    )


def _update(
    archive: Archive, _connection: Connection, before: dict[int, str], changed: NDArray[np.int64]
) -> dict[int, str]:
    ids = changed.tolist()
    kept = before.copy()
    for passage_id in ids:
        kept.pop(passage_id, None)
    return kept | _texts_of(archive, ids)


def _texts_of(archive: Archive, passage_ids: Sequence[int]) -> dict[int, str]:
    """The text of those of these passages that are live, with the head of their article."""
    texts: dict[int, str] = {}
    for start in range(0, len(passage_ids), BATCH):
        for passage in archive.passages(passage_ids[start : start + BATCH]):
            version = passage.version
            head = (version.headline, version.subheadline, version.column, version.byline)
            texts[passage.passage_id] = normalised("\n".join((*head, passage.text)))
    return texts


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
