"""The calibrated fusion of the evidence: logistic regressions that `python -m eval calibrate` fits."""

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
        """
        Args:
            features: has an attribute for each name in `weights`.
        """
        return sum((w * float(getattr(features, name)) for name, w in self.weights.items()), self.intercept)


@dataclass(frozen=True, slots=True)
class Fusion:
    """The judgements, for one pair of languages.

    Attributes:
        found: of `PassageFeatures`: is this the report?
        read: of `ReadFeatures`: is this the report, now that it has been read? Without a reader there is none.
        sentence: of `SentenceFeatures`: is this the sentence?
        answer: of `AnswerFeatures`: is the answer there at all?
    """

    found: Logistic
    read: Logistic | None
    sentence: Logistic
    answer: Logistic


def probability(logit: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


@cache
def load(name: str) -> Fusion:
    """The shipped weights.

    Args:
        name: `same` where question and articles are of one language, `cross` where not; with `_read` behind it
            where a reader has read the passages.
    """
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))[name]
    parts = {part: Logistic(values["weights"], values["intercept"]) for part, values in stored.items()}
    return Fusion(parts["found"], parts.get("read"), parts["sentence"], parts["answer"])


def fusion_for(query: Query, version: Version, *, read: bool = False) -> Fusion:
    """Shared words tell less where question and article are of two languages: other weights.

    Args:
        read: whether a reader has read the passages.
    """
    name = "same" if (query.language == "en") == is_english(version) else "cross"
    return load(f"{name}_read" if read else name)


def is_english(version: Version) -> bool:
    return version.lang.startswith("en") if version.lang else script.is_english(version.text[:400])
