"""What of a question is looked for: its words, and in an English one what they mean in Chinese."""

from __future__ import annotations

from rag.glossary import expressions
from rag.index.words import words
from rag.question import Query


def asked_words(query: Query) -> list[str]:
    """The search words of a question that an answering article should have, and their Chinese where it is English."""
    return [*words(query.topic), *(word for chinese in abroad(query).values() for word in chinese)]


def search_text(query: Query) -> str:
    """What BM25 is asked for."""
    chinese = dict.fromkeys(word for words in abroad(query).values() for word in words)
    return " ".join((query.topic, *chinese))


def abroad(query: Query) -> dict[str, tuple[str, ...]]:
    """The Chinese words, of two characters or more, for each search word of an English question."""
    if query.language != "en":
        return {}
    found: dict[str, tuple[str, ...]] = {}
    asked = set(words(query.topic))
    for expression in expressions(query.topic):
        chinese = tuple(word for word in expression.chinese if len(word) > 1)
        for word in asked.intersection(words(" ".join(expression.english))) if chinese else ():
            found[word] = chinese
    return found
