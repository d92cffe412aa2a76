"""The languages that are known, one by one and joined: most questions and articles hold words of more than one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, TypeVar

from rag.language.base import Language
from rag.language.vocabulary import (
    NOTHING,
    CorrectionWords,
    ListWords,
    PrintWords,
    QuestionWords,
    SmallTalkWords,
    words,
)
from rag.text.sentences import Span

T = TypeVar("T")

_languages: dict[str, Language] = {}


def register(language: Language) -> None:
    """Make a language known. Where two fit equally well, the one registered first is taken."""
    _languages[language.code] = language


def languages() -> tuple[Language, ...]:
    """All, in the order in which they were registered."""
    return tuple(_languages.values())


def language_of(text: str) -> Language:
    """The language of which `text` has most."""
    return max(languages(), key=lambda language: len(language.letters.findall(text)))


def joined(part: Callable[[Language], T]) -> T:
    """One part of all languages as if it were one language's: a place fits it where it fits any of them.

    Args:
        part: a function of a module, so that what it gives is joined once only.
    """
    whole: T = _joined(part, languages())
    return whole


def question_words() -> QuestionWords:
    """Those of all languages."""
    return joined(_question_words)


def asked_office(before: str) -> str:
    """The office whose holder is asked for (see `Language.office`); empty where no language knows one."""
    return next(filter(None, (language.office(before) for language in languages())), "")


def asked_place(text: str) -> str:
    """The first place that a question names; empty where it names none."""
    return next(filter(None, (language.place(text) for language in languages())), "")


def asked_events(search: str, today: date) -> tuple[str, ...]:
    """For each event that a question sets against others in time, the question of when it was; else nothing.

    Args:
        search: the question in simplified script.
        today: base of its relative dates.
    """
    return next(filter(None, (language.events(search, today) for language in languages())), ())


def people(text: str) -> tuple[str, ...]:
    """The names of persons in a text, in its order, each once."""
    return tuple(dict.fromkeys(name for language in languages() for name in language.people(text)))


def list_words() -> ListWords:
    """Those of all languages."""
    return joined(_list_words)


def print_words() -> PrintWords:
    """Those of all languages."""
    return joined(_print_words)


def full_name(quote: str, before: str) -> Span | None:
    """Where the text before a quotation has the name that its first words stand for (see `Language.full_name`)."""
    return next(filter(None, (language.full_name(quote, before) for language in languages())), None)


def small_talk_words() -> SmallTalkWords:
    """Those of all languages."""
    return joined(_small_talk_words)


def locale_of(text: str) -> str:
    """The language and the script that a text is written in; what has no letters is in the first language."""
    return language_of(text).locale(text)


def correction_words() -> CorrectionWords:
    """Those of all languages."""
    return joined(_correction_words)


def long_names(question: str) -> list[str]:
    """What in a question may be the name of an office or a school."""
    return [name for language in languages() for name in language.name_forms.names(question)]


def name_forms(text: str, name: str) -> Iterator[str]:
    """The other forms of `name` that a text prints."""
    for language in languages():
        yield from language.name_forms.forms_in(text, name)


def put_name(text: str, asked: str, printed: str) -> str:
    """`text` with the form of a name that is printed in the place of the one that was asked for."""
    return language_of(printed).name_forms.put(text, asked, printed)


def _correction_words(language: Language) -> CorrectionWords:
    return language.corrections


def _question_words(language: Language) -> QuestionWords:
    return language.questions


def _list_words(language: Language) -> ListWords:
    return language.lists


def _print_words(language: Language) -> PrintWords:
    return language.print


def _small_talk_words(language: Language) -> SmallTalkWords:
    return language.small_talk


@cache
def _joined(part: Callable[[Language], Any], known: tuple[Language, ...]) -> Any:
    parts = [part(language) for language in known]
    return type(parts[0])(
        **{f.name: _together([getattr(own, f.name) for own in parts]) for f in fields(parts[0])}
    )


def _together(values: Sequence[Any]) -> Any:
    """Patterns as alternatives, sets and tuples as one, mappings key by key."""
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
        return {key: _together([value[key] for value in values if key in value]) for key in keys}
    return tuple(item for value in values for item in value)
