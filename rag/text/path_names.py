"""Paths as text. The name of a file may be any bytes, which no database and no terminal takes."""

from __future__ import annotations

import os
import re
from pathlib import Path

_ESCAPED = re.compile(r"\\udc([89a-f][0-9a-f])")


def path_text(path: Path | str) -> str:
    """A path as text that can be stored and printed: bytes that are not UTF-8 are written as `\\udcb0`."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def path_of(text: str) -> Path:
    """The path that `path_text` has made a text of."""
    if os.path.lexists(text):
        return Path(text)
    return Path(_ESCAPED.sub(lambda match: chr(0xDC00 + int(match[1], 16)), text))


def one_line(text: str) -> str:
    """A text to be printed in a line: line ends and other characters that steer a terminal or turn the text's direction are
    shown as `\N{REPLACEMENT CHARACTER}`."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
