"""Fits the weights of `rag.search.fusion` on tuning questions: `python -m eval calibrate`.

Four logistic regressions, each trained on the ranking of the one before:

1. found: is this the right article, judged before reading?
2. read: is it the right article, judged after reading?
3. sentence: does this sentence hold the answer?
4. answer: is the question answered at all?

The last one also sees each question without its articles and look-alikes, without only the sentences that answer it, and
about another year, person or place. Every question set has the same total weight, whatever its size.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.readings import Attempt, Case, MeasuredCandidate
from eval.tuning_cases import TuningCases
from rag.answer.extractive import ExtractiveAnswerer, ScoredSentence
from rag.reader import Reader, Reading
from rag.search.evidence import (
    AnswerFeatures,
    Candidate,
    PassageFeatures,
    ReadFeatures,
    SentenceFeatures,
    sentences,
)
from rag.search.fusion import WEIGHTS, Fusion, Logistic, is_english
from rag.search.reranker import Ranked, read_passages

NEGATIVES = 15  # wrong candidates per question, the best ranked ones
READER_FEATURES = frozenset(
    ("relevance", "answered", "in_context", "span", "behind", "span_kind", "span_asked")
)  # features that need a reader
UNREAD_FEATURES = frozenset(("sentence", "cosine", "kind", "unit"))  # used to decide only without a reader
EMBEDDING_FEATURES = frozenset(("cosine",))  # sentences are embedded only without a reader
# The sign that the weights of some answer features must have. Another sign would be chance, or come from passages with their
# answer cut out, which still look as close as the whole passage.
SIGNS = {
    **dict.fromkeys(("cosine", "coverage", "context_coverage", "kind", "unit"), 1),
    **dict.fromkeys(("name_missing", "number_missing"), -1),
}


def fit_all(cases: TuningCases, answerer: ExtractiveAnswerer, reader: Reader) -> dict[str, Fusion]:
    """Fit one fusion for each name that `rag.search.fusion.load_fusion` knows."""
    same_language = [case for case in (*cases.asked, *cases.near_misses) if not _is_english(case)]
    cross_language = cross_language_cases(cases.asked, cases.english)
    return {
        "same": fit(same_language, answerer, None),
        "cross": fit(cross_language, answerer, None),
        "same_read": fit(same_language, answerer, reader),
        "cross_read": fit(cross_language, answerer, reader),
    }


def cross_language_cases(cases: Sequence[Case], english: Sequence[Case]) -> list[Case]:
    """English questions with their Chinese candidates only.

    The few real English questions weigh as much as all rough ones together: rough English is translated with the same
    dictionary that the search uses, so it makes the search look better than it is.

    Args:
        cases: cases in any language.
        english: the same cases in rough English.
    """
    real = [case for case in cases if _is_english(case)]
    rough = [case for case in english if case.question not in {r.question for r in real}]
    weighted = [replace(case, weight=sum(r.weight for r in rough) / len(real)) for case in real]
    return [
        replace(case, measured=tuple(m for m in case.measured if not is_english(m.candidate.passage.version)))
        for case in (*weighted, *rough)
    ]


def _is_english(case: Case) -> bool:
    return case.evidence.query.language == "en"


def fit(cases: Sequence[Case], answerer: ExtractiveAnswerer, reader: Reader | None) -> Fusion:
    """Fit the regressions for passages read by `reader`, or for unread ones if it is None."""
    found = _fit_found(cases)

    def score(measured: MeasuredCandidate) -> float:
        return found.logit(measured.features)

    attempts = [attempt for case in cases for attempt in case.attempts(score)]
    attempts += [case.cut_out(score) for case in cases if case.question.answerable]
    read, ranked = None, [[Ranked(c, score) for c, score in attempt.ranked] for attempt in attempts]
    if reader is not None:
        read, ranked = _fit_read(attempts, reader)
    sentence = _fit_sentences(attempts, ranked, answerer, EMBEDDING_FEATURES if reader else READER_FEATURES)
    answer = _fit_answers(
        attempts, ranked, sentence, answerer, UNREAD_FEATURES if reader else READER_FEATURES
    )
    return Fusion(found, read, sentence, answer)


def save(fusions: dict[str, Fusion]) -> None:
    """Write the shipped weights file, with the names that `rag.search.fusion.load_fusion` reads."""
    stored = {
        name: {
            part.name: {
                "intercept": round(logistic.intercept, 4),
                "weights": {n: round(w, 4) for n, w in logistic.weights.items()},
            }
            for part in fields(fusion)
            if (logistic := getattr(fusion, part.name)) is not None
        }
        for name, fusion in fusions.items()
    }
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


# --- is this the right article, judged before reading? ---


def _fit_found(cases: Sequence[Case]) -> Logistic:
    """Fit twice; the second fit uses the wrong candidates that the first one ranks highest."""
    logistic = Logistic({"cosine": 1.0, "coverage": 1.0}, 0.0)
    for _ in range(2):
        rows = _Rows(PassageFeatures)
        for case in cases:
            ranked = sorted(case.measured, key=lambda m: logistic.logit(m.features), reverse=True)
            right = [m for m in ranked if m.right and case.question.answered_by(m.candidate.passage.text)][:2]
            wrong = [m for m in ranked if not m.right and not m.look_alike][:NEGATIVES]
            if right:
                for m in right:
                    rows.add(m.features, True, case.weight / len(right))
                for m in wrong:
                    rows.add(m.features, False, case.weight / len(wrong))
        logistic = rows.fit()
    return logistic


# --- is it the right article, judged after reading? ---


def _fit_read(attempts: Sequence[Attempt], reader: Reader) -> tuple[Logistic, list[list[Ranked]]]:
    """The regression, and for each attempt the passages as it ranks them."""
    read_attempts = [_with_readings(attempt, reader) for attempt in attempts]
    rows = _Rows(ReadFeatures)
    for attempt, passages in zip(attempts, read_attempts, strict=True):
        right = [attempt.right(c.passage.version, c.passage.text) for c, _, _ in passages]
        if any(right):
            for (_, _, features), is_right in zip(passages, right, strict=True):
                rows.add(features, is_right, attempt.case.weight)
    logistic = rows.fit()
    ranked = [
        [Ranked(c, logistic.logit(features), reading) for c, reading, features in passages]
        for passages in read_attempts
    ]
    return logistic, [sorted(passages, key=lambda r: r.score, reverse=True) for passages in ranked]


def _with_readings(attempt: Attempt, reader: Reader) -> list[tuple[Candidate, Reading, ReadFeatures]]:
    """The passages of an attempt with the reader's reading and its features."""
    evidence = attempt.case.evidence
    readings = read_passages(reader, evidence, [candidate for candidate, _ in attempt.ranked])
    return [
        (candidate, reading, evidence.read_features(score, reading))
        for (candidate, score), reading in zip(attempt.ranked, readings, strict=True)
    ]


# --- does this sentence hold the answer? ---


def _fit_sentences(
    attempts: Sequence[Attempt],
    ranked: Sequence[Sequence[Ranked]],
    answerer: ExtractiveAnswerer,
    without: frozenset[str],
) -> Logistic:
    """Fit on all sentences, then again on those that the first fit ranks highest (without a reader, only these are
    embedded)."""
    rows = _Rows(SentenceFeatures)
    answerable = [
        (attempt, passages) for attempt, passages in zip(attempts, ranked, strict=True) if attempt.answerable
    ]
    for attempt, passages in answerable:
        for passage in passages:
            for sentence in sentences(passage.candidate):
                features = attempt.case.evidence.sentence_features(sentence, passage.score, passage.reading)
                is_right = attempt.right(sentence.candidate.passage.version, sentence.text)
                rows.add(features, is_right, attempt.case.weight)
    first = rows.fit(without)
    rows = _Rows(SentenceFeatures)
    for attempt, passages in answerable:
        scored = answerer.score(attempt.case.evidence, passages, first)[:NEGATIVES]
        right = [_right(attempt, s) for s in scored]
        if any(right):
            for s, is_right in zip(scored, right, strict=True):
                rows.add(s.features, is_right, attempt.case.weight)
    return rows.fit(without)


def _right(attempt: Attempt, scored: ScoredSentence) -> bool:
    return attempt.right(scored.sentence.candidate.passage.version, scored.sentence.text)


# --- is the question answered at all? ---


def _fit_answers(
    attempts: Sequence[Attempt],
    ranked: Sequence[Sequence[Ranked]],
    sentence: Logistic,
    answerer: ExtractiveAnswerer,
    without: frozenset[str],
) -> Logistic:
    rows = _Rows(AnswerFeatures)
    for attempt, passages in zip(attempts, ranked, strict=True):
        scored = answerer.score(attempt.case.evidence, passages, sentence) if passages else []
        if scored:
            features = answerer.answer_features(attempt.case.evidence, scored[0])
            rows.add(features, _right(attempt, scored[0]), attempt.case.weight)
    fitted = rows.fit(without, balanced=False)
    zeroed: frozenset[str] = frozenset()
    while wrong := {name for name, weight in fitted.weights.items() if weight * SIGNS.get(name, 0) < 0}:
        zeroed |= wrong
        fitted = rows.fit(without | zeroed, balanced=False)
    return Logistic({**fitted.weights, **dict.fromkeys(sorted(zeroed), 0.0)}, fitted.intercept)


# --- logistic regression ---


class _Rows:
    """Collects the training rows of one feature class, then fits a regression."""

    def __init__(self, kind: type) -> None:
        self._names = tuple(f.name for f in fields(kind))
        self._rows: list[list[float]] = []
        self._right: list[bool] = []
        self._weights: list[float] = []

    def add(self, features: object, right: bool, weight: float) -> None:
        self._rows.append([getattr(features, name) for name in self._names])
        self._right.append(right)
        self._weights.append(weight)

    def fit(self, without: frozenset[str] = frozenset(), *, balanced: bool = True) -> Logistic:
        """
        Args:
            without: names of features to leave out.
            balanced: give right and wrong rows the same total weight. Use False to get real probabilities.
        """
        used = [i for i, name in enumerate(self._names) if name not in without]
        weights = np.array(self._weights) * len(self._weights) / sum(self._weights)
        model = LogisticRegression(C=1.0, max_iter=2000, class_weight="balanced" if balanced else None)
        model.fit(np.array(self._rows)[:, used], np.array(self._right), sample_weight=weights)
        return Logistic(
            {self._names[i]: float(w) for i, w in zip(used, model.coef_[0], strict=True)},
            float(model.intercept_[0]),
        )
