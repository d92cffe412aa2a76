"""Functions that try every registered language: they combine the results, or return the first one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from rag.language.base import Language
from rag.language.registry import language_of, languages
from rag.language.values import Amount, Clock
from rag.text.sentences import Span


def asked_office(before: str) -> str:
    """The office whose holder a question asks for (see `Language.office`); empty if no language finds one."""
    return next(filter(None, (language.office(before) for language in languages())), "")


def asked_place(text: str) -> str:
    """The first place that a question names; empty if it names none."""
    return next(filter(None, (language.place(text) for language in languages())), "")


def asked_events(search: str, today: date) -> tuple[str, ...]:
    """For each of several events whose times a question compares, a question that asks when it was; otherwise empty.

    Args:
        search: the question in simplified script.
        today: the day to which relative dates refer.
    """
    return next(filter(None, (language.events(search, today) for language in languages())), ())


def facts_in(
    locale: str, quote: str, printed: date | None, answering: Span | None, most: int
) -> tuple[str, ...]:
    """Facts of a quotation, told in the language of a locale; empty if the quotation is in that language itself.

    For the arguments see `rag.language.base.Facts`.
    """
    return _language_with(locale).facts(quote, printed, answering, most) if is_foreign(quote, locale) else ()


def is_foreign(text: str, locale: str) -> bool:
    """Whether a text is in another language than that of a locale."""
    return _language_with(locale) is not language_of(text)


def people(text: str) -> tuple[str, ...]:
    """The distinct names of persons in a text, in order of appearance."""
    return tuple(dict.fromkeys(name for language in languages() for name in language.people(text)))


def full_name(quote: str, before: str) -> Span | None:
    """Position in `before` of the full name to which the first words of `quote` refer (see `Language.full_name`)."""
    return next(filter(None, (language.full_name(quote, before) for language in languages())), None)


def long_names(question: str) -> list[str]:
    """Parts of a question that may be the name of an office or a school."""
    return [name for language in languages() for name in language.name_forms.find(question)]


def name_forms(text: str, name: str) -> Iterator[str]:
    """The other forms of `name` that a text contains."""
    for language in languages():
        yield from language.name_forms.forms_in(text, name)


def replace_name(text: str, asked: str, printed: str) -> str:
    """`text` with the printed form of a name in place of the form that was asked for."""
    return language_of(printed).name_forms.replace(text, asked, printed)


def _language_with(locale: str) -> Language:
    return next(language for language in languages() if locale in language.wording)


def amounts_in(text: str) -> list[Amount]:
    """The amounts of a text in any language; where two languages read one, the longer reading."""
    return _longest(amount for language in languages() for amount in language.amounts(text))


def numerals_in(text: str) -> list[Amount]:
    """Every numeral of a text in its own language, whatever it counts."""
    return list(language_of(text).numerals(text))


def clocks_in(text: str) -> list[Clock]:
    """The times of day of a text, read in its own language."""
    return list(language_of(text).clocks(text))


def _longest(amounts: Iterable[Amount]) -> list[Amount]:
    chosen: list[Amount] = []
    for amount in sorted(amounts, key=lambda a: a.end - a.start, reverse=True):
        if not any(amount.start < other.end and other.start < amount.end for other in chosen):
            chosen.append(amount)
    return sorted(chosen, key=lambda a: a.start)
