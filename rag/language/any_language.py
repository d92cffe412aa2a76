"""What is asked of all languages, each of which answers for its own words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rag.language.registry import language_of, languages
from rag.text.sentences import Span


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


def full_name(quote: str, before: str) -> Span | None:
    """Where the text before a quotation has the name that its first words stand for (see `Language.full_name`)."""
    return next(filter(None, (language.full_name(quote, before) for language in languages())), None)


def long_names(question: str) -> list[str]:
    """What in a question may be the name of an office or a school."""
    return [name for language in languages() for name in language.name_forms.find(question)]


def name_forms(text: str, name: str) -> Iterator[str]:
    """The other forms of `name` that a text prints."""
    for language in languages():
        yield from language.name_forms.forms_in(text, name)


def replace_name(text: str, asked: str, printed: str) -> str:
    """`text` with the form of a name that is printed in the place of the one that was asked for."""
    return language_of(printed).name_forms.replace(text, asked, printed)
