"""Whether the characters of a PDF are what its page shows.

Fonts without a table to Unicode give private-use characters, replacement characters or characters of another script; the
page looks right, but its text can be neither searched nor quoted.
"""

from __future__ import annotations

from ingest.clean import is_cjk
from ingest.clean.characters import everyday_characters

_MOST_UNKNOWN = 0.08  # share of characters that stand for nothing
_LEAST_COMMON = 0.75  # share of Chinese characters that are among the common ones; in news it is over .95
_MOST_SYMBOLS = 0.35  # share of ASCII characters that are neither letters nor digits
_MOST_ACCENTED = 0.3  # share of letters that are accented, as in GB18030 read as Latin-1 (``ÖÐÎÄ``)
_TOO_FEW = 40  # characters of a kind; of fewer nothing can be said


def is_legible(text: str) -> bool:
    """Whether a text is made of characters as people write them. White space does not count."""
    visible = [char for char in text if not char.isspace()]
    unknown = sum(_is_unknown(char) for char in visible)
    if unknown > _MOST_UNKNOWN * len(visible):
        return False
    chinese = [char for char in visible if is_cjk(char)]
    if len(chinese) >= _TOO_FEW and sum(
        map(everyday_characters().__contains__, chinese)
    ) < _LEAST_COMMON * len(chinese):
        return False
    accented = sum("\u00a1" <= char <= "\u024f" for char in visible)
    letters = sum(char.isalpha() for char in visible)
    if accented >= _TOO_FEW and accented > _MOST_ACCENTED * letters:
        return False
    ascii_only = [char for char in visible if char.isascii()]
    symbols = sum(not char.isalnum() for char in ascii_only)
    return not (
        len(ascii_only) >= max(_TOO_FEW, len(visible) // 2) and symbols > _MOST_SYMBOLS * len(ascii_only)
    )


def _is_unknown(char: str) -> bool:
    return char == "\ufffd" or "\ue000" <= char <= "\uf8ff" or char >= "\U000f0000"
