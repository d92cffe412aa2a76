"""Answers questions of several parts, each from what is found for it: events that are compared, or several questions in one."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.base import Reply, Verdict
from rag.answer.corrected import with_corrections
from rag.answer.dated import with_report_dates
from rag.answer.passages import PassageResponder, in_asked_days
from rag.answer.subject import with_subjects
from rag.cite import Claim
from rag.question import Query
from rag.search.reranker import PASSAGES_READ
from rag.search.retrieved import Retrieved, interleave, to_found


class PartsResponder:
    """Answers each part separately; if one is not reported, the question is answered like any other."""

    def __init__(self, passages: PassageResponder, decline_below: float) -> None:
        """
        Args:
            decline_below: a part with a lower confidence counts as not reported.
        """
        self.passages = passages
        self.decline_below = decline_below

    def respond(self, query: Query) -> Reply | None:
        if not query.parts:
            return None
        retriever = self.passages.retriever
        found = [retriever.find(part) for part in query.parts]
        merged = interleave(found, key=lambda one: one.passage_id)[: retriever.k]
        return Reply(
            to_found(merged), lambda: self._written(query, found, merged) or self.passages.read(query, merged)
        )

    def _written(
        self, query: Query, found: Sequence[Sequence[Retrieved]], merged: Sequence[Retrieved]
    ) -> Verdict | None:
        verdict = self._answer_each(query, found)
        return self.passages.written(query, merged, verdict) if verdict else None

    def _answer_each(self, query: Query, found: Sequence[Sequence[Retrieved]]) -> Verdict | None:
        """The best claim about each part, with the lowest confidence; None if a part is not reported."""
        claims: list[Claim] = []
        confidence = 1.0
        for part, retrieved in zip(query.parts, found, strict=True):
            best = in_asked_days(retrieved)[: PASSAGES_READ // len(query.parts)]
            if not best:
                return None
            verdict = self.passages.judge(part, best)
            first = next(verdict.claims, None)
            if first is None or verdict.confidence < self.decline_below:
                return None
            claims.append(first)
            confidence = min(confidence, verdict.confidence)
        dated = with_report_dates(claims, query) if query.events else claims
        explained = with_subjects(dated, query.language)
        return Verdict(confidence, with_corrections(explained, self.passages.archive))
