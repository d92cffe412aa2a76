"""Candidate passages, their sentences, and the features computed for each."""

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
        cosine: cosine similarity to the question.
        margin: `cosine` minus the mean cosine of the candidates in the same language; comparable across languages.
        bm25: BM25 score divided by the best candidate's, 0-1.
        days: the days that the passage mentions; None if they were not looked up.
    """

    passage: Passage
    cosine: float
    margin: float
    bm25: float
    days: tuple[Period, ...] | None = None

    @property
    def printed(self) -> date:
        """The print date of its article; `date.min` if it has none."""
        return self.passage.version.date or date.min


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a candidate's passage; `start` and `end` are offsets in the article's text."""

    candidate: Candidate
    start: int
    end: int

    @property
    def article_id(self) -> str:
        return self.candidate.passage.version.article_id

    @property
    def in_passage(self) -> Span:
        """Its position in the passage's text."""
        return Span(self.start - self.candidate.passage.start, self.end - self.candidate.passage.start)

    @property
    def text(self) -> str:
        return self.candidate.passage.version.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class PassageFeatures:
    """Features of a passage before it is read, each roughly -1 to 1.

    Attributes:
        cosine, margin, bm25: see `Candidate`; cosine and margin are scaled.
        coverage: share of the topic's words that the passage or its headline contains, weighted by rarity.
        shared: how much rare text passage and question share, regardless of the question's length.
        headline_coverage: like `coverage`, for the headline alone.
        rarest_missing: rarity of the rarest topic word that is missing.
        name_missing, number_missing: 1 if a name (a number) of the question is missing.
        in_period: how well the passage fits the asked days.
        out_of_period: 1 if it is about other days instead.
    """

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
    """Features of a passage after a reader has read it, each roughly -1 to 1.

    Attributes:
        found: its score before it was read.
        relevance: the reader's score that the passage is on the topic.
        answered: the reader's score that it contains the answer.
        span: the reader's score of the best answer span.
    """

    found: float
    relevance: float
    answered: float
    span: float


@dataclass(frozen=True, slots=True)
class SentenceFeatures:
    """Features of a sentence as an answer, each roughly -1 to 1.

    Attributes:
        passage: the score of its passage.
        span: score of the best answer span in the sentence.
        behind: how far `span` is below the best answer span of the whole passage.
        span_kind: 1 if that span is of the kind asked for, -1 if not, 0 if the kind has no pattern.
        span_asked: 1 if that span is in the question itself. The four span features are 0 if no reader has read the passage.
        cosine: similarity of the sentence to the question; of its passage if a reader has read it.
        coverage: share of the topic's words that the sentence contains, weighted by rarity.
        context_coverage, shared: like `PassageFeatures`, with the headline and the text just before the sentence included.
        common_run: length of the longest common substring of topic and sentence, divided by the topic's length.
        kind: 1 if it contains something of the kind asked for, -1 if not, 0 if the kind has no pattern.
        unit: 1 if it has a number with the counted unit or a name next to the office asked for, -1 if not, 0 if neither is
            asked for.
        in_period, out_of_period: see `PassageFeatures`.
        is_question: 1 if the sentence is a question itself.
        length: logarithm of its length.
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
        """A copy for a passage with this score (a logit)."""
        return replace(self, passage=score / 4)

    def with_cosine(self, cosine: float) -> SentenceFeatures:
        """A copy with the cosine of the sentence itself instead of its passage's."""
        return replace(self, cosine=scaled(cosine))


@dataclass(frozen=True, slots=True)
class AnswerFeatures:
    """Features for deciding whether the question is answered at all, taken from the best sentence and its passage.

    None of those used with a reader depends on the other articles: neither rarity nor what else was found says whether the
    answer is in this passage.

    Attributes:
        sentence, cosine, kind, unit: the sentence's score and features; used only without a reader.
        relevance, answered: the reader's scores, see `ReadFeatures`.
        span: see `SentenceFeatures`.
        in_context: the reader's score of the passage together with the sentences around it, or `answered` where that leaves
            nothing open. These four are 0 without a reader.
        coverage: share of the topic's words that the sentence contains.
        context_coverage: the same, with the headline and the text just before the sentence included.
        name_missing, number_missing: see `PassageFeatures`.
    """

    sentence: float
    cosine: float
    kind: float
    unit: float
    relevance: float
    answered: float
    span: float
    in_context: float
    coverage: float
    context_coverage: float
    name_missing: float
    number_missing: float


def sentences(candidate: Candidate) -> list[Sentence]:
    """The sentences of a passage."""
    start = candidate.passage.start
    return [
        Sentence(candidate, start + span.start, start + span.end)
        for span in sentence_spans(candidate.passage.text)
    ]


def scaled(cosine: float) -> float:
    """Scale a cosine to roughly -1 to 1: this model's cosines all lie between 0.75 and 0.95."""
    return (cosine - 0.85) * 10
