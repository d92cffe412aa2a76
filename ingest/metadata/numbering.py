"""Reads the number at the beginning of a numbered sub-head or paragraph (一、 （二） 3. ④)."""

from __future__ import annotations

import re
from typing import NamedTuple

_NUMBER = re.compile(
    r"^(?:(?P<chinese>[一二三四五六七八九十]{1,3})[、．.]|[（(](?P<bracket>[一二三四五六七八九十]{1,3}|\d{1,2})[）)]"
    r"|(?P<digit>\d{1,2})(?:[、．]|[.)]\s?)(?!\d)|(?P<circle>[①-⑳]))"
)


class Number(NamedTuple):
    """How a number is written ("chinese", "bracket", "digit" or "circle"), and its value."""

    style: str
    value: int


def number_of(text: str) -> Number | None:
    """The number that a line begins with; None if it is not numbered."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    style = str(match.lastgroup)
    digits = match[style]
    if style == "circle":
        return Number(style, ord(digits) - ord("①") + 1)
    return Number(style, int(digits) if digits.isdigit() else _chinese(digits))


def _chinese(digits: str) -> int:
    tens, ten, ones = digits.rpartition("十")
    value = ("一二三四五六七八九".find(ones) + 1) if len(ones) == 1 else 0
    return value if not ten else 10 * (("一二三四五六七八九".find(tens) + 1) if tens else 1) + value
