"""Questions that set several events against one another: what is reported of each, led by the days of the reports."""

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


class EventsResponder:
    """Answers for each event by itself; where one is not reported, the question is read as any other."""

    def __init__(self, passages: PassageResponder, decline_below: float) -> None:
        """
        Args:
            decline_below: confidence under which an event counts as not reported.
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
            to_found(merged), lambda: self._of_each(query, found) or self.passages.read(query, merged)
        )

    def _of_each(self, query: Query, found: Sequence[Sequence[Retrieved]]) -> Verdict | None:
        """What is reported of each event; None where one of them is not reported."""
        firsts: list[Claim] = []
        confidence = 1.0
        for part, some in zip(query.parts, found, strict=True):
            best = in_asked_days(some)[: PASSAGES_READ // len(query.parts)]
            if not best:
                return None
            verdict = self.passages.judge(part, best)
            first = next(verdict.claims, None)
            if first is None or verdict.confidence < self.decline_below:
                return None
            firsts.append(first)
            confidence = min(confidence, verdict.confidence)
        whole = with_subjects(with_report_dates(firsts, query), query.language)
        return Verdict(confidence, with_corrections(whole, self.passages.archive))
