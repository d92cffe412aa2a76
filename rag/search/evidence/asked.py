"""What of a question is looked for: its words, and other words for the same: what papers print for spoken ones, and in an
English question what they mean in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from rag.language import language_of
from rag.question import Query
from rag.text.words import words


def asked_words(query: Query) -> list[str]:
    """The search words of a question that an answering article should have, and other words for them."""
    return [*words(query.topic), *(word for others in synonyms(query).values() for word in others)]


def search_text(query: Query) -> str:
    """What BM25 is asked for."""
    others = dict.fromkeys(word for words in synonyms(query).values() for word in words)
    return " ".join((query.topic, *others))


def synonyms(query: Query) -> Mapping[str, tuple[str, ...]]:
    """Other words for search words of a question, in the language of the archive."""
    return language_of(query.text).synonyms(query.topic)
