"""Hybrid retrieval as a LangChain retriever: dense and BM25 candidates, ranked by their fused evidence."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from rag.archive import Archive, Copies
from rag.embedding import Embedder
from rag.index import Indexes
from rag.question import Query
from rag.question.rewriter import Rewriter
from rag.question.understanding import Understanding
from rag.schema import Filters, Request
from rag.search.asked_days import AskedDays, places
from rag.search.candidates import Candidates
from rag.search.evidence import Candidate, Evidence, asked_words
from rag.search.fusion import fusion_for
from rag.search.lookup import IndexLookup
from rag.search.reprints import drop_reprints
from rag.search.retrieved import Retrieved, in_turn, to_document

EQUAL = 1  # decimals of a score (a logit) to which passages count as equal: then the newer comes first
FRESH, HALF_AS_FRESH = 1.5, 30  # days
AHEAD = 2.0  # how much less (a logit) an article weighs that was printed after the day on which it is asked
TALKED_ABOUT = 10  # so many times more passages are looked at where the talk is of some articles
STILL_TALKED_ABOUT = (
    2.0  # added to the score (a logit) of an article of the talk that has all of the question's words
)


class HybridRetriever(BaseRetriever):
    """Finds the passages that may answer a question, best first.

    Passages of withdrawn or replaced articles are never among them, nor those that repeat a better one of the same
    story. As a LangChain retriever it returns each as a `Document`, see `rag.search.retrieved.to_document`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    archive: Archive
    indexes: Indexes
    embedder: Embedder
    rewriter: Rewriter | None = None
    k: int = 10
    _candidates: Candidates = PrivateAttr()
    _understanding: Understanding = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        self._candidates = Candidates(self.archive, self.indexes, self.embedder)
        lookup = IndexLookup(self.archive, self.indexes)
        self._understanding = Understanding(self.archive, lookup, self.rewriter)

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        today: date | None = None,
        filters: Filters | None = None,
    ) -> list[Document]:
        """
        Args:
            today: base of relative dates in `query`; without it they restrict nothing.
            filters: to whose, which section's and which place's articles the asker restricts it.
        """
        request = Request(question=query, today=today or date.max, filters=filters or Filters())
        return [to_document(one) for one in self.find(self.understand(request))]

    def understand(self, request: Request) -> Query:
        """What a request asks for, as this archive words things."""
        return self._understanding.of(request)

    def find(self, query: Query, k: int | None = None) -> list[Retrieved]:
        """The `k` best passages; of a question about several events those for each, in turn.

        Raises:
            Rebuilding
        """
        k = k or self.k
        if query.parts:
            return in_turn([self.find(part, k) for part in query.parts], key=lambda one: one.passage_id)[:k]
        if not query.topic_shares:
            return self._find(query, k)
        return _prefer_talked_about(self._find(query, k if query.period else k * TALKED_ABOUT), query)[:k]

    def evidence(self, query: Query) -> Evidence:
        """What the passages of this archive are measured by, for one question.

        Raises:
            Rebuilding
        """
        return Evidence(query, self.indexes.rarity(asked_words(query)))

    def candidates(self, query: Query) -> list[Candidate]:
        """What is looked at for a question, in no order.

        Raises:
            Rebuilding
        """
        return self._candidates.of(query, self._candidates.days(query))

    def _find(self, query: Query, k: int) -> list[Retrieved]:
        evidence, days = self.evidence(query), self._candidates.days(query)
        ranked = [
            Retrieved(
                candidate, _score(evidence, candidate), days.place(candidate.passage) if days else "within"
            )
            for candidate in self._candidates.of(query, days)
        ]
        ranked = drop_reprints(_best_first(ranked, days), Copies(self.archive))
        shown = places([one.place for one in ranked], [one.score for one in ranked], k)
        return [ranked[i] for i in shown]


def _score(evidence: Evidence, candidate: Candidate) -> float:
    query = evidence.query
    fusion = fusion_for(query, candidate.passage.version)
    logit = fusion.found.logit(evidence.passage(candidate))
    if (candidate.printed - query.today).days > 1:  # the evening before, a paper may be out already
        logit -= AHEAD
    return logit + freshness(candidate.printed, query)


def freshness(printed: date, query: Query) -> float:
    """How much more an article weighs (a logit) for being new: twice as much where what is recent is asked for, nothing
    where days are."""
    if query.period is not None:
        return 0.0
    age = max(0, (query.today - printed).days)
    return FRESH * (1 + query.recent) * math.exp2(-age / HALF_AS_FRESH)


def _best_first(ranked: list[Retrieved], days: AskedDays | None) -> list[Retrieved]:
    """Of equal ones the newer first; where days are asked for, what is of these days counts for more."""
    ordered = sorted(ranked, key=lambda one: (round(one.score, EQUAL), one.candidate.printed), reverse=True)
    if days is None:
        return ordered
    return sorted(ordered, key=lambda one: one.score + days.share(one.candidate), reverse=True)


def _prefer_talked_about(ranked: list[Retrieved], query: Query) -> list[Retrieved]:
    """The passages, best first, when those of the articles that the talk is about count for more; what is of the days
    asked for still comes before what is not."""
    weighed = [
        Retrieved(
            one.candidate,
            one.score
            + STILL_TALKED_ABOUT * query.topic_shares.get(one.candidate.passage.version.article_id, 0.0),
            one.place,
        )
        for one in ranked
    ]
    order = list(dict.fromkeys(one.place for one in weighed))
    return sorted(weighed, key=lambda one: (order.index(one.place), -one.score))
