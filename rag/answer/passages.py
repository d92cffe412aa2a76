"""The usual way to answer: find passages, read and rank them, and answer from the best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.answer.base import Reply, Verdict
from rag.answer.extractive import MOST_STATEMENTS, ExtractiveAnswerer
from rag.answer.notes import with_notes
from rag.answer.writer import MOST_SENTENCES, Writer
from rag.archive import Archive
from rag.cite import Claim
from rag.question import Query
from rag.search.later_notices import LaterNotices
from rag.search.reranker import Ranked, Reranker
from rag.search.retrieved import Retrieved, interleave, to_found
from rag.search.retriever import HybridRetriever

# The confidence that one of two wordings of a question in a talk needs. Of 206 turns of the residents' dialogues (tuning and
# training part), three more are so answered rightly and none more wrongly; from .11 on, two more wrongly.
SURE_OF_WORDING = 0.2
# What may belong to the talk is answered from it if that is about as sure as the answer to the question alone.
IN_TALK_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class _Reading:
    """The verdict on the passages found for one wording of a question."""

    query: Query
    found: Sequence[Retrieved]
    verdict: Verdict

    @property
    def confidence(self) -> float:
        return self.verdict.confidence

    def is_sure(self, decline_below: float) -> bool:
        return self.confidence >= max(decline_below, SURE_OF_WORDING)

    def and_found(self, other: _Reading) -> _Reading:
        """With what was found for another wording as well."""
        found = interleave([self.found, other.found], key=lambda one: one.passage_id)
        return replace(self, found=found)


class PassageResponder:
    """Answers any question for which passages are found."""

    def __init__(
        self,
        archive: Archive,
        retriever: HybridRetriever,
        reranker: Reranker,
        answerer: ExtractiveAnswerer,
        decline_below: float,
        writer: Writer | None = None,
    ) -> None:
        """
        Args:
            decline_below: with a lower confidence, the passages of the asked days do not answer the question.
            writer: words the answers; None: they are quotations.
        """
        self.archive = archive
        self.retriever = retriever
        self.reranker = reranker
        self.answerer = answerer
        self.notices = LaterNotices(archive, retriever.indexes)
        self.decline_below = decline_below
        self.writer = writer

    def respond(self, query: Query) -> Reply:
        # Emoji or punctuation alone ask nothing: whatever they would find is unrelated.
        found = self.retriever.find(query) if any(map(str.isalnum, query.text)) else []
        return Reply(to_found(found), lambda: self.read(query, found))

    def read(self, query: Query, found: Sequence[Retrieved]) -> Verdict:
        """The verdict on the passages found, worded by the model if there is one, with notes added to its claims."""
        reading = self._read_with_talk(query, found)
        verdict = self.written(reading.query, reading.found, reading.verdict)
        most = MOST_SENTENCES if self.writer else MOST_STATEMENTS
        return self._with_notes(verdict, reading.query, most)

    def quoted(self, query: Query, found: Sequence[Retrieved]) -> Verdict:
        """The verdict on the passages found, with notes, without the model."""
        reading = self._read_with_talk(query, found)
        return self._with_notes(reading.verdict, reading.query, MOST_STATEMENTS)

    def _with_notes(self, verdict: Verdict, query: Query, most: int) -> Verdict:
        claims = with_notes(verdict.claims, query, self.archive, self.notices, most)
        return replace(verdict, claims=claims)

    def written(self, query: Query, found: Sequence[Retrieved], verdict: Verdict) -> Verdict:
        """The verdict in the model's words; unchanged if there is no model or the question is for an author."""
        if self.writer is None or query.intent == "author":
            return verdict
        return self.writer.write(query, [one.candidate.passage for one in found], verdict)

    def _read_with_talk(self, query: Query, found: Sequence[Retrieved]) -> _Reading:
        """Read a question in a talk in two wordings if it is not clear what it takes from the talk, or if nothing answers the
        first.

        If the passages of the asked days do not answer, those of all times are read as well. They may answer only if the asked
        days were guessed; otherwise their nearest lines are shown.
        """
        reading = self._read(query, found)
        if query.in_talk:
            in_talk = self._read(query.in_talk, self.retriever.find(query.in_talk))
            if (
                in_talk.is_sure(self.decline_below)
                and in_talk.confidence >= IN_TALK_SHARE * reading.confidence
            ):
                return replace(in_talk, verdict=replace(in_talk.verdict, query=query.in_talk))
            reading = reading.and_found(in_talk)
        if reading.confidence >= self.decline_below:
            return reading
        if query.previous:
            alone = self._read(replace(query, previous=""), found)
            if alone.is_sure(self.decline_below):
                return alone
        if query.period is None:
            return reading
        anytime = query.without_period()
        wider = self._read(anytime, self.retriever.find(anytime))
        if anytime.beyond_period and wider.confidence >= self.decline_below:
            return wider
        lines = _merged(reading.verdict.nearest_lines, wider.verdict.nearest_lines)
        return replace(reading.and_found(wider), verdict=replace(reading.verdict, nearest_lines=lines))

    def _read(self, query: Query, found: Sequence[Retrieved]) -> _Reading:
        verdict = self.judge(query, in_asked_days(found))
        outside = [Ranked(one.candidate, one.score) for one in found if one.date_match == "outside"]
        return _Reading(query, found, replace(verdict, nearest=[*verdict.nearest, *outside]))

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
