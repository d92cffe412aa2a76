"""Compares texts by their pairs of neighbouring characters; spaces are ignored."""

from __future__ import annotations

from collections import Counter


def character_pairs(text: str) -> Counter[str]:
    """Number of occurrences of each pair of neighbouring characters."""
    text = _without_spaces(text)
    return Counter(text[i : i + 2] for i in range(len(text) - 1))


def overlap_f(a: Counter[str], b: Counter[str]) -> float:
    """2 |a ∩ b| / (|a| + |b|) of two multisets."""
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 0.0


def share(part: Counter[str], whole: Counter[str]) -> float:
    """Share of the multiset `part` that is in `whole`, 0–1."""
    return (part & whole).total() / part.total() if part else 0.0


def same(a: str, b: str) -> bool:
    """Whether two texts are equal except for spaces."""
    return _without_spaces(a) == _without_spaces(b)


def _without_spaces(text: str) -> str:
    return "".join(text.split())
