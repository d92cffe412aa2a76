"""The risk-coverage curve: what residents would get if less confidence than a threshold meant "not reported"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.runs import AnswerRow

THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a threshold comes to; shares, NaN where there is nothing to share.

    Attributes:
        answered: of the answerable questions, those that are answered.
        right, first_right: of the answerable questions, those whose statements, whose first one, hold the answer.
        risk: of all answers given, to answerable and other questions, those whose statements do not.
        answered_wrongly: of the others, those that are answered.
    """

    threshold: float
    answered: float
    right: float
    first_right: float
    risk: float
    answered_wrongly: float


@dataclass(frozen=True, slots=True)
class PossibleAnswers:
    """Every answer that could be given, to questions as they are and with the answering articles left out, (m,)."""

    confidence: NDArray[np.float64]
    right: NDArray[np.bool_]

    @classmethod
    def of(cls, rows: Sequence[AnswerRow]) -> PossibleAnswers:
        there = [row for row in rows if row.confidence is not None]
        return cls(
            np.array(
                [row.confidence for row in there] + [row.confidence_without for row in rows], np.float64
            ),
            np.array([row.in_text for row in there] + [False] * len(rows), np.bool_),
        )


def outcome(rows: Sequence[AnswerRow], threshold: float) -> Outcome:
    there = [row for row in rows if row.confidence is not None]
    answered = [row for row in there if (row.confidence or 0.0) >= threshold]
    given = PossibleAnswers.of(rows)
    sure = given.confidence >= threshold
    return Outcome(
        threshold=threshold,
        answered=_share(len(answered), len(there)),
        right=_share(sum(row.in_text for row in answered), len(there)),
        first_right=_share(sum(row.in_first for row in answered), len(there)),
        risk=_share(int((sure & ~given.right).sum()), int(sure.sum())),
        answered_wrongly=_share(sum(row.confidence_without >= threshold for row in rows), len(rows)),
    )


def _share(count: int, whole: int) -> float:
    return count / whole if whole else float("nan")
