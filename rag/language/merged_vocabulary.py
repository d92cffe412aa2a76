"""The vocabularies of all languages, merged: many questions and articles contain words of several languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

from rag.language.base import Language
from rag.language.registry import languages
from rag.language.vocabulary import (
    NOTHING,
    CorrectionWords,
    ListWords,
    PrintWords,
    QuestionWords,
    TimeWords,
    words,
)

T = TypeVar("T")


def question_words() -> QuestionWords:
    return _merged(_question_words)


def list_words() -> ListWords:
    return _merged(_list_words)


def print_words() -> PrintWords:
    return _merged(_print_words)


def correction_words() -> CorrectionWords:
    return _merged(_correction_words)


def time_words() -> TimeWords:
    return _merged(_time_words)


def _merged(part: Callable[[Language], T]) -> T:
    """One vocabulary merged over all languages: its patterns match what any language's pattern matches.

    Args:
        part: a module-level function, so that the merged result is cached.
    """
    merged: T = _merged_of(part, languages())
    return merged


@cache
def _merged_of(part: Callable[[Language], Any], known: tuple[Language, ...]) -> Any:
    parts = [part(language) for language in known]
    return type(parts[0])(
        **{f.name: _merge([getattr(vocabulary, f.name) for vocabulary in parts]) for f in fields(parts[0])}
    )


def _merge(values: Sequence[Any]) -> Any:
    """Patterns become alternatives, sets and tuples are concatenated, mappings are merged key by key."""
    first = values[0]
    if isinstance(first, re.Pattern):
        patterns = [value.pattern for value in values if value is not NOTHING]
        return words("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else NOTHING
    if isinstance(first, str):
        return first
    if isinstance(first, frozenset):
        return first.union(*values)
    if isinstance(first, Mapping):
        keys = dict.fromkeys(key for value in values for key in value)
        return {key: _merge([value[key] for value in values if key in value]) for key in keys}
    return tuple(item for value in values for item in value)


def _question_words(language: Language) -> QuestionWords:
    return language.questions


def _list_words(language: Language) -> ListWords:
    return language.lists


def _print_words(language: Language) -> PrintWords:
    return language.print


def _correction_words(language: Language) -> CorrectionWords:
    return language.corrections


def _time_words(language: Language) -> TimeWords:
    return language.time.words
