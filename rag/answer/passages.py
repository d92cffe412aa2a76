"""The usual way to answer: find passages, read and rank them, and answer from the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer.base import Answerer, Reply, Verdict
from rag.answer.extractive import MOST_STATEMENTS
from rag.answer.notes import with_notes
from rag.archive import Archive
from rag.cite import Claim
from rag.question import Query
from rag.search.later_notices import LaterNotices
from rag.search.reranker import Ranked, Reranker
from rag.search.retrieved import Retrieved, to_found
from rag.search.retriever import HybridRetriever

# The confidence that one of two wordings of a question in a talk needs. Of 206 turns of the residents' dialogues (tuning and
# training part), three more are so answered rightly and none more wrongly; from .11 on, two more wrongly.
SURE_OF_WORDING = 0.2
# What may belong to the talk is answered from it if that is about as sure as the answer to the question alone.
IN_TALK_SHARE = 0.8


class PassageResponder:
    """Answers any question for which passages are found."""

    def __init__(
        self,
        archive: Archive,
        retriever: HybridRetriever,
        reranker: Reranker,
        answerer: Answerer,
        decline_below: float,
    ) -> None:
        """
        Args:
            decline_below: with a lower confidence, the passages of the asked days do not answer the question.
        """
        self.archive = archive
        self.retriever = retriever
        self.reranker = reranker
        self.answerer = answerer
        self.notices = LaterNotices(archive, retriever.indexes)
        self.decline_below = decline_below

    def respond(self, query: Query) -> Reply:
        # Emoji or punctuation alone ask nothing: whatever they would find is unrelated.
        found = self.retriever.find(query) if any(map(str.isalnum, query.text)) else []
        return Reply(to_found(found), lambda: self.read(query, found))

    def read(self, query: Query, found: Sequence[Retrieved]) -> Verdict:
        """The verdict on the passages found, with notes added to its claims.

        A question in a talk is read in two wordings if it is not clear what it takes from the talk, or if nothing answers the
        first. If the passages of the asked days do not answer, those of all times are read as well. They may answer only if
        the asked days were guessed; otherwise their nearest lines are shown.
        """
        verdict = self._read(query, found)
        if query.in_talk:
            in_talk = self._read(query.in_talk, self.retriever.find(query.in_talk))
            if self._is_sure(in_talk) and in_talk.confidence >= IN_TALK_SHARE * verdict.confidence:
                return replace(in_talk, query=query.in_talk)
        if verdict.confidence >= self.decline_below:
            return verdict
        if query.previous and self._is_sure(alone := self._read(replace(query, previous=""), found)):
            return alone
        if query.period is None:
            return verdict
        anytime = query.without_period()
        wider = self._read(anytime, self.retriever.find(anytime))
        if anytime.beyond_period and wider.confidence >= self.decline_below:
            return wider
        return replace(verdict, nearest_lines=_merged(verdict.nearest_lines, wider.nearest_lines))

    def _is_sure(self, verdict: Verdict) -> bool:
        return verdict.confidence >= max(self.decline_below, SURE_OF_WORDING)

    def _read(self, query: Query, found: Sequence[Retrieved]) -> Verdict:
        verdict = self.judge(query, in_asked_days(found))
        outside = [Ranked(one.candidate, one.score) for one in found if one.date_match == "outside"]
        claims = with_notes(verdict.claims, query, self.archive, self.notices)
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


def _merged(lines: Sequence[Claim], others: Sequence[Claim]) -> list[Claim]:
    quoted = {line.text for line in lines}
    return [*lines, *(other for other in others if other.text not in quoted)][:MOST_STATEMENTS]


def in_asked_days(found: Sequence[Retrieved]) -> list[Retrieved]:
    """The passages not outside the asked days; those outside can only be shown as nearest articles."""
    return [one for one in found if one.date_match != "outside"]
