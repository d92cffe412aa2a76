"""The languages that are known, and which of them a text is in."""

from __future__ import annotations

from rag.language.base import Language

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


def locale_of(text: str) -> str:
    """The language and the script that a text is written in; what has no letters is in the first language."""
    return language_of(text).locale(text)
