"""What of a question is looked for: its words, and other words for the same: what papers print for spoken ones, and in an
English question what they mean in Chinese."""

from __future__ import annotations

from rag.language.en.glossary import expressions
from rag.language.zh.thesaurus import otherwise
from rag.question import Query
from rag.text.words import words


def asked_words(query: Query) -> list[str]:
    """The search words of a question that an answering article should have, and other words for them."""
    return [*words(query.topic), *(word for others in other_words(query).values() for word in others)]


def search_text(query: Query) -> str:
    """What BM25 is asked for."""
    others = dict.fromkeys(word for words in other_words(query).values() for word in words)
    return " ".join((query.topic, *others))


def other_words(query: Query) -> dict[str, tuple[str, ...]]:
    """Other words for search words of a question: in an English one the Chinese, of two characters or more."""
    if query.language != "en":
        return {word: others for word in words(query.topic) if (others := otherwise(word))}
    found: dict[str, tuple[str, ...]] = {}
    asked = set(words(query.topic))
    for expression in expressions(query.topic):
        chinese = tuple(word for word in expression.chinese if len(word) > 1)
        for word in asked.intersection(words(" ".join(expression.english))) if chinese else ():
            found[word] = chinese
    return found
