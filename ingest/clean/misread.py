"""Finds the codec with which a text was decoded wrongly: its bytes are readable Chinese in another one."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from ingest.clean.readable import readability

_READABLE = 0.95  # from this `readability` on, it is news; Korean, the most alike, has less
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LEAST_CHINESE = 8
_RIGHT = {"UTF-8": "utf-8", "GB18030": "gb18030", "Big5": "big5hkscs"}
_WRONG = {
    "Latin-1": "latin-1",
    "Windows-1252": "cp1252",
    "Windows-1251": "cp1251",
    "KOI8-R": "koi8-r",
    "CP437": "cp437",
    "Mac Roman": "mac-roman",
    "EUC-KR": "cp949",
    "Shift-JIS": "cp932",
    "GB18030": "gb18030",
    "Big5": "big5hkscs",
}


class Misreading(NamedTuple):
    """The encoding of a text's bytes, and the one as which they were read."""

    right: str
    wrong: str


def misreading(text: str) -> Misreading | None:
    """How a text was decoded wrongly; None if it was not, or in a way that leaves no trace.

    Args:
        text: of any length; its time is linear. White space does not matter.
    """
    for wrong, right in itertools.product(_WRONG, _RIGHT):
        if wrong != right and _is_readable(_decoded_again(text, _WRONG[wrong], _RIGHT[right])):
            return Misreading(right, wrong)
    return None


def _decoded_again(text: str, wrong: str, right: str) -> str:
    """The text that its bytes are in another codec; bytes that Windows-1252 does not have are those of Latin-1."""
    data = b"".join(_bytes_of(char, wrong) for char in text)
    return data.decode(right, errors="ignore")


def _bytes_of(char: str, codec: str) -> bytes:
    try:
        return char.encode(codec)
    except UnicodeEncodeError:
        return char.encode("latin-1", errors="ignore")


def _is_readable(text: str) -> bool:
    return len(_CHINESE.findall(text)) >= _LEAST_CHINESE and readability(text) >= _READABLE
