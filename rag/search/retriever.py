"""Hybrid retrieval as a LangChain retriever: dense and BM25 candidates, ranked by their fused evidence."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from itertools import zip_longest
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict, PrivateAttr

from rag.archive import Archive, Calendar, Catalogue, Copies, Ledger
from rag.embedding import Embedder
from rag.index import Indexes
from rag.question import Query
from rag.question.restriction import fits
from rag.question.understanding import Understanding
from rag.schema import Filters, Found, Request, Version
from rag.search.asked_days import AskedDays, Place, places
from rag.search.evidence import Candidate, Evidence, asked_words, search_text
from rag.search.filters import among, shelf
from rag.search.fusion import Fusion, load
from rag.search.reprints import told_once
from rag.text import script

T = TypeVar("T")

CANDIDATES = 50  # from each index
ANYTHING = Filters()
ENOUGH = 10  # candidates of the days asked for, or of what filters leave
SCANNED = 10_000  # vectors looked at in one go
EQUAL = 1  # decimals of a score (a logit) to which passages count as equal: then the newer comes first
FRESH, HALF_AS_FRESH = 1.5, 30  # days
AHEAD = 2.0  # how much less (a logit) an article weighs that was printed after the day on which it is asked
FEW = 3  # candidates of a language, under which their mean says nothing


class HybridRetriever(BaseRetriever):
    """Finds the passages that may answer a question, best first.

    Each `Document` is a passage: its text, and in `metadata` what a citation needs, the parts of its score
    and `score` itself (a logit). Passages of withdrawn or replaced articles are never among them, nor those that
    repeat a better one of the same story.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    archive: Archive
    indexes: Indexes
    embedder: Embedder
    k: int = 10
    _calendar: Calendar = PrivateAttr()
    _catalogue: Catalogue = PrivateAttr()
    _understanding: Understanding = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        self._calendar = Calendar(self.archive)
        self._catalogue = Catalogue(self.archive)
        self._understanding = Understanding(self.archive, self.indexes)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        today: date | None = None,
        understood: Query | None = None,
        filters: Filters = ANYTHING,
    ) -> list[Document]:
        """
        Args:
            today: base of relative dates in `query`; without it they restrict nothing.
            understood: `query` as already taken, so that it is not read twice.
            filters: to whose, which section's and which place's articles the asker restricts it.
        """
        asked = understood or self.understand(Request(question=query, today=today or date.max))
        evidence, days = self.evidence(asked), self._asked_days(asked)
        ranked = [
            (self._score(asked, evidence, candidate), candidate)
            for candidate in self._candidates(asked, filters, days)
        ]
        ranked.sort(key=lambda pair: (round(pair[0], EQUAL), pair[1].printed), reverse=True)
        if days is not None:
            ranked.sort(key=lambda pair: pair[0] + days.share(pair[1]), reverse=True)
        ranked, placed = self._told_once(
            ranked, [days.place(candidate.passage) if days else "within" for _, candidate in ranked]
        )
        return [
            to_document(candidate, score, placed[i])
            for i in places(placed, [score for score, _ in ranked], self.k)
            for score, candidate in [ranked[i]]
        ]

    def _told_once(
        self, ranked: list[tuple[float, Candidate]], placed: list[Place]
    ) -> tuple[list[tuple[float, Candidate]], list[Place]]:
        """What of the candidates is to be read, and where each stands to the days asked for."""
        kept = told_once([candidate.passage for _, candidate in ranked], placed, Copies(self.archive))
        return [ranked[i] for i in kept], [placed[i] for i in kept]

    def understand(self, request: Request) -> Query:
        """A question that stands alone, as this archive words things."""
        return self._understanding.of(request)

    def _asked_days(self, query: Query) -> AskedDays | None:
        """What of the archive is of the days that a question restricts itself to; None where it does not."""
        return AskedDays.of(query, self._calendar)

    def evidence(self, query: Query) -> Evidence:
        """What the passages of this archive are measured by, for one question."""
        return Evidence(query, self.indexes.rarity(asked_words(query)))

    def _score(self, query: Query, evidence: Evidence, candidate: Candidate) -> float:
        fusion = fusion_for(query, candidate.passage.version)
        logit = fusion.found.logit(evidence.passage(candidate))
        if (candidate.printed - query.today).days > 1:  # the evening before, a paper may be out already
            logit -= AHEAD
        return logit + freshness(candidate.printed, query)

    def candidates(self, query: Query, filters: Filters = ANYTHING) -> list[Candidate]:
        """What either index finds, as far as `filters` leave it, in no order. Where few of it are of the days asked for
        or of what the filters leave, the nearest of all passages that are."""
        return self._candidates(query, filters, self._asked_days(query))

    def _candidates(self, query: Query, filters: Filters, days: AskedDays | None) -> list[Candidate]:
        vector = self.embedder.encode_query(query.search)
        cosines = {hit.passage_id: hit.score for hit in self.indexes.dense(vector, CANDIDATES)}
        bm25 = {hit.passage_id: hit.score for hit in self.indexes.lexical(search_text(query), CANDIDATES)}
        kept = shelf(filters, self._catalogue, self.indexes)
        if kept is not None:
            cosines, bm25 = ({i: hits[i] for i in among(kept, hits)} for hits in (cosines, bm25))
            cosines |= self._nearest_where_few(vector, kept, cosines.keys() | bm25.keys())
        if days:
            of_the_days = days.found.ids() if kept is None else np.intersect1d(days.found.ids(), kept)
            cosines |= self._nearest_where_few(vector, of_the_days, cosines.keys() | bm25.keys())
        cosines |= self._cosines(vector, [i for i in bm25 if i not in cosines])
        best = max(bm25.values(), default=0.0)
        passages = [p for p in self.archive.passages(list(cosines)) if fits(p.version, filters)]
        spoken = self._calendar.days_of(list(cosines)) if query.period else None
        english = {p.passage_id: is_english(p.version) for p in passages}
        means = _means(english, cosines)
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
        if len(among(wanted, found)) >= ENOUGH:
            return {}
        nearest: dict[int, float] = {}
        for start in range(0, len(wanted), SCANNED):
            some = self._cosines(vector, wanted[start : start + SCANNED].tolist())
            best = sorted((nearest | some).items(), key=itemgetter(1), reverse=True)
            nearest = dict(best[:CANDIDATES])
        return nearest

    def _cosines(self, vector: NDArray[np.float32], passage_ids: list[int]) -> dict[int, float]:
        stored = Ledger(self.archive).vectors(passage_ids) if passage_ids else {}
        return {i: float(v @ vector) for i, v in stored.items()}


def fusion_for(query: Query, version: Version, *, read: bool = False) -> Fusion:
    """Shared words tell less where question and article are of two languages: other weights.

    Args:
        read: whether a reader has read the passages.
    """
    name = "same" if (query.language == "en") == is_english(version) else "cross"
    return load(f"{name}_read" if read else name)


def freshness(printed: date, query: Query) -> float:
    """How much more an article weighs (a logit) for being new: twice as much where what is recent is asked for, nothing
    where days are."""
    if query.period is not None:
        return 0.0
    age = max(0, (query.today - printed).days)
    return FRESH * (1 + query.recent) * math.exp2(-age / HALF_AS_FRESH)


def is_english(version: Version) -> bool:
    return version.lang.startswith("en") if version.lang else script.is_english(version.text[:400])


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


def to_document(candidate: Candidate, score: float, place: Place = "within") -> Document:
    """A candidate as LangChain's noun; `place` says where it stands to the days that the question names."""
    passage = candidate.passage
    version = passage.version
    return Document(
        id=str(passage.passage_id),
        page_content=passage.text,
        metadata={
            "article_id": version.article_id,
            "version": version.version,
            "source_id": version.source_id,
            "headline": version.headline,
            "date": version.date.isoformat() if version.date else None,
            "start": passage.start,
            "end": passage.end,
            "cosine": candidate.cosine,
            "margin": candidate.margin,
            "bm25": candidate.bm25,
            "score": score,
            "place": place,
        },
    )


def to_candidates(documents: list[Document], archive: Archive) -> list[tuple[Candidate, float]]:
    """The candidates behind documents, with their scores, read back through the archive: what was withdrawn
    since they were found is left out."""
    by_id = {int(document.id or 0): document.metadata for document in documents}
    return [
        (Candidate(passage, meta["cosine"], meta["margin"], meta["bm25"]), meta["score"])
        for passage in archive.passages(list(by_id))
        for meta in [by_id[passage.passage_id]]
    ]


def in_turn(rankings: Sequence[Sequence[T]], key: Callable[[T], Hashable]) -> list[T]:
    """The rankings for several questions as one: the first of each, then the second of each; what several have, once."""
    ordered = (item for rank in zip_longest(*rankings) for item in rank if item is not None)
    firsts: dict[Hashable, T] = {}
    for item in ordered:
        firsts.setdefault(key(item), item)
    return list(firsts.values())


def to_found(documents: list[Document]) -> tuple[Found, ...]:
    """The documents as `search` prints and the journal keeps them."""
    keys = ("article_id", "version", "source_id", "headline", "date", "start", "end")
    return tuple(
        Found(
            rank=rank,
            score=round(document.metadata["score"], 4),
            text=document.page_content,
            **{key: document.metadata[key] for key in keys},
        )
        for rank, document in enumerate(documents, 1)
    )
