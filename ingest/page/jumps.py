"""Finds the marks that lead an article to another page of the paper: ``（下转第4版）``, ``Continued on A4``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rag.archive.continuity import page_number
from rag.schema import Jump
from rag.text.script import to_simplified

_BEFORE, _AFTER = "（(【[▶►▷→◀◄ ", "）)】]◀◄◁←▶►▷→ ."
_CHINESE = re.compile(
    r"(?:本文|全文|文)?(?:(?P<to>下转|转至|续转)|上接|紧接|续接)\s?第?\s?"
    r"(?P<page>[A-Z]?\d{1,2}|[一二三四五六七八九十]{1,3})\s?版(?:[·：:][\u4e00-\u9fff]{2,6})?"
)
_PAGE = r"(?P<page>[A-Z]?\d{1,2}|\d{1,2}[A-Z])"
_SURE_PAGE = r"(?:(?i:page|p\.) ?(?=[A-Z]?\d)|(?=[A-Z]\d|\d{1,2}[A-Z]))" + _PAGE
_KEYWORD = r"(?:[A-Z][A-Z'’-]{1,20},? ){0,3}"
_ENGLISH = re.compile(
    r"(?:(?<=[(（])|\b(?=C))(?i:continue[sd]|cont['’.]?d?\.?) (?:(?P<to>(?i:on|to))|(?i:from)) (?:(?i:page|p\.) ?)?"
    + _PAGE
)
_ENGLISH_FROM = re.compile(rf"{_KEYWORD}(?i:continued |cont['’.]?d?\.? )?(?i:from) {_SURE_PAGE}")
_ENGLISH_TO = re.compile(rf"(?P<to>(?i:(?:please )?see|turn to)) {_KEYWORD}(?i:on )?{_SURE_PAGE}")
_LONGEST_LINE = 48


def find_jumps(line: str) -> Iterator[tuple[int, int, Jump]]:
    """The marks on a line: those at its end that lead to a page, those at its beginning that come from one, or the whole line.

    Args:
        line: one repaired line, in either script.

    Returns:
        For each, its place ``[start, end)`` with the brackets around it, in order.
    """
    plain = to_simplified(line)
    for form in (_ENGLISH_FROM, _ENGLISH_TO):
        if len(plain) <= _LONGEST_LINE and (match := form.fullmatch(plain.lstrip(_BEFORE).rstrip(_AFTER))):
            yield 0, len(line), _jump(match)
            return
    for match in (*_CHINESE.finditer(plain), *_ENGLISH.finditer(plain)):
        start = len(plain[: match.start()].rstrip(_BEFORE))
        end = len(plain) - len(plain[match.end() :].lstrip(_AFTER))
        jump = _jump(match)
        if (start == 0 and jump.direction == "from") or end == len(plain):
            yield start, end, jump


def without_marks(lines: Iterable[str]) -> tuple[list[str], list[str], list[Jump]]:
    """The paragraphs of an article without its marks, the words of the marks, and what they say."""
    kept: list[str] = []
    cut: list[str] = []
    jumps: list[Jump] = []
    for line in lines:
        at, rest = 0, ""
        for start, end, jump in find_jumps(line):
            rest += line[at:start]
            at = end
            cut.append(line[start:end])
            jumps.append(jump)
        rest += line[at:]
        kept += [rest] if rest.strip() else []
    return kept, cut, jumps


def _jump(match: re.Match[str]) -> Jump:
    return Jump("to" if match.groupdict().get("to") else "from", page_number(match["page"]))
