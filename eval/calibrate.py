"""Fits the weights of `rag.fusion` on tuning questions: `python -m eval calibrate`.

Logistic regressions, each over what the one before has ranked: is this the report, is it still now that it has been
read, is this the sentence, is the answer there at all. The last sees every question twice, the second time with its
articles and their look-alikes left out. Every question set counts alike, however many questions it has.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.readings import Case, Reading
from rag.answer.extractive import ExtractiveAnswerer, Scored, answer_features
from rag.evidence import AnswerFeatures, PassageFeatures, ReadFeatures, SentenceFeatures, sentences
from rag.fusion import WEIGHTS, Fusion, Logistic
from rag.reader import Reader
from rag.reader import Reading as Read
from rag.rerank import Ranked, texts

NEGATIVES = 15  # of what is wrong for a question, the best ranked
ONLY_READ = frozenset(("relevance", "answered", "span", "behind"))  # what a reader alone tells
ONLY_UNREAD = frozenset(("cosine",))  # of a sentence: embedded only where no reader has read it


def fit(cases: Sequence[Case], answerer: ExtractiveAnswerer, reader: Reader | None) -> Fusion:
    """Fit the regressions for passages that `reader` has read, or that none has."""
    found = _fit_found(cases)
    readings = [r for case in cases for r in case.readings(lambda m: found.logit(m.features))]
    read, ranked = None, [_unread(reading) for reading in readings]
    if reader is not None:
        heard = [reader.read(r.case.evidence.query.search, texts(c for c, _ in r.ranked)) for r in readings]
        read, ranked = _fit_read(readings, heard)
    sentence = _fit_sentences(readings, ranked, answerer, ONLY_UNREAD if reader else ONLY_READ)
    answer = _fit_answers(readings, ranked, sentence, answerer, frozenset() if reader else ONLY_READ)
    return Fusion(found, read, sentence, answer)


def save(fusions: dict[str, Fusion]) -> None:
    """Write the weights that ship, under the names that `rag.fusion.load` takes."""
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


def _unread(reading: Reading) -> list[Ranked]:
    return [Ranked(candidate, score) for candidate, score in reading.ranked]


# --- is it still, now that it has been read? ---


def _fit_read(
    readings: Sequence[Reading], heard: Sequence[Sequence[Read]]
) -> tuple[Logistic, list[list[Ranked]]]:
    """The regression, and the passages as it ranks them."""
    known = [
        [
            (candidate, one, reading.case.evidence.read(candidate, score, one))
            for (candidate, score), one in zip(reading.ranked, several, strict=True)
        ]
        for reading, several in zip(readings, heard, strict=True)
    ]
    rows = _Rows(ReadFeatures)
    for reading, passages in zip(readings, known, strict=True):
        right = [reading.right(c.passage.version, c.passage.text) for c, _, _ in passages]
        if any(right):
            for (_, _, features), is_right in zip(passages, right, strict=True):
                rows.add(features, is_right, reading.case.weight)
    logistic = rows.fit()
    ranked = [[Ranked(c, logistic.logit(features), one) for c, one, features in passages] for passages in known]
    return logistic, [sorted(some, key=lambda r: r.score, reverse=True) for some in ranked]


# --- is this the sentence? ---


def _fit_sentences(
    readings: Sequence[Reading],
    ranked: Sequence[Sequence[Ranked]],
    answerer: ExtractiveAnswerer,
    without: frozenset[str],
) -> Logistic:
    """First over all sentences; then over those that this ranks highest, which without a reader are the ones that are
    embedded."""
    rows = _Rows(SentenceFeatures)
    answerable = [(reading, some) for reading, some in zip(readings, ranked, strict=True) if reading.answerable]
    for reading, some in answerable:
        for passage in some:
            for sentence in sentences(passage.candidate):
                features = reading.case.evidence.sentence(sentence, passage.score, passage.reading)
                is_right = reading.right(sentence.candidate.passage.version, sentence.text)
                rows.add(features, is_right, reading.case.weight)
    first = rows.fit(without)
    rows = _Rows(SentenceFeatures)
    for reading, some in answerable:
        scored = answerer.score(reading.case.evidence, some, first)[:NEGATIVES]
        right = [_right(reading, s) for s in scored]
        if any(right):
            for s, is_right in zip(scored, right, strict=True):
                rows.add(s.features, is_right, reading.case.weight)
    return rows.fit(without)


def _right(reading: Reading, scored: Scored) -> bool:
    return reading.right(scored.sentence.candidate.passage.version, scored.sentence.text)


# --- is the answer there at all? ---


def _fit_answers(
    readings: Sequence[Reading],
    ranked: Sequence[Sequence[Ranked]],
    sentence: Logistic,
    answerer: ExtractiveAnswerer,
    without: frozenset[str],
) -> Logistic:
    rows = _Rows(AnswerFeatures)
    for reading, some in zip(readings, ranked, strict=True):
        scored = answerer.score(reading.case.evidence, some, sentence) if some else []
        if scored:
            features = answer_features(reading.case.evidence, scored)
            rows.add(features, _right(reading, scored[0]), reading.case.weight)
    return rows.fit(without, balanced=False)


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
            {self._names[i]: float(w) for i, w in zip(used, model.coef_[0], strict=True)}, float(model.intercept_[0])
        )
