"""The passages that may answer a question, as either index finds them; not yet ranked."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

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
ENOUGH = 10  # candidates of the days asked for, or of what filters leave
SCANNED = 10_000  # vectors looked at in one go
FEW = 3  # candidates of a language, under which their mean says nothing


class Candidates:
    """Finds the candidates for a question. May be asked from many threads."""

    def __init__(self, archive: Archive, indexes: Indexes, embedder: Embedder) -> None:
        self._archive = archive
        self._indexes = indexes
        self._embedder = embedder
        self._calendar = Calendar(archive)
        self._catalogue = Catalogue(archive)

    def days(self, query: Query) -> AskedDays | None:
        """What of the archive is of the days that a question restricts itself to; None where it does not."""
        return AskedDays.of(query, self._calendar)

    def of(self, query: Query, days: AskedDays | None) -> list[Candidate]:
        """What either index finds, as far as the asker's filters leave it, in no order. Where few of it are of the days
        asked for or of what the filters leave, the nearest of all passages that are.

        Raises:
            Rebuilding
        """
        vector = self._embedder.encode_query(query.search)
        cosines = {hit.passage_id: hit.score for hit in self._indexes.dense(vector, CANDIDATES)}
        bm25 = {hit.passage_id: hit.score for hit in self._indexes.lexical(search_text(query), CANDIDATES)}
        allowed = allowed_passages(query.filters, self._catalogue, self._indexes)
        if allowed is not None:
            cosines, bm25 = ({i: hits[i] for i in restrict(hits, allowed)} for hits in (cosines, bm25))
            cosines |= self._nearest_where_few(vector, allowed, cosines.keys() | bm25.keys())
        if days:
            of_days = days.found.ids() if allowed is None else np.intersect1d(days.found.ids(), allowed)
            cosines |= self._nearest_where_few(vector, of_days, cosines.keys() | bm25.keys())
        cosines |= self._cosines(vector, [i for i in bm25 if i not in cosines])
        return self._measured(query, cosines, bm25)

    def _measured(self, query: Query, cosines: dict[int, float], bm25: dict[int, float]) -> list[Candidate]:
        passages = [
            p for p in self._archive.passages(list(cosines)) if matches_filters(p.version, query.filters)
        ]
        spoken = self._calendar.days_of(list(cosines)) if query.period else None
        english = {p.passage_id: is_english(p.version) for p in passages}
        means = _means(english, cosines)
        best = max(bm25.values(), default=0.0)
        return [
            Candidate(
                passage,
                cosine=cosines[passage.passage_id],
                margin=cosines[passage.passage_id] - means[english[passage.passage_id]],
                bm25=bm25.get(passage.passage_id, 0.0) / best if best else 0.0,
                days=spoken[passage.passage_id] if spoken else None,
            )
            for passage in passages
        ]

    def _nearest_where_few(
        self, vector: NDArray[np.float32], wanted: NDArray[np.int64], found: Iterable[int]
    ) -> dict[int, float]:
        """The nearest of all wanted passages, where few of them have been found."""
        if len(restrict(found, wanted)) >= ENOUGH:
            return {}
        nearest: dict[int, float] = {}
        for start in range(0, len(wanted), SCANNED):
            some = self._cosines(vector, wanted[start : start + SCANNED].tolist())
            best = sorted((nearest | some).items(), key=itemgetter(1), reverse=True)
            nearest = dict(best[:CANDIDATES])
        return nearest

    def _cosines(self, vector: NDArray[np.float32], passage_ids: list[int]) -> dict[int, float]:
        stored = Ledger(self._archive).vectors(passage_ids) if passage_ids else {}
        return {i: float(v @ vector) for i, v in stored.items()}


def _means(english: dict[int, bool], cosines: dict[int, float]) -> dict[bool, float]:
    """The mean cosine of the candidates of either language: a text in the question's own language is nearer to
    it, whatever it says."""
    groups: dict[bool, list[float]] = {True: [], False: []}
    for passage_id, is_in_english in english.items():
        groups[is_in_english].append(cosines[passage_id])
    everything = groups[True] + groups[False]
    return {
        language: float(np.mean(group if len(group) >= FEW else everything or [0.0]))
        for language, group in groups.items()
    }
