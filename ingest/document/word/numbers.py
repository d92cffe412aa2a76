"""Automatic numbers of paragraphs, which Word counts when it shows the document (``一、``, ``（2）``, ``3.``)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from ingest.document.word.names import number, value, w

_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 400  # higher numbers are written in digits
_NO_SPACE_AFTER = "、．。）)」】 "


class Numbers:
    """The numbers of a document's paragraphs, counted in their order.

    Args:
        element: ``w:numbering``, or None.
    """

    def __init__(self, element: Any) -> None:
        lists = (
            {} if element is None else {a.get(w("abstractNumId")): a for a in element.iter(w("abstractNum"))}
        )
        instances = [] if element is None else list(element.iter(w("num")))
        self._list_of = {i.get(w("numId")): value(i, "abstractNumId") for i in instances}
        self._levels = {
            list_id: {number(level.get(w("ilvl"))): level for level in entry.iter(w("lvl"))}
            for list_id, entry in lists.items()
        }
        self._restarts = {i.get(w("numId")): _restarts(i) for i in instances}
        self._counts: dict[str | None, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)

    def next(self, instance: str, level: int) -> str:
        """The number of the next paragraph of a list, with the space behind it; empty for a bullet."""
        list_id = self._list_of.get(instance)
        levels = self._levels.get(list_id, {})
        level = min(max(level, 0), _LEVELS - 1)
        if level not in levels:
            return ""
        counts = self._counts[list_id]
        for restarted, start in self._restarts.pop(instance, {}).items():
            counts[restarted] = start - 1
        before = counts[level]
        counts[level] = _start(levels[level]) if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        shown = re.sub(
            r"%([1-9])",
            lambda m: _shown(levels.get(int(m[1]) - 1), counts[int(m[1]) - 1]),
            _pattern(levels[level]),
        )
        if not shown.strip():
            return ""
        return shown if shown[-1] in _NO_SPACE_AFTER else f"{shown} "


def _restarts(instance: Any) -> dict[int, int]:
    """The levels at which a use of a list begins anew, and with which number."""
    found: dict[int, int] = {}
    for override in instance.iter(w("lvlOverride")):
        level, start = number(override.get(w("ilvl"))), number(value(override, "startOverride"))
        if level is not None and start is not None and 0 <= level < _LEVELS:
            found[level] = start
    return found


def _start(level: Any) -> int:
    start = number(value(level, "start"))
    return 1 if start is None else start


def _pattern(level: Any) -> str:
    """The text of a level's number, with ``%1`` for the first level's; empty for a bullet."""
    if value(level, "numFmt") in ("bullet", "none"):
        return ""
    return (value(level, "lvlText") or "")[:40]


def _shown(level: Any, count: int | None) -> str:
    count = (_start(level) if level is not None else 1) if count is None else count
    form = value(level, "numFmt") or "decimal"
    if not 0 < count < _MOST:
        return str(count)
    if form.startswith(("chinese", "taiwanese", "japanese", "ideographDigital")):
        return _chinese(count)
    if form.startswith("decimalEnclosedCircle") and count <= 20:
        return chr(ord("①") + count - 1)
    if form.startswith("ideographTraditional") and count <= 10:
        return _STEMS[count - 1]
    if form in ("upperLetter", "lowerLetter"):
        letters = chr(ord("A") + (count - 1) % 26) * (1 + (count - 1) // 26)
        return letters if form == "upperLetter" else letters.lower()
    if form in ("upperRoman", "lowerRoman"):
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _chinese(count: int) -> str:
    if count >= 100:
        hundreds, rest = divmod(count, 100)
        return f"{_DIGITS[hundreds]}百" + (
            ("〇" if rest < 10 else "一" if rest < 20 else "") + _chinese(rest) if rest else ""
        )
    tens, ones = divmod(count, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _roman(count: int) -> str:
    text = ""
    for size, letters in _ROMAN:
        text += letters * (count // size)
        count %= size
    return text
