"""Reranks retrieved passages with the reader; without a reader their order stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.embedding.context import context
from rag.question import Query
from rag.reader import Reader, ReaderInput, Reading
from rag.search.evidence import Candidate, Evidence
from rag.search.fusion import fusion_for

# Milliseconds to read 4 / 6 / 8 / 12 passages of the sample paper on two cores, with twelve layers
# (eight layers take 0.7 times as long): bfloat16 164 / 231 / 311 / 446, float32 256 / 384 / 503 / 756.
# The right article and sentence ranked first as often with 4 passages as with 20.
PASSAGES_READ = 6
PASSAGES_READ_CROSS_LINGUAL = 8  # for a question in English: retrieval ranks Chinese articles less reliably


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with its score (a logit) and, if a reader has read it, the reading."""

    candidate: Candidate
    score: float
    reading: Reading | None = None

    @property
    def read(self) -> bool:
        """Whether a reader that finds answer spans has read it; such passages have their own fusion weights."""
        return self.reading is not None and self.reading.has_spans


class Reranker:
    """Reranks the best retrieved passages."""

    def __init__(self, reader: Reader | None, passages: int | None = None) -> None:
        """
        Args:
            passages: how many passages to read; by default it depends on the question's language.
        """
        self.reader = reader
        self.passages = passages

    def rank(self, evidence: Evidence, found: Sequence[tuple[Candidate, float]]) -> list[Ranked]:
        """
        Args:
            found: candidates with their scores (logits), best first.

        Returns:
            The passages that were read, best first.
        """
        best = found[: self.passages or passages_to_read(evidence.query)]
        if self.reader is None:
            return [Ranked(candidate, score) for candidate, score in best]
        readings = read_passages(self.reader, evidence, [candidate for candidate, _ in best])
        ranked = [
            Ranked(candidate, _score(evidence, candidate, score, reading), reading)
            for (candidate, score), reading in zip(best, readings, strict=True)
        ]
        return sorted(ranked, key=lambda r: r.score, reverse=True)


def passages_to_read(query: Query) -> int:
    """How many passages the reader reads for a question."""
    return PASSAGES_READ_CROSS_LINGUAL if query.language == "en" else PASSAGES_READ


def read_passages(reader: Reader, evidence: Evidence, candidates: Sequence[Candidate]) -> list[Reading]:
    """Read the candidates, each with its own wording of the question (see `Evidence.reader_question`)."""
    by_question: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_question.setdefault(evidence.reader_question(candidate), []).append(candidate)
    readings = {
        candidate.passage.passage_id: reading
        for question, group in by_question.items()
        for candidate, reading in zip(
            group,
            reader.read(question, [_reader_input(c, evidence.query.previous) for c in group]),
            strict=True,
        )
    }
    return [readings[candidate.passage.passage_id] for candidate in candidates]


def _reader_input(candidate: Candidate, previous: str) -> ReaderInput:
    version = candidate.passage.version
    lead = context(version.headline, version.subheadline, version.date)
    return ReaderInput(lead, candidate.passage.text, previous)


def _score(evidence: Evidence, candidate: Candidate, score: float, reading: Reading) -> float:
    fusion = fusion_for(evidence.query, candidate.passage.version, read=reading.has_spans)
    if fusion.read is None:
        return (score + reading.relevance) / 2  # a CrossEncoder's relevance has no calibrated scale
    return fusion.read.logit(evidence.read_features(score, reading))
