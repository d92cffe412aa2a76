"""Hybrid retrieval as a LangChain retriever: dense and BM25 candidates, ranked by their fused evidence."""

from __future__ import annotations

from datetime import date

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from rag.archive import Archive, Ledger
from rag.embedding import Embedder
from rag.evidence import Candidate, Evidence, asked_words, search_text
from rag.fusion import Fusion, load
from rag.index import Indexes
from rag.question import Query, understand
from rag.schema import Found, Request, Version
from rag.script import language_of

CANDIDATES = 50  # from each index
FEW = 3  # candidates of a language, under which their mean says nothing


class HybridRetriever(BaseRetriever):
    """Finds the passages that may answer a question, best first.

    Each `Document` is a passage: its text, and in `metadata` what a citation needs, the parts of its score
    and `score` itself (a logit). Passages of withdrawn or replaced articles are never among them.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    archive: Archive
    indexes: Indexes
    embedder: Embedder
    k: int = 10

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,
        today: date | None = None,
        understood: Query | None = None,
    ) -> list[Document]:
        """
        Args:
            today: base of relative dates in `query`; without it they restrict nothing.
            understood: `query` as already taken, so that it is not read twice.
        """
        asked = understood or understand(Request(question=query, today=today or date.max))
        evidence = self.evidence(asked)
        ranked = [
            (self._score(asked, evidence, candidate), candidate) for candidate in self.candidates(asked)
        ]
        ranked.sort(key=lambda pair: pair[0], reverse=True)
        return [to_document(candidate, score) for score, candidate in ranked[: self.k]]

    def evidence(self, query: Query) -> Evidence:
        """What the passages of this archive are measured by, for one question."""
        return Evidence(query, self.indexes.rarity(asked_words(query)))

    def _score(self, query: Query, evidence: Evidence, candidate: Candidate) -> float:
        fusion = fusion_for(query, candidate.passage.version)
        return fusion.found.logit(evidence.passage(candidate))

    def candidates(self, query: Query) -> list[Candidate]:
        """What either index finds, in no order."""
        vector = self.embedder.encode_query(query.search)
        cosines = {hit.passage_id: hit.score for hit in self.indexes.dense(vector, CANDIDATES)}
        bm25 = {hit.passage_id: hit.score for hit in self.indexes.lexical(search_text(query), CANDIDATES)}
        cosines |= self._cosines(vector, [i for i in bm25 if i not in cosines])
        best = max(bm25.values(), default=0.0)
        passages = self.archive.passages(list(cosines))
        means = _means({p.passage_id: is_english(p.version) for p in passages}, cosines)
        return [
            Candidate(
                passage,
                cosine=cosines[passage.passage_id],
                margin=cosines[passage.passage_id] - means[is_english(passage.version)],
                bm25=bm25.get(passage.passage_id, 0.0) / best if best else 0.0,
            )
            for passage in passages
        ]

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


def is_english(version: Version) -> bool:
    return (version.lang or language_of(version.text[:400])).startswith("en")


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


def to_document(candidate: Candidate, score: float) -> Document:
    """A candidate as LangChain's noun."""
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
