"""Fits the weights of `rag.search.fusion` on tuning questions: `python -m eval calibrate`.

Logistic regressions, each over what the one before has ranked: is this the report, is it still now that it has been
read, is this the sentence, is the answer there at all. The last sees every question again with its articles and their
look-alikes left out, with only the sentences left out that answer, and about another year, person or place. Every question
set counts alike, however many questions it has.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.readings import Attempt, Case, Measured
from eval.tuning_cases import TuningCases
from rag.answer.extractive import ExtractiveAnswerer, ScoredSentence, answer_features
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

NEGATIVES = 15  # of what is wrong for a question, the best ranked
READER_FEATURES = frozenset(
    ("relevance", "answered", "span", "behind", "span_kind", "span_asked")
)  # what a reader tells
EMBEDDING_FEATURES = frozenset(("cosine",))  # of a sentence: embedded only where no reader has read it
# An answer: a weight below zero would be chance, or come from cut-out passages, which look as near as they were whole.
NON_NEGATIVE = frozenset(
    ("in_period", "cosine", "margin", "coverage", "context_coverage", "shared", "kind", "span_kind", "unit")
)


def fit_all(cases: TuningCases, answerer: ExtractiveAnswerer, reader: Reader) -> dict[str, Fusion]:
    """The fusions that `rag.search.fusion.load_fusion` names."""
    same = [case for case in (*cases.asked, *cases.near_misses) if not _is_english(case)]
    cross = cross_language_cases(cases.asked, cases.english)
    return {
        "same": fit(same, answerer, None),
        "cross": fit(cross, answerer, None),
        "same_read": fit(same, answerer, reader),
        "cross_read": fit(cross, answerer, reader),
    }


def cross_language_cases(cases: Sequence[Case], english: Sequence[Case]) -> list[Case]:
    """English questions as they meet Chinese articles; the real ones, though few, weigh as much as all the rough: word
    for word from the dictionary that answers are found with, these flatter it.

    Args:
        cases: in any language.
        english: the same in rough English.
    """
    real = [case for case in cases if _is_english(case)]
    rough = [case for case in english if case.question not in {r.question for r in real}]
    weighed = [replace(case, weight=sum(r.weight for r in rough) / len(real)) for case in real]
    return [
        replace(case, measured=tuple(m for m in case.measured if not is_english(m.candidate.passage.version)))
        for case in (*weighed, *rough)
    ]


def _is_english(case: Case) -> bool:
    return case.evidence.query.language == "en"


def fit(cases: Sequence[Case], answerer: ExtractiveAnswerer, reader: Reader | None) -> Fusion:
    """Fit the regressions for passages that `reader` has read, or that none has."""
    found = _fit_found(cases)

    def score(measured: Measured) -> float:
        return found.logit(measured.features)

    attempts = [attempt for case in cases for attempt in case.attempts(score)]
    attempts += [case.cut_out(score) for case in cases if case.question.answerable]
    read, ranked = None, [[Ranked(c, score) for c, score in attempt.ranked] for attempt in attempts]
    if reader is not None:
        read, ranked = _fit_read(attempts, reader)
    sentence = _fit_sentences(attempts, ranked, answerer, EMBEDDING_FEATURES if reader else READER_FEATURES)
    answer = _fit_answers(attempts, ranked, sentence, answerer, frozenset() if reader else READER_FEATURES)
    return Fusion(found, read, sentence, answer)


def save(fusions: dict[str, Fusion]) -> None:
    """Write the weights that ship, under the names that `rag.search.fusion.load_fusion` takes."""
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


# --- is this the report? ---


def _fit_found(cases: Sequence[Case]) -> Logistic:
    """Fitted twice: the second time against the candidates that the first ranks highest."""
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


# --- is it still, now that it has been read? ---


def _fit_read(attempts: Sequence[Attempt], reader: Reader) -> tuple[Logistic, list[list[Ranked]]]:
    """The regression, and the passages as it ranks them."""
    heard = [_heard(attempt, reader) for attempt in attempts]
    rows = _Rows(ReadFeatures)
    for attempt, passages in zip(attempts, heard, strict=True):
        right = [attempt.right(c.passage.version, c.passage.text) for c, _, _ in passages]
        if any(right):
            for (_, _, features), is_right in zip(passages, right, strict=True):
                rows.add(features, is_right, attempt.case.weight)
    logistic = rows.fit()
    ranked = [
        [Ranked(c, logistic.logit(features), reading) for c, reading, features in some] for some in heard
    ]
    return logistic, [sorted(some, key=lambda r: r.score, reverse=True) for some in ranked]


def _heard(attempt: Attempt, reader: Reader) -> list[tuple[Candidate, Reading, ReadFeatures]]:
    """The passages of an attempt as the reader reads them."""
    evidence = attempt.case.evidence
    readings = read_passages(reader, evidence, [candidate for candidate, _ in attempt.ranked])
    return [
        (candidate, reading, evidence.read_features(score, reading))
        for (candidate, score), reading in zip(attempt.ranked, readings, strict=True)
    ]


# --- is this the sentence? ---


def _fit_sentences(
    attempts: Sequence[Attempt],
    ranked: Sequence[Sequence[Ranked]],
    answerer: ExtractiveAnswerer,
    without: frozenset[str],
) -> Logistic:
    """First over all sentences; then over those that this ranks highest, which without a reader are the ones that are
    embedded."""
    rows = _Rows(SentenceFeatures)
    answerable = [
        (attempt, some) for attempt, some in zip(attempts, ranked, strict=True) if attempt.answerable
    ]
    for attempt, some in answerable:
        for passage in some:
            for sentence in sentences(passage.candidate):
                features = attempt.case.evidence.sentence_features(sentence, passage.score, passage.reading)
                is_right = attempt.right(sentence.candidate.passage.version, sentence.text)
                rows.add(features, is_right, attempt.case.weight)
    first = rows.fit(without)
    rows = _Rows(SentenceFeatures)
    for attempt, some in answerable:
        scored = answerer.score(attempt.case.evidence, some, first)[:NEGATIVES]
        right = [_right(attempt, s) for s in scored]
        if any(right):
            for s, is_right in zip(scored, right, strict=True):
                rows.add(s.features, is_right, attempt.case.weight)
    return rows.fit(without)


def _right(attempt: Attempt, scored: ScoredSentence) -> bool:
    return attempt.right(scored.sentence.candidate.passage.version, scored.sentence.text)


# --- is the answer there at all? ---


def _fit_answers(
    attempts: Sequence[Attempt],
    ranked: Sequence[Sequence[Ranked]],
    sentence: Logistic,
    answerer: ExtractiveAnswerer,
    without: frozenset[str],
) -> Logistic:
    rows = _Rows(AnswerFeatures)
    for attempt, some in zip(attempts, ranked, strict=True):
        scored = answerer.score(attempt.case.evidence, some, sentence) if some else []
        if scored:
            features = answer_features(attempt.case.evidence, scored)
            rows.add(features, _right(attempt, scored[0]), attempt.case.weight)
    fitted = rows.fit(without, balanced=False)
    against: frozenset[str] = frozenset()
    while more := {name for name in NON_NEGATIVE & fitted.weights.keys() if fitted.weights[name] < 0}:
        against |= more
        fitted = rows.fit(without | against, balanced=False)
    return Logistic({**fitted.weights, **dict.fromkeys(against, 0.0)}, fitted.intercept)


# --- logistic regression ---


class _Rows:
    """Training rows of one kind of features as they are collected."""

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
            without: features that are to have no weight.
            balanced: right and wrong rows count alike; not where the probability itself is wanted.
        """
        used = [i for i, name in enumerate(self._names) if name not in without]
        weights = np.array(self._weights) * len(self._weights) / sum(self._weights)
        model = LogisticRegression(C=1.0, max_iter=2000, class_weight="balanced" if balanced else None)
        model.fit(np.array(self._rows)[:, used], np.array(self._right), sample_weight=weights)
        return Logistic(
            {self._names[i]: float(w) for i, w in zip(used, model.coef_[0], strict=True)},
            float(model.intercept_[0]),
        )
