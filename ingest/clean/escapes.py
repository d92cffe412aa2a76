"""Undoes the escapes of a text that an export has escaped twice: ``\\u767d``, and ``\\n`` for a line's end."""

from __future__ import annotations

import re

_CHARACTER = re.compile(r"\\u([0-9a-fA-F]{4})")
_FEWEST_CHARACTERS = 3
_FEWEST_LINE_ENDS = 2
_LINE_END = re.compile(r"(?:\\r)?\\n")


def unescaped(text: str) -> str:
    """A text with its escapes as characters; a text with a line end or without several escapes stays as it is."""
    if "\\" not in text:
        return text
    if len(_CHARACTER.findall(text)) >= _FEWEST_CHARACTERS:
        text = _CHARACTER.sub(lambda found: chr(int(found[1], 16)), text)
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if "\n" not in text and len(_LINE_END.findall(text)) >= _FEWEST_LINE_ENDS:
        text = _LINE_END.sub("\n", text).replace('\\"', '"').replace("\\t", " ").replace("\\/", "/")
    return text
