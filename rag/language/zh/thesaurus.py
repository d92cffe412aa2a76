"""Chinese synonyms: words that papers print for words that people say (`晚饭` -> `晚餐`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rag.text.words import words


def synonyms(text: str) -> dict[str, tuple[str, ...]]:
    """For each search word that has synonyms, its synonyms."""
    return {word: found for word in words(text) if (found := synonyms_of(word))}


def synonyms_of(word: str) -> tuple[str, ...]:
    """The synonyms of a simplified Chinese word; empty for most words."""
    return _SYNONYMS.get(word, ())


def _read_thesaurus() -> Iterator[tuple[str, tuple[str, ...]]]:
    lines = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    groups = [line.split() for line in lines if not line.startswith("#")]
    for word in {word for group in groups for word in group}:
        others = dict.fromkeys(other for group in groups if word in group for other in group)
        yield word, tuple(other for other in others if other != word)


_SYNONYMS = dict(_read_thesaurus())
