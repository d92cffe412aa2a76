"""The search words of a question, their synonyms in the archive's language, and the terms that an answer needs.

For a Chinese question, synonyms are what papers print for spoken words; for an English one, Chinese translations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rag.language import language_of
from rag.question import Query
from rag.text.words import pos_tagged, words

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME_TAGS = ("nr", "ns", "nt", "nz", "nrt")


def query_words(query: Query) -> list[str]:
    """The search words of the question's topic, and their synonyms."""
    return [*words(query.topic), *(word for others in synonyms(query).values() for word in others)]


def search_text(query: Query) -> str:
    """The text of the BM25 query."""
    others = dict.fromkeys(word for words in synonyms(query).values() for word in words)
    return " ".join((query.topic, *others))


def synonyms(query: Query) -> Mapping[str, tuple[str, ...]]:
    """Synonyms of the question's search words, by search word."""
    return language_of(query.text).synonyms(query.topic)


@dataclass(frozen=True, slots=True)
class RequiredTerms:
    """The numbers and names in a question; an article that answers it should contain them."""

    numbers: frozenset[str]
    names: frozenset[str]

    @classmethod
    def from_topic(cls, topic: str) -> RequiredTerms:
        names = (word for word, tag in pos_tagged(topic) if tag in _NAME_TAGS and len(word) > 1)
        return cls(frozenset(_NUMBER.findall(topic)), frozenset(names))
