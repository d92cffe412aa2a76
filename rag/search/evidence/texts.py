"""Texts as they are measured. They are met again for each question: what does not depend on it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import rjieba

from rag.dates import Period
from rag.language import Mention, mentions
from rag.text.script import to_simplified
from rag.text.sentences import Span, sentence_spans
from rag.text.words import words


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    return to_simplified(text).lower()


@lru_cache(maxsize=8192)
def words_of(text: str) -> frozenset[str]:
    return frozenset(words(text))


@lru_cache(maxsize=8192)
def spans_of(text: str) -> Sequence[Span]:
    return sentence_spans(text)


@lru_cache(maxsize=8192)
def mentions_of(text: str, base: date | None) -> Sequence[Mention]:
    return [mention for mention in mentions(text, base) if not mention.vague]


def days_of(text: str, base: date | None) -> list[Period]:
    """What a text speaks of: days, ranges and terms."""
    return [day for mention in mentions_of(text, base) for day in mention.days]


@lru_cache(maxsize=8192)
def tagged(text: str) -> Sequence[tuple[str, str]]:
    """The words of a text with their parts of speech."""
    found: list[tuple[str, str]] = rjieba.tag(text)
    return found
