"""Finds the things in a text that can answer a question of some kind: numbers, dates, persons, places …"""

from __future__ import annotations

from functools import lru_cache

from rag.language.registry import languages
from rag.language.vocabulary import Kind

KINDS_WITHOUT_PATTERN: frozenset[Kind] = frozenset(("thing", "yes_no"))


@lru_cache(maxsize=8192)  # each question reads the same passages again
def answer_candidates(kind: Kind, text: str) -> frozenset[str]:
    """The parts of `text` that can answer a question of this kind; none for `KINDS_WITHOUT_PATTERN`."""
    found: set[str] = set()
    for language in languages():
        pattern = language.kind_patterns.get(kind)
        found.update(pattern.findall(text) if pattern else (), language.tagged_words(kind, text))
    return frozenset(found)


def names_office_holder(office: str, text: str) -> bool:
    """Whether a text names the holder of an office (`局长曹法余`)."""
    return any(language.names_office_holder(office, text) for language in languages())


def only_resembles_office(office: str, text: str) -> bool:
    """Whether a text has the characters of an office, but means another office or no office at all."""
    return any(language.only_resembles_office(office, text) for language in languages())
