"""Translates the words of English questions into Chinese, so that they find Chinese articles."""

from __future__ import annotations

from rag.language.en.glossary import expressions
from rag.text.words import words


def synonyms(text: str) -> dict[str, tuple[str, ...]]:
    """For each search word that is in the dictionary, its Chinese translations of two characters or more."""
    found: dict[str, tuple[str, ...]] = {}
    asked = set(words(text))
    for expression in expressions(text):
        chinese = tuple(word for word in expression.chinese if len(word) > 1)
        for word in asked.intersection(words(" ".join(expression.english))) if chinese else ():
            found[word] = chinese
    return found
