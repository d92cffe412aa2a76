"""Splits a byline into its authors' names."""

from __future__ import annotations

import re

_BETWEEN = re.compile(r"\s*[、，,;；/|&]\s*(?:and\s+)?|\s+(?:and|with)\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|m\.?d|ph\.?d)\.?", re.IGNORECASE)


def authors_of(byline: str) -> list[str]:
    """The names in a byline, each once, in order.

    Chinese names are divided by spaces, names in Latin script by commas and ``and``: ``Tomas Ferreira`` is one person.
    """
    names: list[str] = []
    for part in _BETWEEN.split(byline.strip()):
        if names and _SUFFIX.fullmatch(part):
            names[-1] += f", {part}"
        else:
            names += _divided(part)
    return list(dict.fromkeys(names))


def _divided(part: str) -> list[str]:
    """The names in a part of a byline: words in Latin script that follow each other are one name."""
    names: list[str] = []
    was_latin = False
    for word in part.split():
        is_latin = ord(word[0]) < 0x0250
        if is_latin and was_latin:
            names[-1] += f" {word}"
        else:
            names.append(word)
        was_latin = is_latin
    return names
