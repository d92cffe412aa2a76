"""Reranks retrieved passages with the reader; without a reader their order stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.embedding.context import context
from rag.question import Query
from rag.reader import Reader, ReaderInput, Reading
from rag.search.evidence import Candidate, Evidence
from rag.search.excerpts import with_context
from rag.search.fusion import fusion_for

# Reading takes most of a question's time. Of 270 tuning questions of the residents' set, among 8,400 articles, the right
# words were found for .833 / .837 / .841 / .841 with 4 / 6 / 8 / 12 passages read at once; with three read first, and the
# others only if none of these answers, for .837 of 6 and .841 of 8.
READ_FIRST = 3
PASSAGES_READ = 6
PASSAGES_READ_CROSS_LINGUAL = (
    8  # at once for a question in English: retrieval ranks Chinese articles less reliably
)
ANSWERED = 1.0  # logit `answered` of a passage after which no further ones are read
# The first passage alone is read if it answers so surely, and was found with a score (a logit) so far above the second one's.
CLEARLY_ANSWERED, CLEAR_LEAD = 4.0, 2.0


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
    """Reranks the best retrieved passages: it reads a few, and further ones only if none of these answers the question."""

    def __init__(self, reader: Reader | None, passages: int | None = None) -> None:
        """
        Args:
            passages: how many passages to read, all at once; by default, see `READ_FIRST` and `passages_to_read`.
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
        if self.passages or evidence.query.language == "en":
            ranked = _read(self.reader, evidence, best)
        else:
            ranked = self._read_until_answered(self.reader, evidence, best)
        return sorted(ranked, key=lambda r: r.score, reverse=True)

    @staticmethod
    def _read_until_answered(
        reader: Reader, evidence: Evidence, found: Sequence[tuple[Candidate, float]]
    ) -> list[Ranked]:
        """Read the first passage; `READ_FIRST`, unless that one clearly answers; all, unless one of these answers."""
        ranked = _read(reader, evidence, found[:1])
        leads = len(found) > 1 and found[0][1] - found[1][1] > CLEAR_LEAD
        if leads and _answers(ranked[0], CLEARLY_ANSWERED):
            return ranked
        ranked += _read(reader, evidence, found[1:READ_FIRST])
        if not any(_answers(one, ANSWERED) for one in ranked):
            ranked += _read(reader, evidence, found[READ_FIRST:])
        return ranked


def _answers(ranked: Ranked, limit: float) -> bool:
    """Whether the reading's logit `answered` is above a limit."""
    return ranked.read and ranked.reading is not None and ranked.reading.answered > limit


def passages_to_read(query: Query) -> int:
    """How many passages the reader reads at most for a question."""
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


def _read(reader: Reader, evidence: Evidence, found: Sequence[tuple[Candidate, float]]) -> list[Ranked]:
    readings = read_passages(reader, evidence, [candidate for candidate, _ in found])
    return [
        Ranked(candidate, _score(evidence, candidate, score, reading), reading)
        for (candidate, score), reading in zip(found, readings, strict=True)
    ]


def read_in_context(reader: Reader, evidence: Evidence, candidate: Candidate) -> Reading:
    """Read a candidate together with the sentences around it."""
    excerpt = with_context(candidate.passage)
    text = _reader_input(candidate, evidence.query.previous)._replace(passage=excerpt.text)
    return reader.read(evidence.reader_question(candidate), [text])[0]


def _reader_input(candidate: Candidate, previous: str) -> ReaderInput:
    version = candidate.passage.version
    lead = context(version.headline, version.subheadline, version.date)
    return ReaderInput(lead, candidate.passage.text, previous)


def _score(evidence: Evidence, candidate: Candidate, score: float, reading: Reading) -> float:
    fusion = fusion_for(evidence.query, candidate.passage.version, read=reading.has_spans)
    if fusion.read is None:
        return (score + reading.relevance) / 2  # a CrossEncoder's relevance has no calibrated scale
    return fusion.read.logit(evidence.read_features(score, reading))
