"""BM25 over a generation's tsvectors, as Tantivy computes it: the rarest words find candidates, all words rank them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.index.hit import Hit, best_first
from rag.index.lexical.lexemes import BODY, HEAD, OFTEN, lexeme, often
from rag.index.lexical.postgres_reading import Reading, Totals
from rag.text.words import words

K1, B = 1.2, 0.75  # of BM25, as in Tantivy
ROWS = 10_000  # of common words' passages that may be read to find candidates
FEWEST_CANDIDATES = 200
CANDIDATES_PER_HIT = 4
COMMON = 0.01  # a word in more than this share of the passages is common
FEWEST_OF_COMMON = 1000  # and it is in more passages than this
STALE = 1.1  # counts are taken anew when the number of passages has changed by this factor


class CommonWords:
    """Remembers in how many passages the common words are: counting them takes most of the time of a search."""

    def __init__(self) -> None:
        self._passages = 0
        self._counts: dict[
            str, tuple[int, int]
        ] = {}  # by lexeme: the commit at which it was counted, and the count

    def about(self, lexemes: Iterable[str], totals: Totals) -> dict[str, int]:
        """The counts of those lexemes that are common; some may be older than the last commits."""
        if max(totals.passages, self._passages) > STALE * min(totals.passages, self._passages):
            self._passages, self._counts = totals.passages, {}
        counts = self._counts
        return {term: counts[term][1] for term in lexemes if term in counts}

    def exactly(self, lexemes: Iterable[str], totals: Totals) -> dict[str, int]:
        """The counts of those lexemes that are common and were counted after the last commit."""
        counts = self._counts
        known = ((term, counts.get(term)) for term in lexemes)
        return {term: entry[1] for term, entry in known if entry and entry[0] == totals.commits}

    def remember(self, counts: dict[str, int], totals: Totals) -> None:
        """Note those of these counts that are of common lexemes."""
        least = max(COMMON * totals.passages, FEWEST_OF_COMMON)
        self._counts |= {term: (totals.commits, n) for term, n in counts.items() if n > least}


def count_passages(reading: Reading, lexemes: Sequence[str], common: CommonWords) -> dict[str, int]:
    """The exact number of passages with each lexeme."""
    known = common.exactly(lexemes, reading.totals)
    missing = [term for term in dict.fromkeys(lexemes) if term not in known]
    counted = dict(zip(missing, reading.counts(missing), strict=True)) if missing else {}
    common.remember(counted, reading.totals)
    return known | counted


def search(reading: Reading, text: str, k: int, common: CommonWords) -> list[Hit]:
    """The `k` passages with the highest scores for the words of `text`.

    All rare words find candidates, then common ones while few passages were read or found. A passage that contains only
    common words may be missing if rarer ones found `k` passages.
    """
    lexemes = [lexeme(part, word) for word in dict.fromkeys(words(text)) for part in (HEAD, BODY)]
    known = common.about(lexemes, reading.totals)
    rest = sorted(known, key=lambda term: (known[term], term), reverse=True)
    taken = [term for term in lexemes if term not in known]
    rows = 0
    while rest and rows + known[rest[-1]] <= ROWS:
        rows += known[rest[-1]]
        taken.append(rest.pop())
    candidates = _Candidates()
    while taken:
        counts = candidates.add(reading, taken)
        known |= counts
        common.remember(counts, reading.totals)
        taken = [rest.pop()] if rest and candidates.number < k else []
    best = candidates.best(max(FEWEST_CANDIDATES, CANDIDATES_PER_HIT * k))
    return best_first(_ranked(reading, best, known))[:k]


@dataclass
class _Candidates:
    """Passages with an approximate score each: of a word's count, only `OFTEN` is known."""

    _ids: list[NDArray[np.int64]] = field(default_factory=lambda: [np.empty(0, np.int64)])
    _scores: list[NDArray[np.float64]] = field(default_factory=lambda: [np.empty(0)])

    def add(self, reading: Reading, lexemes: Sequence[str]) -> dict[str, int]:
        """Add all passages with any of these lexemes. Returns the number of passages with each."""
        counts: dict[str, int] = {}
        for part in (HEAD, BODY):
            terms = [term for term in lexemes if term[0].lower() == part]
            frequent = [often(term) for term in terms] if part == BODY else []
            lists = reading.postings([*terms, *frequent], lengths_of="head" if part == HEAD else "body")
            for position, postings in enumerate(lists):
                norm = _norm(reading.totals, part, postings.lengths)
                weight = _weight(1, norm)
                if position < len(terms):
                    term = terms[position]
                    counts[term] = len(postings.passage_ids)
                else:  # the passages are in the word's own list too
                    term = terms[position - len(terms)]
                    weight = _weight(OFTEN, norm) - weight
                self._ids.append(postings.passage_ids)
                self._scores.append(_idf(reading.totals, counts[term]) * weight)
        return counts

    @property
    def number(self) -> int:
        return len(np.unique(np.concatenate(self._ids)))

    def best(self, n: int) -> list[int]:
        """The ids of the `n` candidates with the highest approximate scores, or of all."""
        ids, places = np.unique(np.concatenate(self._ids), return_inverse=True)
        if len(ids) > n:
            scores = np.bincount(places, np.concatenate(self._scores))
            ids = ids[np.argpartition(-scores, n)[:n]]
        found: list[int] = ids.tolist()
        return found


def _ranked(reading: Reading, passage_ids: Sequence[int], counts: dict[str, int]) -> list[Hit]:
    """These passages with their exact BM25 scores."""
    idfs = {term: _idf(reading.totals, n) for term, n in counts.items() if n}
    scores = [0.0] * len(passage_ids)
    if passage_ids:
        for found in reading.occurrences(passage_ids, list(idfs)):
            norm = _norm(reading.totals, found.lexeme[0].lower(), found.length)
            scores[found.position] += idfs[found.lexeme] * _weight(found.count, norm)
    return [Hit(i, score) for i, score in zip(passage_ids, scores, strict=True)]


def _idf(totals: Totals, count: int) -> float:
    """Lucene's idf of a word that `count` passages contain. A remembered count can exceed the number of passages."""
    return math.log(1 + max(0.0, totals.passages - count + 0.5) / (count + 0.5))


def _norm(totals: Totals, part: str, length: Any) -> Any:
    """How much a count weighs less in a field of this length, or an array of lengths."""
    mean = (totals.head_words if part == HEAD else totals.body_words) / max(1, totals.passages)
    return K1 * (1 - B + B * length / max(mean, 1e-9))


def _weight(count: int, norm: Any) -> Any:
    return count * (K1 + 1) / (count + norm)
