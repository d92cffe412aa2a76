"""Reads the passages found and ranks them anew; without a reader they stay as they were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.embedding.context import context
from rag.question import Query
from rag.reader import Reader, Reading, Text
from rag.search.evidence import Candidate, Evidence
from rag.search.fusion import fusion_for

# Milliseconds of reading 4 / 6 / 8 / 12 passages of the sample paper on two cores, with twelve layers
# (eight take 0.7 of it): bfloat16 164 / 231 / 311 / 446, float32 256 / 384 / 503 / 756;
# the right article and sentence came first as often with 4 as with 20.
READ = 6  # passages
READ_ACROSS = 8  # of Chinese reports for a question in English, which the words lead to less surely


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with its score, a logit, and what the reader made of it."""

    candidate: Candidate
    score: float
    reading: Reading | None = None

    @property
    def read(self) -> bool:
        """Whether a reader has read it that tells places; other weights hold then."""
        return self.reading is not None and self.reading.tells_places


class Reranker:
    """Ranks the best of the passages found."""

    def __init__(self, reader: Reader | None, passages: int | None = None) -> None:
        """
        Args:
            passages: how many are read; else as many as suit the question.
        """
        self.reader = reader
        self.passages = passages

    def rank(self, evidence: Evidence, found: Sequence[tuple[Candidate, float]]) -> list[Ranked]:
        """
        Args:
            found: candidates with their scores (logits), best first.

        Returns:
            The best of them, best first.
        """
        best = found[: self.passages or to_read(evidence.query)]
        if self.reader is None:
            return [Ranked(candidate, score) for candidate, score in best]
        readings = read(self.reader, evidence, [candidate for candidate, _ in best])
        ranked = [
            Ranked(candidate, _score(evidence, candidate, score, reading), reading)
            for (candidate, score), reading in zip(best, readings, strict=True)
        ]
        return sorted(ranked, key=lambda r: r.score, reverse=True)


def to_read(query: Query) -> int:
    """How many passages are read for a question."""
    return READ_ACROSS if query.language == "en" else READ


def read(reader: Reader, evidence: Evidence, candidates: Sequence[Candidate]) -> list[Reading]:
    """What the reader makes of each candidate."""
    by_question: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_question.setdefault(evidence.asked_of(candidate), []).append(candidate)
    readings = {
        candidate.passage.passage_id: reading
        for question, some in by_question.items()
        for candidate, reading in zip(some, reader.read(question, [_text(c) for c in some]), strict=True)
    }
    return [readings[candidate.passage.passage_id] for candidate in candidates]


def _text(candidate: Candidate) -> Text:
    version = candidate.passage.version
    return Text(context(version.headline, version.subheadline, version.date), candidate.passage.text)


def _score(evidence: Evidence, candidate: Candidate, score: float, reading: Reading) -> float:
    fusion = fusion_for(evidence.query, candidate.passage.version, read=reading.tells_places)
    if fusion.read is None:
        return (score + reading.relevance) / 2  # of a CrossEncoder, whose scale is not known
    return fusion.read.logit(evidence.read(score, reading))
