"""Writes the days that a Chinese time expression means in English: `3月14日至15日` -> "14–15 March"."""

from __future__ import annotations

import re
from calendar import day_name, month_name
from datetime import date

from rag.dates.period import BEGINNING_OF_YEAR, END_OF_YEAR, MIDDLE_OF_YEAR, Period, month
from rag.language.time import Mention
from rag.language.zh.time_words import WEEK
from rag.text.numerals import MONTH, YEAR

_YEAR = re.compile(YEAR)
_MONTH = re.compile(rf"{MONTH}\s*月|(?:19|20)\d\d\s*[-./]\s*\d")
_WEEKDAY = re.compile(rf"{WEEK}[一二三四五六日天]")
_PART = re.compile(r"[上中下]旬|[初中底末]$")
_PARTS_OF_YEAR = {BEGINNING_OF_YEAR: "early ", MIDDLE_OF_YEAR: "mid-", END_OF_YEAR: "late "}
_PARTS = {1: "early ", 11: "mid-", 21: "late "}


def day_words(mention: Mention, printed: str) -> str:
    """The days that an expression means.

    Args:
        printed: its words. If they count from another day (`昨日`, `去年6月`), the year is given, and the words beside it.
    """
    counted = not (_YEAR.search(printed) or _MONTH.search(printed)) or "年" in _YEAR.sub("", printed)[1:]
    with_year = counted or _YEAR.search(printed) is not None
    named = _named(mention.named, printed, with_year=with_year)
    english = _relation(mention).format(named)
    return f"{english} ({printed})" if counted else english


def _relation(mention: Mention) -> str:
    """How the days lie to the ones that the words name: before them, since them, …"""
    period, named = mention.period, mention.named
    if mention.term and mention.term.is_open:
        return "from {}"
    if period == named:
        return "{}"
    if period.end < named.start:
        return "before {}"
    if period.start > named.end:
        return "after {}"
    return "until {}" if period.end == named.end else "since {}"


def _named(period: Period, printed: str, *, with_year: bool) -> str:
    """A period in words."""
    start, end = period.start, period.end
    weekday = f"{day_name[start.weekday()]}, " if _WEEKDAY.search(printed) and period.days == 1 else ""
    if period.days == 1:
        return weekday + _day(start, with_year=with_year)
    if _PART.search(printed) and start.month == end.month:
        return _PARTS.get(start.day, "") + _month(start, with_year=with_year)
    if _PART.search(printed) and (start.month, end.month) in _PARTS_OF_YEAR:
        return f"{_PARTS_OF_YEAR[start.month, end.month]}{start.year}"
    if start.day == 1 and end == month(end.year, end.month).end:
        return _whole_months(start, end, with_year=with_year)
    years = start.year != end.year
    if years or start.month != end.month:
        first, last = _day(start, with_year=with_year and years), _day(end, with_year=with_year)
        return f"{first} to {last}"
    return f"{start.day}–{_day(end, with_year=with_year)}"


def _whole_months(start: date, end: date, *, with_year: bool) -> str:
    if (start.month, end.month) == (1, 12):
        return str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return _month(start, with_year=with_year)
    years = start.year != end.year
    return f"{_month(start, with_year=with_year and years)} to {_month(end, with_year=with_year)}"


def _day(day: date, *, with_year: bool) -> str:
    return f"{day.day} {_month(day, with_year=with_year)}"


def _month(day: date, *, with_year: bool) -> str:
    return f"{month_name[day.month]} {day.year}" if with_year else month_name[day.month]
