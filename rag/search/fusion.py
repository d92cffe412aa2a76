"""Turns features into calibrated scores with logistic regressions, which `python -m eval calibrate` fits."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.question import Query
from rag.schema import Version
from rag.text import script

WEIGHTS = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Logistic:
    """P(y = 1 | x) = 1 / (1 + exp(-(x . weights + intercept)))."""

    weights: Mapping[str, float]
    intercept: float

    def logit(self, features: object) -> float:
        """x . weights + intercept.

        Args:
            features: an object with one attribute for each name in `weights`.
        """
        return sum((w * float(getattr(features, name)) for name, w in self.weights.items()), self.intercept)


@dataclass(frozen=True, slots=True)
class Fusion:
    """The classifiers for one pair of question language and article language.

    Attributes:
        found: on `PassageFeatures`: does this passage answer the question?
        read: on `ReadFeatures`: the same, after the reader has read the passage; None without a reader.
        sentence: on `SentenceFeatures`: does this sentence answer the question?
        answer: on `AnswerFeatures`: is there an answer at all?
    """

    found: Logistic
    read: Logistic | None
    sentence: Logistic
    answer: Logistic


def probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def load_fusion(name: str) -> Fusion:
    """Load the shipped weights.

    Args:
        name: `same` if question and article are in the same language, else `cross`; with the suffix `_read` for passages
            that a reader has read.
    """
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))[name]
    parts = {part: Logistic(values["weights"], values["intercept"]) for part, values in stored.items()}
    return Fusion(parts["found"], parts.get("read"), parts["sentence"], parts["answer"])


def fusion_for(query: Query, version: Version, *, read: bool = False) -> Fusion:
    """The weights for a question and an article; shared words count less if their languages differ.

    Args:
        read: whether a reader has read the passage.
    """
    name = "same" if (query.language == "en") == is_english(version) else "cross"
    return load_fusion(f"{name}_read" if read else name)


def is_english(version: Version) -> bool:
    return version.lang.startswith("en") if version.lang else script.is_english(version.text[:400])
