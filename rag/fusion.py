"""The calibrated fusion of the evidence: logistic regressions that `python -m eval calibrate` fits."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Logistic:
    """P(y = 1 | x) = 1 / (1 + exp(-(x . weights + intercept)))."""

    names: tuple[str, ...]
    weights: tuple[float, ...]
    intercept: float

    def logit(self, row: Sequence[float]) -> float:
        """
        Args:
            row: one value a name, in their order.
        """
        return sum(w * x for w, x in zip(self.weights, row, strict=True)) + self.intercept


@dataclass(frozen=True, slots=True)
class Fusion:
    """The three judgements, for one pair of languages.

    Attributes:
        passage: of `PassageFeatures`: is this the report?
        sentence: of `SentenceFeatures`: is this the sentence?
        answer: of `CONFIDENCE_NAMES`: is the answer there at all?
    """

    passage: Logistic
    sentence: Logistic
    answer: Logistic


CONFIDENCE_NAMES = (
    "sentence",
    "passage",
    "cosine",
    "margin",
    "coverage",
    "context_coverage",
    "shared",
    "rarest_missing",
    "name_missing",
    "number_missing",
    "kind",
    "unit",
    "out_of_period",
    "lead",
)


def probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def load(name: str) -> Fusion:
    """The shipped weights: `same` where question and articles are of one language, `cross` where not."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))[name]
    return Fusion(
        **{
            part: Logistic(tuple(values["weights"]), tuple(values["weights"].values()), values["intercept"])
            for part, values in stored.items()
        }
    )
