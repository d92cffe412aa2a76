"""What two texts have in common, by their pairs of neighbouring characters; spaces do not count."""

from __future__ import annotations

import re
from collections import Counter


def character_pairs(text: str) -> Counter[str]:
    """How often each pair of neighbouring characters stands in a text."""
    text = _bare(text)
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def overlap_f(a: Counter[str], b: Counter[str]) -> float:
    """2 |a ∩ b| / (|a| + |b|), as multisets."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def share(part: Counter[str], whole: Counter[str]) -> float:
    """How much of `part` is in `whole`, 0–1, as multisets."""
    return (part & whole).total() / part.total() if part else 0.0


def same(a: str, b: str) -> bool:
    """Whether two texts are equal but for spaces."""
    return _bare(a) == _bare(b)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)
