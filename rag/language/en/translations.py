"""What the words of an English question are in Chinese, so that it finds Chinese articles."""

from __future__ import annotations

from rag.language.en.glossary import expressions
from rag.text.words import words


def synonyms(text: str) -> dict[str, tuple[str, ...]]:
    """For each search word of a text that the dictionary knows, the Chinese words of two characters or more."""
    found: dict[str, tuple[str, ...]] = {}
    asked = set(words(text))
    for expression in expressions(text):
        chinese = tuple(word for word in expression.chinese if len(word) > 1)
        for word in asked.intersection(words(" ".join(expression.english))) if chinese else ():
            found[word] = chinese
    return found
