"""Hybrid retrieval as a LangChain retriever: candidates from the dense and BM25 indexes, ranked by fused features."""

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
from rag.question.intent import IntentClassifier
from rag.question.rewriter import Rewriter
from rag.question.understanding import Understanding
from rag.reader import Reader
from rag.schema import Filters, Request
from rag.search.articles import ArticleLookup
from rag.search.asked_days import AskedDays, choose_shown
from rag.search.candidates import Candidates
from rag.search.evidence import Candidate, Evidence, query_words
from rag.search.fusion import fusion_for
from rag.search.lookup import IndexLookup
from rag.search.reprints import drop_reprints
from rag.search.retrieved import Retrieved, interleave, to_document
from rag.search.talk import talk_reader

TIE_DECIMALS = (
    1  # passages whose scores (logits) are equal to this many decimals are tied: the newer comes first
)
FRESHNESS_BONUS = 1.5  # a logit, for an article printed today
FRESHNESS_HALF_LIFE = 30  # days
FUTURE_PENALTY = 2.0  # a logit, for an article printed after the day of the question
FOLLOW_UP_FACTOR = (
    10  # in a conversation about some articles, retrieve this many times more passages before reordering
)
FOLLOW_UP_BONUS = 2.0  # a logit, for an article of the conversation that has all words of the question


class HybridRetriever(BaseRetriever):
    """Finds the passages that may answer a question, best first.

    Never returns withdrawn or replaced articles, nor passages that only repeat a better one of the same story.
    `invoke` returns LangChain documents, see `rag.search.retrieved.to_document`.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    archive: Archive
    indexes: Indexes
    embedder: Embedder
    reader: Reader | None = None
    rewriter: Rewriter | None = None
    k: int = 10
    _articles: ArticleLookup = PrivateAttr()
    _candidates: Candidates = PrivateAttr()
    _understanding: Understanding = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        self._articles = ArticleLookup(self.archive, self.indexes)
        calendar, catalogue = self._articles.calendar, self._articles.catalogue
        self._candidates = Candidates(self.archive, self.indexes, self.embedder, calendar, catalogue)
        lookup = IndexLookup(self.archive, self.indexes)
        intents, talk = IntentClassifier(self.embedder), talk_reader(self.reader)
        self._understanding = Understanding(self.archive, catalogue, lookup, intents, talk, self.rewriter)

    @property
    def articles(self) -> ArticleLookup:
        """Lists the articles of the same archive."""
        return self._articles

    def prepare(self) -> None:
        """Compute what searches need of all passages, so that the first of them need not wait for it: with 1,000,000 passages
        the first question about days would take 20 seconds.

        Raises:
            WendaError: the archive cannot be read.
        """
        self._articles.calendar.prepare()
        self._articles.catalogue.sections()
        self.indexes.prepare()

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
            today: base of relative dates in `query` ("yesterday"); without it they are ignored.
            filters: the author, section and place set by the user.
        """
        request = Request(question=query, today=today or date.max, filters=filters or Filters())
        return [to_document(one) for one in self.find(self.understand(request))]

    def understand(self, request: Request) -> Query:
        """Parse the request, using the authors, sections and words of this archive."""
        return self._understanding.query(request)

    def find(self, query: Query, k: int | None = None) -> list[Retrieved]:
        """The `k` best passages; for a question about several events, the results for each event, interleaved.

        Raises:
            Rebuilding
        """
        k = k or self.k
        if query.parts:
            return interleave([self.find(part, k) for part in query.parts], key=lambda one: one.passage_id)[
                :k
            ]
        if not query.topic_shares:
            return self._find(query, k)
        found = self._find(query, k if query.period else k * FOLLOW_UP_FACTOR)
        return _prefer_conversation_articles(found, query)[:k]

    def evidence(self, query: Query) -> Evidence:
        """The feature extractor for one question, with the word rarities of this archive.

        Raises:
            Rebuilding
        """
        return Evidence(query, self.indexes.rarity(query_words(query)))

    def candidates(self, query: Query) -> list[Candidate]:
        """The unranked candidates for a question.

        Raises:
            Rebuilding
        """
        return self._candidates.find(query, self._candidates.asked_days(query))

    def _find(self, query: Query, k: int) -> list[Retrieved]:
        evidence, days = self.evidence(query), self._candidates.asked_days(query)
        ranked = [
            Retrieved(
                candidate, _score(evidence, candidate), days.match(candidate.passage) if days else "within"
            )
            for candidate in self._candidates.find(query, days)
            if not _is_excluded(candidate, query)
        ]
        ranked = drop_reprints(_best_first(ranked, days), Copies(self.archive))
        shown = choose_shown([one.date_match for one in ranked], [one.score for one in ranked], k)
        return [ranked[i] for i in shown]


def _score(evidence: Evidence, candidate: Candidate) -> float:
    query = evidence.query
    fusion = fusion_for(query, candidate.passage.version)
    logit = fusion.found.logit(evidence.passage_features(candidate))
    if (candidate.printed - query.today).days > 1:  # the evening before, a paper may be out already
        logit -= FUTURE_PENALTY
    return logit + _freshness(candidate.printed, query)


def _is_excluded(candidate: Candidate, query: Query) -> bool:
    """Whether the newsroom decided that this question must not be answered from the article."""
    return candidate.passage.version.article_id in {one.article_id for one in query.excluded if not one.quote}


def _freshness(printed: date, query: Query) -> float:
    """The bonus (a logit) for a new article: doubled if the question asks for recent news, zero if it names days."""
    if query.period is not None:
        return 0.0
    age = max(0, (query.today - printed).days)
    return FRESHNESS_BONUS * (1 + bool(query.recent)) * math.exp2(-age / FRESHNESS_HALF_LIFE)


def _best_first(found: list[Retrieved], days: AskedDays | None) -> list[Retrieved]:
    """Sort by score, ties by date (newest first); if days are asked for, add how well each passage fits them."""
    ordered = sorted(
        found, key=lambda one: (round(one.score, TIE_DECIMALS), one.candidate.printed), reverse=True
    )
    if days is None:
        return ordered
    return sorted(ordered, key=lambda one: one.score + days.fit(one.candidate), reverse=True)


def _prefer_conversation_articles(ranked: list[Retrieved], query: Query) -> list[Retrieved]:
    """Reorder with a bonus for articles that the conversation is about, within each `date_match` group."""
    boosted = [
        Retrieved(
            one.candidate,
            one.score
            + FOLLOW_UP_BONUS * query.topic_shares.get(one.candidate.passage.version.article_id, 0.0),
            one.date_match,
        )
        for one in ranked
    ]
    groups = list(dict.fromkeys(one.date_match for one in boosted))
    return sorted(boosted, key=lambda one: (groups.index(one.date_match), -one.score))
