"""The default answerer: the sentence, or few sentences, of the paper that answer, verbatim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from rag.answer.base import Verdict
from rag.answer.byline import byline_claim
from rag.cite import Claim, Support
from rag.embedding import Embedder
from rag.evidence import Candidate, Evidence, Sentence, SentenceFeatures, as_row, sentences
from rag.fusion import Logistic, probability
from rag.retrieve import fusion_for, is_english

READ = 8  # passages
EMBEDDED = 12  # sentences, the best by all other evidence
MOST_STATEMENTS = 3
ALSO_ANSWERS = 1.5  # how far below the best sentence's score (a logit) a further one may lie
AS_GOOD = 0.3  # how far below it another report's sentence may lie and still lead, being newer
ALIKE = 0.8  # two sentences this alike say the same


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence, its features and its fused score (a logit)."""

    sentence: Sentence
    features: SentenceFeatures
    score: float

    @property
    def printed(self) -> date:
        return self.sentence.candidate.passage.version.date or date.min


class ExtractiveAnswerer:
    """Picks sentences; needs no language model."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder

    def read(self, evidence: Evidence, candidates: list[tuple[Candidate, float]]) -> Verdict:
        """Articles in the question's language and in the other are read apart, since what tells an answer differs;
        the surer reading is taken."""
        groups: dict[bool, list[tuple[Candidate, float]]] = {}
        for candidate, score in candidates:
            groups.setdefault(is_english(candidate.passage.version), []).append((candidate, score))
        verdicts = [self._read(evidence, group) for group in groups.values()]
        return max(verdicts, key=lambda verdict: verdict.confidence, default=Verdict(0.0, iter(())))

    def _read(self, evidence: Evidence, candidates: list[tuple[Candidate, float]]) -> Verdict:
        """Read articles of one language."""
        fusion = fusion_for(evidence.query, candidates[0][0].passage.version)
        scored = self.score(evidence, candidates, fusion.sentence)
        if not scored:
            return Verdict(0.0, iter(()))
        version = scored[0].sentence.candidate.passage.version
        confidence = probability(fusion.answer.logit(confidence_row(evidence, scored)))
        if evidence.query.kind != "author":
            return Verdict(confidence, self._claims(evidence, scored))
        if not version.byline:
            return Verdict(0.0, iter(()))
        return Verdict(confidence, iter((byline_claim(version, evidence.query.language),)))

    def score(
        self, evidence: Evidence, candidates: list[tuple[Candidate, float]], weights: Logistic
    ) -> list[Scored]:
        """The sentences of the best passages, best first; only the most promising are embedded."""

        def scored(sentence: Sentence, features: SentenceFeatures) -> Scored:
            return Scored(sentence, features, weights.logit(as_row(features)))

        promising = sorted(
            (
                scored(sentence, evidence.sentence(sentence, passage_score, candidate.cosine))
                for candidate, passage_score in candidates[:READ]
                for sentence in sentences(candidate)
                if not evidence.other_days(sentence)
            ),
            key=lambda s: s.score,
            reverse=True,
        )[:EMBEDDED]
        cosines = self.cosines(evidence.query.search, [s.sentence.text for s in promising])
        exact = [
            scored(s.sentence, s.features.with_cosine(c)) for s, c in zip(promising, cosines, strict=True)
        ]
        return sorted(exact, key=lambda s: s.score, reverse=True)

    def cosines(self, question: str, texts: list[str]) -> list[float]:
        """Of each text and the question."""
        if not texts:
            return []
        similarities = self.embedder.encode_passages(texts) @ self.embedder.encode_query(question)
        return [float(s) for s in similarities]

    def _claims(self, evidence: Evidence, scored: Sequence[Scored]) -> Iterator[Claim]:
        for chosen in choose(evidence, scored):
            sentence = chosen.sentence
            support = Support(sentence.candidate.passage.version, "text", sentence.start, sentence.end)
            yield Claim(support.quote, "quoted", (support,))


def confidence_row(evidence: Evidence, scored: Sequence[Scored]) -> list[float]:
    """The values of `rag.fusion.CONFIDENCE_NAMES` for a reading."""
    best = scored[0]
    candidate = best.sentence.candidate
    passage = evidence.passage(candidate)
    elsewhere = [s.score for s in scored if s.sentence.candidate is not candidate]
    return [
        best.score / 4,
        best.features.passage,
        passage.cosine,
        passage.margin,
        best.features.coverage,
        best.features.context_coverage,
        best.features.shared,
        passage.rarest_missing,
        passage.name_missing,
        passage.number_missing,
        best.features.kind,
        best.features.unit,
        best.features.out_of_period,
        (best.score - max(elsewhere, default=best.score - 4)) / 4,
    ]


def choose(evidence: Evidence, scored: Sequence[Scored]) -> list[Scored]:
    """The best sentence and those that answer nearly as well and say something else; where reports answer
    equally well and the question names no period, the newest report leads."""
    chosen: list[Scored] = []
    for candidate in scored:
        if candidate.score < scored[0].score - ALSO_ANSWERS or len(chosen) == MOST_STATEMENTS:
            break
        if not any(_alike(candidate, other) for other in chosen):
            chosen.append(candidate)
    if evidence.query.period is None:
        leads = [s for s in chosen if s.score >= scored[0].score - AS_GOOD]
        newest = max(leads, key=lambda s: (s.printed, s.score))
        chosen.remove(newest)
        chosen.insert(0, newest)
    return chosen


def _alike(a: Scored, b: Scored) -> bool:
    return SequenceMatcher(None, a.sentence.text, b.sentence.text, autojunk=False).ratio() >= ALIKE
