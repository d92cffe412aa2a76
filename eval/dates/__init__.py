"""Cases of time expressions, and how many of them the grammar reads exactly.

Two halves: `blind.jsonl` was written before the grammar and is never looked into while it is changed; `tune.jsonl`
is what it was written by. Each case: `text`, `base` (or null) and `expected`, the mentions in order as
[first day, last day], with "vague" behind those that only say "recently". `0001-01-01` and `9999-12-31` are open ends.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal, get_args

from rag.language import mentions

Half = Literal["tune", "blind"]
HALVES: tuple[Half, ...] = get_args(Half)


@dataclass(frozen=True, slots=True)
class Reading:
    """A case, and how it was read."""

    text: str
    base: date | None
    expected: list[list[str]]
    read: list[list[str]]

    @property
    def exact(self) -> bool:
        return self.read == self.expected


def read_cases(half: Half) -> list[Reading]:
    """Every case of a half, read by the grammar as it is."""
    lines = Path(__file__).with_name(f"{half}.jsonl").read_text("utf-8").splitlines()
    return [_reading(json.loads(line)) for line in lines]


def share_exact(readings: list[Reading]) -> float:
    """The share of cases whose mentions are all found, with exactly their days, and nothing else."""
    return sum(reading.exact for reading in readings) / len(readings)


def _reading(case: dict[str, Any]) -> Reading:
    base = date.fromisoformat(case["base"]) if case["base"] else None
    read = [
        [str(m.period.start), str(m.period.end), *(["vague"] if m.vague else [])]
        for m in mentions(case["text"], base)
    ]
    return Reading(case["text"], base, case["expected"], read)
