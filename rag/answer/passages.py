"""The usual way to answer: find passages, read and rank them, and answer from the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer.base import Answerer, Reply, Verdict
from rag.answer.notes import with_notes
from rag.archive import Archive
from rag.question import Query
from rag.search.reranker import Ranked, Reranker
from rag.search.retrieved import Retrieved, to_found
from rag.search.retriever import HybridRetriever


class PassageResponder:
    """Answers any question for which passages are found."""

    def __init__(
        self, archive: Archive, retriever: HybridRetriever, reranker: Reranker, answerer: Answerer
    ) -> None:
        self.archive = archive
        self.retriever = retriever
        self.reranker = reranker
        self.answerer = answerer

    def respond(self, query: Query) -> Reply:
        found = self.retriever.find(query)
        return Reply(to_found(found), lambda: self.read(query, found))

    def read(self, query: Query, found: Sequence[Retrieved]) -> Verdict:
        """The verdict on the passages found, with notes added to its claims."""
        verdict = self.judge(query, in_asked_days(found))
        outside = [Ranked(one.candidate, one.score) for one in found if one.date_match == "outside"]
        claims = with_notes(verdict.claims, query, self.archive)
        return replace(verdict, claims=claims, nearest=[*verdict.nearest, *outside])

    def judge(self, query: Query, found: Sequence[Retrieved]) -> Verdict:
        """The verdict on passages, without notes.

        Args:
            found: best first.
        """
        evidence = self.retriever.evidence(query)
        ranked = self.reranker.rank(evidence, [(one.candidate, one.score) for one in found])
        verdict = self.answerer.answer(evidence, ranked)
        return replace(verdict, nearest=ranked)


def in_asked_days(found: Sequence[Retrieved]) -> list[Retrieved]:
    """The passages not outside the asked days; those outside can only be shown as nearest articles."""
    return [one for one in found if one.date_match != "outside"]
