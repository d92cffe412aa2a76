"""The registered languages, and language detection."""

from __future__ import annotations

from rag.language.base import Language

_languages: dict[str, Language] = {}


def register(language: Language) -> None:
    """Register a language. If two match a text equally well, the one registered first wins."""
    _languages[language.code] = language


def languages() -> tuple[Language, ...]:
    """All registered languages, in order of registration."""
    return tuple(_languages.values())


def language_of(text: str) -> Language:
    """The language with the most letters or words in `text`."""
    return max(languages(), key=lambda language: len(language.letters.findall(text)))


def locale_of(text: str) -> str:
    """The locale of a text. A text without letters has the locale of the first language."""
    return language_of(text).locale(text)
