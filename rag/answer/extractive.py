"""The default answerer: quotes the one to three sentences of the paper that answer the question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.answer.base import Verdict
from rag.answer.byline import byline_claim
from rag.answer.years import are_figures_of_two_years, figures_of_two_years, same_statement
from rag.cite import Claim, Support
from rag.dates import Period
from rag.embedding import Embedder
from rag.reader import Reader
from rag.search.evidence import AnswerFeatures, Evidence, Sentence, SentenceFeatures, sentences
from rag.search.fusion import Logistic, fusion_for, is_english, probability
from rag.search.reranker import Ranked, read_in_context
from rag.text.normalise import match_form
from rag.text.sentences import Span

MOST_EMBEDDED = 12  # sentences: the best ones by all other features
MOST_STATEMENTS = 3
ON_TOPIC = 0.0  # logit of relevance: passages below it are not near enough to show their lines
LEFT_OPEN = 3.0  # a logit `answered` nearer to 0 leaves open whether the passage answers
SUBJECT_WEIGHT = 6.0  # of the words shared with the question, in choosing the nearest lines
ANSWER_MARGIN = 1.5  # a sentence this far (a logit) below the best one is not quoted
TIE_MARGIN = 0.3  # within this distance (a logit) of the best sentence, a newer report's sentence comes first
TIE_COVERAGE = 0.05  # it also comes first if its coverage is at most this much lower than the best sentence's


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence with its passage, its features and its score (a logit)."""

    sentence: Sentence
    passage: Ranked
    features: SentenceFeatures
    score: float

    @property
    def printed(self) -> date:
        return self.sentence.candidate.passage.version.date or date.min

    @property
    def support(self) -> Support:
        """The sentence as a citation; the reader's answer span in it is highlighted."""
        passage, reading = self.sentence.candidate.passage, self.passage.reading
        answer = reading.answer(self.sentence.in_passage) if reading else None
        highlight = Span(passage.start + answer.start, passage.start + answer.end) if answer else None
        return Support(passage.version, "text", self.sentence.start, self.sentence.end, highlight)


class ExtractiveAnswerer:
    """Chooses sentences to quote; needs no language model."""

    def __init__(self, embedder: Embedder, reader: Reader | None = None) -> None:
        self.embedder = embedder
        self.reader = reader

    def answer(self, evidence: Evidence, ranked: Sequence[Ranked]) -> Verdict:
        """Answer once from the English articles and once from the others, and return the more confident verdict.

        The two have different weights, see `rag.search.fusion.fusion_for`.
        """
        groups: dict[bool, list[Ranked]] = {}
        for passage in ranked:
            groups.setdefault(is_english(passage.candidate.passage.version), []).append(passage)
        verdicts = [self._answer_one_language(evidence, group) for group in groups.values()]
        return max(verdicts, key=lambda verdict: verdict.confidence, default=Verdict(0.0, iter(())))

    def _answer_one_language(self, evidence: Evidence, ranked: Sequence[Ranked]) -> Verdict:
        if evidence.query.intent == "author":
            return _author(evidence, ranked[0])
        fusion = fusion_for(evidence.query, ranked[0].candidate.passage.version, read=ranked[0].read)
        scored = self.score(evidence, ranked, fusion.sentence)
        if not scored:
            return Verdict(0.0, iter(()))
        confidence = probability(fusion.answer.logit(self.answer_features(evidence, scored[0])))
        return Verdict(confidence, self._claims(evidence, scored), nearest_lines=_nearest_lines(scored))

    def answer_features(self, evidence: Evidence, best: ScoredSentence) -> AnswerFeatures:
        """The features for deciding whether the best sentence answers the question.

        Where the first reading leaves that open, its passage is read again with the sentences around it.
        """
        reading = in_context = best.passage.reading
        if self.reader and reading and reading.has_spans and abs(reading.answered) < LEFT_OPEN:
            in_context = read_in_context(self.reader, evidence, best.passage.candidate)
        return evidence.answer_features(best.sentence, best.score, best.features, reading, in_context)

    def score(self, evidence: Evidence, ranked: Sequence[Ranked], weights: Logistic) -> list[ScoredSentence]:
        """The sentences of the passages, best first; without a reader only the `MOST_EMBEDDED` best, rescored."""
        scored = sorted(
            (
                ScoredSentence(sentence, passage, features, weights.logit(features))
                for passage in ranked
                for sentence in sentences(passage.candidate)
                if not evidence.dates.names_other_days(sentence)
                if not evidence.names_other_office(sentence)
                if not evidence.query.excludes(sentence.article_id, "text", sentence.start, sentence.end)
                for features in [evidence.sentence_features(sentence, passage.score, passage.reading)]
            ),
            key=lambda s: s.score,
            reverse=True,
        )
        if all(passage.read for passage in ranked):
            return scored
        return self._rescored(evidence, scored[:MOST_EMBEDDED], weights)

    def _rescored(
        self, evidence: Evidence, scored: list[ScoredSentence], weights: Logistic
    ) -> list[ScoredSentence]:
        """The sentences scored with their own cosines instead of their passages', best first."""
        cosines = self.cosines(evidence.query.search, [s.sentence.text for s in scored])
        rescored = [
            replace(s, features=features, score=weights.logit(features))
            for s, cosine in zip(scored, cosines, strict=True)
            for features in [s.features.with_cosine(cosine)]
        ]
        return sorted(rescored, key=lambda s: s.score, reverse=True)

    def cosines(self, question: str, texts: list[str]) -> list[float]:
        """The cosine similarity of each text to the question."""
        if not texts:
            return []
        similarities = self.embedder.encode_passages(texts) @ self.embedder.encode_query(question)
        return [float(s) for s in similarities]

    def _claims(self, evidence: Evidence, scored: Sequence[ScoredSentence]) -> Iterator[Claim]:
        supports = [chosen.support for chosen in choose_statements(evidence, scored)]
        for i, support in enumerate(supports):
            of_other_year = i == 0 and len(supports) > 1 and are_figures_of_two_years(support, supports[1])
            yield replace(Claim.quoting(support), older=supports[1] if of_other_year else None)


def _author(evidence: Evidence, best: Ranked) -> Verdict:
    """Who wrote the best report, from its byline. The confidence is that it is the right report."""
    version = best.candidate.passage.version
    if not version.byline:
        return Verdict(0.0, iter(()))
    return Verdict(probability(best.score), iter((byline_claim(version, evidence.query.language),)))


def _nearest_lines(scored: Sequence[ScoredSentence]) -> list[Claim]:
    """The sentences nearest to the question's subject, to show if none answers it; only from passages on its topic."""
    on_topic = [s for s in scored if s.passage.reading is None or s.passage.reading.relevance > ON_TOPIC]
    chosen: list[ScoredSentence] = []
    for one in sorted(on_topic, key=_nearness, reverse=True)[: 3 * MOST_STATEMENTS]:
        if not any(same_statement(one.sentence.text, other.sentence.text) for other in chosen):
            chosen.append(one)
    return [Claim.quoting(one.support) for one in chosen[:MOST_STATEMENTS]]


def _nearness(scored: ScoredSentence) -> float:
    """How near a sentence comes to what is asked: its subject counts for more than in an answer.

    Of 90 tuning near misses, the sentence that tempts was so shown first for .44 (by the score alone .28) and among three for
    .64 (.54); of 45 false premises, the sentence that contradicts for .42 (.38) and .69 (.67).
    """
    relevance = scored.passage.reading.relevance if scored.passage.reading else 0.0
    return scored.score + relevance + SUBJECT_WEIGHT * scored.features.coverage


def choose_statements(evidence: Evidence, scored: Sequence[ScoredSentence]) -> list[ScoredSentence]:
    """Choose the sentences to quote: the best one, and others that score nearly as well and say something new.

    Without a period in the question, the newest of equally good reports comes first; so does the newer report where two give
    figures of two years. If the question gives a limit ("since 2023"), only reports printed within it compete.

    Args:
        scored: best first.
    """
    likely: list[ScoredSentence] = []
    for candidate in scored:
        if candidate.score < scored[0].score - ANSWER_MARGIN:
            break
        if not any(same_statement(candidate.sentence.text, other.sentence.text) for other in likely):
            likely.append(candidate)
    query = evidence.query
    first = likely[:1]
    if (query.period is None or query.compares) and (pair := figures_of_two_years(scored)):
        first = list(pair)
    elif query.period is None or query.by_boundary:
        leading = [s for s in likely[:MOST_STATEMENTS] if _may_lead(s, scored[0], query.period)]
        first = [max(leading, key=lambda s: (s.printed, s.score), default=scored[0])]
    chosen = list(first)
    for further in likely:
        if further not in first and not any(_answers_alike(further, other) for other in chosen):
            chosen.append(further)
    return chosen[:MOST_STATEMENTS]


def _answers_alike(further: ScoredSentence, other: ScoredSentence) -> bool:
    """Whether a sentence that is quoted already (`other`) contains the answer span of `further`."""
    reading = further.passage.reading
    if reading is None or not reading.has_spans:
        return False
    answer = reading.answer(further.sentence.in_passage)
    if answer is None:
        return False
    answer_text = re.escape(match_form(further.sentence.candidate.passage.text[answer.start : answer.end]))
    return bool(re.search(rf"(?<!\d)(?<!\d\.){answer_text}(?!\d|\.\d|%)", match_form(other.sentence.text)))


def _may_lead(scored: ScoredSentence, best: ScoredSentence, asked: Period | None) -> bool:
    """Whether a sentence was printed on the asked days and answers about as well as the best sentence.

    That is: its score is nearly as high, or it covers as much of the question.
    """
    if asked and not asked.contains(Period(scored.printed, scored.printed)):
        return False
    return scored.score >= best.score - TIE_MARGIN or (
        scored.features.coverage >= best.features.coverage - TIE_COVERAGE
        and scored.features.kind >= best.features.kind
        and scored.features.unit >= best.features.unit
    )
