"""Compares texts by their pairs of neighbouring characters; spaces are ignored.

Any two English texts have most pairs of letters in common: of text in Latin letters, runs of six are compared instead.
"""

from __future__ import annotations

from collections import Counter

_LATIN_RUN = 6


def character_pairs(text: str) -> Counter[str]:
    """Number of occurrences of each pair of neighbouring characters (or run of six Latin letters)."""
    text = _without_spaces(text)
    length = _LATIN_RUN if sum(map(str.isascii, text)) > 0.7 * len(text) else 2
    return Counter(text[i : i + length] for i in range(len(text) - length + 1))


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
