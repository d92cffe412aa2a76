"""Candidates and their sentences, and all that is measured of them before it is weighed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from rag.dates import Period
from rag.schema import Passage
from rag.text.sentences import Span, sentence_spans


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that the indexes found.

    Attributes:
        cosine: to the question.
        margin: `cosine` less the mean over the candidates of its language: comparable between languages.
        bm25: against the best candidate's, 0-1.
        days: what the passage speaks of, where that has been looked up.
    """

    passage: Passage
    cosine: float
    margin: float
    bm25: float
    days: tuple[Period, ...] | None = None

    @property
    def printed(self) -> date:
        """The day of its article; one without a date counts as the oldest."""
        return self.passage.version.date or date.min


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a candidate's passage; `start`, `end` count in the article's text."""

    candidate: Candidate
    start: int
    end: int

    @property
    def in_passage(self) -> Span:
        """Where it stands in the passage's text."""
        return Span(self.start - self.candidate.passage.start, self.end - self.candidate.passage.start)

    @property
    def text(self) -> str:
        return self.candidate.passage.version.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class PassageFeatures:
    """What is known of a passage as the place of an answer; each roughly within -1 to 1."""

    cosine: float
    margin: float
    bm25: float
    coverage: float
    shared: float
    headline_coverage: float
    rarest_missing: float
    name_missing: float
    number_missing: float
    in_period: float
    out_of_period: float


@dataclass(frozen=True, slots=True)
class ReadFeatures:
    """What is known of a passage that a reader has read; each roughly within -1 to 1.

    Attributes:
        found: its score before it was read.
        relevance, answered, span: the reader's: on the topic, answered here, answered in one place.
    """

    found: float
    relevance: float
    answered: float
    span: float


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """What is known of a sentence as an answer, beside its passage's score; each roughly within -1 to 1.

    Attributes:
        cosine: of the sentence alone; of its passage where a reader has read it.
        span, behind: of the likeliest answer in it, and how far that lies behind the passage's likeliest.
        span_kind: 1 where that answer is of the kind asked for, -1 where not, 0 where that kind has no form.
        span_asked: 1 where it stands in the question itself. These four are 0 where no reader has read it.
    """

    passage: float
    span: float
    behind: float
    span_kind: float
    span_asked: float
    cosine: float
    coverage: float
    context_coverage: float
    shared: float
    common_run: float
    kind: float
    unit: float
    in_period: float
    out_of_period: float
    is_question: float
    length: float

    def of_passage(self, score: float) -> SentenceFeatures:
        """The same in a passage of this score (a logit)."""
        return replace(self, passage=score / 4)

    def with_cosine(self, cosine: float) -> SentenceFeatures:
        """The same, now that the sentence itself has been embedded."""
        return replace(self, cosine=scaled(cosine))


@dataclass(frozen=True, slots=True)
class AnswerFeatures:
    """What is known of the best sentence, its passage and the others, as a sign that the answer is there at all."""

    sentence: float
    passage: float
    relevance: float
    answered: float
    span: float
    cosine: float
    margin: float
    coverage: float
    context_coverage: float
    shared: float
    rarest_missing: float
    name_missing: float
    number_missing: float
    kind: float
    unit: float
    in_period: float
    out_of_period: float
    behind: float
    span_kind: float
    span_asked: float
    lead: float


def sentences(candidate: Candidate) -> list[Sentence]:
    """The sentences of a passage."""
    start = candidate.passage.start
    return [
        Sentence(candidate, start + span.start, start + span.end)
        for span in sentence_spans(candidate.passage.text)
    ]


def scaled(cosine: float) -> float:
    """The cosines of this kind of model crowd between 0.75 and 0.95."""
    return (cosine - 0.85) * 10
