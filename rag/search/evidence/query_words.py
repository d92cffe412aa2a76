"""The search words of a question and their synonyms in the archive's language.

For a Chinese question, synonyms are what papers print for spoken words; for an English one, Chinese translations.
"""

from __future__ import annotations

from collections.abc import Mapping

from rag.language import language_of
from rag.question import Query
from rag.text.words import words


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
