"""Test cases for time expressions, and the share that the grammar parses exactly.

There are two halves. The grammar was developed with `tune.jsonl`. `blind.jsonl` was written before it and is never looked
at while the grammar changes. A case has `text`, `base` (the base date, or null) and `expected`: the mentions in order as
[first day, last day], followed by "vague" for words like "recently". `0001-01-01` and `9999-12-31` mean an open end.
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
    """A case, and how the grammar parsed it."""

    text: str
    base: date | None
    expected: list[list[str]]
    read: list[list[str]]

    @property
    def exact(self) -> bool:
        return self.read == self.expected


def read_cases(half: Half) -> list[Reading]:
    """All cases of a half, parsed by the current grammar."""
    lines = Path(__file__).with_name(f"{half}.jsonl").read_text("utf-8").splitlines()
    return [_reading(json.loads(line)) for line in lines]


def share_exact(readings: list[Reading]) -> float:
    """Share of cases in which every mention is found with exactly the right days, and nothing else is found."""
    return sum(reading.exact for reading in readings) / len(readings)


def _reading(case: dict[str, Any]) -> Reading:
    base = date.fromisoformat(case["base"]) if case["base"] else None
    read = [
        [str(m.period.start), str(m.period.end), *(["vague"] if m.vague else [])]
        for m in mentions(case["text"], base)
    ]
    return Reading(case["text"], base, case["expected"], read)
