"""The risk-coverage curve: what share of answers is right or wrong at each confidence threshold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.runs import AnswerRow

THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Results at one threshold; all but the threshold are shares, NaN if there are no questions to count.

    Attributes:
        answered: share of answerable questions that are answered.
        right: share of answerable questions whose statements hold the answer.
        first_right: share of answerable questions whose first statement holds the answer.
        risk: share of all given answers that are wrong, including answers to unanswerable questions.
        answered_wrongly: share of unanswerable questions that are answered.
    """

    threshold: float
    answered: float
    right: float
    first_right: float
    risk: float
    answered_wrongly: float


@dataclass(frozen=True, slots=True)
class PossibleAnswers:
    """All possible answers, to the questions as they are and without their articles: confidence and correctness, (m,)."""

    confidence: NDArray[np.float64]
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: Sequence[AnswerRow]) -> PossibleAnswers:
        answerable = [row for row in rows if row.confidence is not None]
        return cls(
            np.array(
                [row.confidence for row in answerable] + [row.confidence_without for row in rows], np.float64
            ),
            np.array([row.in_text for row in answerable] + [False] * len(rows), np.bool_),
        )


def outcome(rows: Sequence[AnswerRow], threshold: float) -> Outcome:
    answerable = [row for row in rows if row.confidence is not None]
    answered = [row for row in answerable if (row.confidence or 0.0) >= threshold]
    possible = PossibleAnswers.of(rows)
    given = possible.confidence >= threshold
    return Outcome(
        threshold=threshold,
        answered=_share(len(answered), len(answerable)),
        right=_share(sum(row.in_text for row in answered), len(answerable)),
        first_right=_share(sum(row.in_first for row in answered), len(answerable)),
        risk=_share(int((given & ~possible.right).sum()), int(given.sum())),
        answered_wrongly=_share(sum(row.confidence_without >= threshold for row in rows), len(rows)),
    )


def _share(count: int, total: int) -> float:
    return count / total if total else float("nan")
