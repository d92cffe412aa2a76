"""Collects candidate passages for a question from the dense index and the BM25 index, without ranking them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from rag.archive import Archive, Calendar, Catalogue, Ledger
from rag.embedding import Embedder
from rag.index import Indexes
from rag.question import Query
from rag.question.restriction import matches_filters
from rag.search.asked_days import AskedDays
from rag.search.evidence import Candidate, search_text
from rag.search.filters import allowed_passages, restrict
from rag.search.fusion import is_english

CANDIDATES = 50  # from each index
ENOUGH = 10  # with fewer candidates on the asked days, or within the filters, all such passages are searched
FEWEST_FOR_MEAN = 3  # candidates of one language; below that, the mean over both languages is used


class Candidates:
    """Finds the candidates for a question. Thread-safe."""

    def __init__(
        self,
        archive: Archive,
        indexes: Indexes,
        embedder: Embedder,
        calendar: Calendar,
        catalogue: Catalogue,
    ) -> None:
        self._archive = archive
        self._indexes = indexes
        self._embedder = embedder
        self._calendar = calendar
        self._catalogue = catalogue

    def asked_days(self, query: Query) -> AskedDays | None:
        """The passages that match the days a question asks for; None if it names no days."""
        return AskedDays.for_query(query, self._calendar)

    def find(self, query: Query, days: AskedDays | None) -> list[Candidate]:
        """The hits of both indexes that the user's filters allow, in no particular order.

        If few hits are within the filters, or on the asked days, the nearest passages that are get added.

        Raises:
            Rebuilding
        """
        vector = self._embedder.encode_query(query.search)
        cosines = {hit.passage_id: hit.score for hit in self._indexes.dense(vector, CANDIDATES)}
        bm25 = {hit.passage_id: hit.score for hit in self._indexes.lexical(search_text(query), CANDIDATES)}
        allowed = allowed_passages(query.filters, self._catalogue, self._indexes)
        if allowed is not None:
            cosines, bm25 = ({i: hits[i] for i in restrict(hits, allowed)} for hits in (cosines, bm25))
            cosines |= self._nearest_if_few(vector, allowed, cosines.keys() | bm25.keys())
        if days:
            matching = days.matching.passage_ids()
            matching = matching if allowed is None else np.intersect1d(matching, allowed)
            cosines |= self._nearest_if_few(vector, matching, cosines.keys() | bm25.keys())
        cosines |= self._cosines(vector, [i for i in bm25 if i not in cosines])
        return self._candidates(query, cosines, bm25)

    def _candidates(self, query: Query, cosines: dict[int, float], bm25: dict[int, float]) -> list[Candidate]:
        passages = [
            p for p in self._archive.passages(list(cosines)) if matches_filters(p.version, query.filters)
        ]
        mentioned = self._calendar.days_of(list(cosines)) if query.period else None
        english = {p.passage_id: is_english(p.version) for p in passages}
        means = _mean_cosines(english, cosines)
        best_bm25 = max(bm25.values(), default=0.0)
        return [
            Candidate(
                passage,
                cosine=cosines[passage.passage_id],
                margin=cosines[passage.passage_id] - means[english[passage.passage_id]],
                bm25=bm25.get(passage.passage_id, 0.0) / best_bm25 if best_bm25 else 0.0,
                days=mentioned[passage.passage_id] if mentioned else None,
            )
            for passage in passages
        ]

    def _nearest_if_few(
        self, vector: NDArray[np.float32], wanted: NDArray[np.int64], found: Iterable[int]
    ) -> dict[int, float]:
        """If fewer than `ENOUGH` of the wanted passages were found: the cosines of the nearest wanted passages."""
        if len(restrict(found, wanted)) >= ENOUGH:
            return {}
        nearest = self._indexes.nearest_among(wanted, vector, CANDIDATES)
        return {hit.passage_id: hit.score for hit in nearest}

    def _cosines(self, vector: NDArray[np.float32], passage_ids: list[int]) -> dict[int, float]:
        stored = Ledger(self._archive).vectors(passage_ids) if passage_ids else {}
        return {i: float(v @ vector) for i, v in stored.items()}


def _mean_cosines(english: dict[int, bool], cosines: dict[int, float]) -> dict[bool, float]:
    """The mean cosine of the English candidates (key True) and of the others (key False).

    Texts in the question's language have higher cosines whatever they say; subtracting the mean corrects that.
    """
    groups: dict[bool, list[float]] = {True: [], False: []}
    for passage_id, is_in_english in english.items():
        groups[is_in_english].append(cosines[passage_id])
    both = groups[True] + groups[False]
    return {
        language: float(np.mean(group if len(group) >= FEWEST_FOR_MEAN else both or [0.0]))
        for language, group in groups.items()
    }
