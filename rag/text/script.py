"""Converts between simplified and traditional script, and tells Chinese from English."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

from rag.text.characters import CharacterTable

CHINESE_CHARACTER = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")


def to_simplified(text: str) -> str:
    """Convert to simplified script, character by character, so that offsets do not move."""
    return text.translate(_SIMPLIFIED)


def to_traditional(text: str) -> str:
    """Convert to traditional script, word by word. Both scripts give the same result: `了解` and `瞭解` both give `瞭解`."""
    converted: str = _converter("s2t").convert(text)
    return converted


def is_traditional(text: str) -> bool:
    """Whether more characters exist only in traditional script than only in simplified script."""
    return _traditional_only(text) > _simplified_only(text)


def is_english(text: str) -> bool:
    return len(LATIN_WORD.findall(text)) > len(CHINESE_CHARACTER.findall(text))


def is_chinese(character: str) -> bool:
    return bool(CHINESE_CHARACTER.match(character))


def _simplified(character: str) -> str:
    return character if character.isascii() else str(_converter("t2s").convert(character))


def _traditional(character: str) -> str:
    return character if character.isascii() else str(_converter("s2t").convert(character))


_SIMPLIFIED, _TRADITIONAL = CharacterTable(_simplified), CharacterTable(_traditional)


@cache
def _converter(name: str) -> OpenCC:
    return OpenCC(name)


def _traditional_only(text: str) -> int:
    return sum(_SIMPLIFIED[ord(c)] != c for c in text)


def _simplified_only(text: str) -> int:
    return sum(_TRADITIONAL[ord(c)] != c for c in text)
