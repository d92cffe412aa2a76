"""Fits the weights of `rag.fusion` on tuning questions: `python -m eval calibrate`.

Three logistic regressions, each over what the one before has ranked: is this the report, is this the sentence,
is the answer there at all. The last sees every question twice, the second time with its articles and their
look-alikes left out. Every question set counts alike, however many questions it has.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from eval.readings import Case, Reading
from rag.answer.extractive import ExtractiveAnswerer, Scored, confidence_row
from rag.evidence import PassageFeatures, SentenceFeatures, as_row, sentences
from rag.fusion import CONFIDENCE_NAMES, WEIGHTS, Fusion, Logistic
from rag.retrieve import is_english

PASSAGE_NAMES = tuple(f.name for f in fields(PassageFeatures))
SENTENCE_NAMES = tuple(f.name for f in fields(SentenceFeatures))
NEGATIVES = 15  # of a question's other candidates, the best ranked
# What shared words tell is nothing where question and article are of two languages.
WORDS = frozenset(
    "bm25 coverage shared headline_coverage context_coverage rarest_missing name_missing number_missing common_run".split()
)


def fit(cases: Sequence[Case], answerer: ExtractiveAnswerer, without: frozenset[str] = frozenset()) -> Fusion:
    """Fit the three regressions.

    Args:
        without: features that are to have no weight: those that say nothing between languages. What is sure enough
            there is learnt from English questions to Chinese articles alone, where there are any.
    """
    passage = _fit_passages(cases, without)
    readings = [r for case in cases for r in case.readings(lambda m: passage.logit(as_row(m.features)))]
    sentence = _fit_sentences(readings, answerer, without)
    answer = _fit_answers(_between_languages(readings) if without else readings, sentence, answerer, without)
    return Fusion(passage, sentence, answer)


def save(same: Fusion, cross: Fusion) -> None:
    """Write the weights that ship."""
    stored = {
        name: {
            part.name: {
                "intercept": round(logistic.intercept, 4),
                "weights": {n: round(w, 4) for n, w in zip(logistic.names, logistic.weights, strict=True)},
            }
            for part in fields(fusion)
            for logistic in [getattr(fusion, part.name)]
        }
        for name, fusion in (("same", same), ("cross", cross))
    }
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


# --- is this the report? ---


def _fit_passages(cases: Sequence[Case], without: frozenset[str]) -> Logistic:
    """Fitted twice: the second time against the candidates that the first ranks highest."""
    logistic = Logistic(PASSAGE_NAMES, tuple(float(n in ("cosine", "coverage")) for n in PASSAGE_NAMES), 0.0)
    for _ in range(2):
        rows = _Rows()
        for case in cases:
            ranked = sorted(case.measured, key=lambda m: logistic.logit(as_row(m.features)), reverse=True)
            right = [m for m in ranked if m.right and case.question.answered_by(m.candidate.passage.text)][:2]
            wrong = [m for m in ranked if not m.right and not m.look_alike][:NEGATIVES]
            if right:
                for m in right:
                    rows.add(as_row(m.features), True, case.weight / len(right))
                for m in wrong:
                    rows.add(as_row(m.features), False, case.weight / len(wrong))
        logistic = rows.fit(PASSAGE_NAMES, without)
    return logistic


# --- is this the sentence? ---


def _fit_sentences(
    readings: Sequence[Reading], answerer: ExtractiveAnswerer, without: frozenset[str]
) -> Logistic:
    """First over all sentences, with their passage's cosine for their own; then over those that this ranks
    highest, which are the ones that are embedded."""
    rows = _Rows()
    for reading in readings:
        for candidate, score in reading.ranked if reading.answerable else ():
            for sentence in sentences(candidate):
                features = reading.case.evidence.sentence(sentence, score, candidate.cosine)
                row = Scored(sentence, features, 0.0)
                rows.add(as_row(features), _right(reading, row), reading.case.weight)
    first = rows.fit(SENTENCE_NAMES, without)
    rows = _Rows()
    for reading in readings:
        if reading.answerable:
            scored = answerer.score(reading.case.evidence, reading.ranked, first)
            right = [_right(reading, s) for s in scored]
            if any(right):
                for s, is_right in zip(scored, right, strict=True):
                    rows.add(as_row(s.features), is_right, reading.case.weight)
    return rows.fit(SENTENCE_NAMES, without)


def _right(reading: Reading, scored: Scored) -> bool:
    return reading.right(scored.sentence.candidate.passage.version, scored.sentence.text)


# --- is the answer there at all? ---


def _between_languages(readings: Sequence[Reading]) -> Sequence[Reading]:
    """The English questions, as they meet the Chinese articles."""
    return [
        replace(reading, ranked=[pair for pair in reading.ranked if not is_english(pair[0].passage.version)])
        for reading in readings
        if reading.case.evidence.query.language == "en"
    ] or readings


def _fit_answers(
    readings: Sequence[Reading], sentence: Logistic, answerer: ExtractiveAnswerer, without: frozenset[str]
) -> Logistic:
    rows = _Rows()
    for reading in readings:
        scored = answerer.score(reading.case.evidence, reading.ranked, sentence)
        if scored:
            row = confidence_row(reading.case.evidence, scored)
            rows.add(row, _right(reading, scored[0]), reading.case.weight)
    return rows.fit(CONFIDENCE_NAMES, without, balanced=False)


# --- logistic regression ---


class _Rows:
    """Training rows as they are collected."""

    def __init__(self) -> None:
        self._rows: list[list[float]] = []
        self._right: list[bool] = []
        self._weights: list[float] = []

    def add(self, row: list[float], right: bool, weight: float) -> None:
        self._rows.append(row)
        self._right.append(right)
        self._weights.append(weight)

    def fit(self, names: tuple[str, ...], without: frozenset[str], *, balanced: bool = True) -> Logistic:
        """
        Args:
            balanced: right and wrong rows count alike; not where the probability itself is wanted.
        """
        used = np.array([name not in without for name in names])
        x = np.array(self._rows) * used
        weights = np.array(self._weights) * len(self._weights) / sum(self._weights)
        model = LogisticRegression(C=1.0, max_iter=2000, class_weight="balanced" if balanced else None)
        model.fit(x, np.array(self._right), sample_weight=weights)
        return Logistic(names, tuple(map(float, model.coef_[0] * used)), float(model.intercept_[0]))
