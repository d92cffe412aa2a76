"""What papers print for the words that people say: `晚饭` -> `晚餐`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rag.text.words import words


def synonyms(text: str) -> dict[str, tuple[str, ...]]:
    """For each search word of a text that has them, other words for the same."""
    return {word: others for word in words(text) if (others := synonyms_of(word))}


def synonyms_of(word: str) -> tuple[str, ...]:
    """The other words for what a simplified Chinese word means; none for most."""
    return _SYNONYMS.get(word, ())


def _read_thesaurus() -> Iterator[tuple[str, tuple[str, ...]]]:
    lines = Path(__file__).with_suffix(".txt").read_text("utf-8").splitlines()
    notions = [line.split() for line in lines if not line.startswith("#")]
    for word in {word for notion in notions for word in notion}:
        others = dict.fromkeys(other for notion in notions if word in notion for other in notion)
        yield word, tuple(other for other in others if other != word)


_SYNONYMS = dict(_read_thesaurus())
