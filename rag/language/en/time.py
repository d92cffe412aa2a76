"""The English time rules, in the order in which they are tried at a position."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from rag.dates.festivals import FESTIVALS
from rag.dates.period import (
    AUTUMN,
    BEGINNING_OF_YEAR,
    END_OF_YEAR,
    MIDDLE_OF_YEAR,
    SPRING,
    SUMMER,
    WINTER,
    Period,
    day,
    month,
    month_third,
    months,
    months_from,
    quarter_of,
    same_day,
    single_day,
    week_of,
    year,
)
from rag.dates.rules import Context, Groups, Read, Rule, Sense, asked_weekend
from rag.language.en.festivals import NAMES
from rag.text.numerals import number

MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name} | {
    name.lower(): i for i, name in enumerate(calendar.month_abbr) if name
}
WEEKDAYS = {name.lower(): i for i, name in enumerate(calendar.day_name)}
DAY_WORDS = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "last night": -1,
    "today": 0,
    "tonight": 0,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tomorrow": 1,
    "the day after tomorrow": 2,
}
OFFSETS = {
    "before last": -2,
    "after next": 2,
    "last": -1,
    "previous": -1,
    "this": 0,
    "the current": 0,
    "next": 1,
}
SEASONS = {"spring": SPRING, "summer": SUMMER, "autumn": AUTUMN, "fall": AUTUMN, "winter": WINTER}
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
YEAR_PARTS = {
    "early": BEGINNING_OF_YEAR,
    "the beginning of": BEGINNING_OF_YEAR,
    "mid": MIDDLE_OF_YEAR,
    "late": END_OF_YEAR,
    "the end of": END_OF_YEAR,
}
THIRDS = {"early": "上", "the beginning of": "上", "mid": "中", "late": "下", "the end of": "下"}

_MONTH = rf"(?P<mn>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b"
_YEAR = r"(?:1[89]|20)\d\d\b(?![,.]\d)"
_IN_YEAR = rf"(?:,?\s+(?:of\s+)?(?P<y>{_YEAR}))?"
_OFFSET_WORD = r"\b(?P<to>last|previous|this|next)"
_AMOUNT = r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT = r"(?P<unit>day|week|month|quarter|year)s?\b"
_PART = r"\b(?P<part>early|mid|late|the beginning of|the end of)[\s-]+(?:the\s+)?"
_OF_YEAR = rf"(?:,?\s+(?:of\s+)?(?:(?P<y>{_YEAR})|(?P<to>last|this|next) year\b))?"

STARTS = (
    r"\b(?:the|a|an|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|early|mid|late|[1-4]|q[1-4]|first|second|third|fourth"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|one|two|three|four|last|previous|this|next|coming|past|spring|summer"
    r"|autumn|fall|winter|yesterday|today|tonight|tomorrow|mon|tue|wed|thu|fri|sat|sun|weekend|so far|year to|recent|lately"
    r"|newest|these|in |fy|fiscal|financial|chinese|lunar|national|labo|dragon|qingming|tomb|lantern|christmas|mother|father"
    r"|children|teachers|new year)|(?:19|20)\d\d|\d{1,3}\b"
)


def _after(words: str) -> str:
    """A pattern for a position right after one of `words`."""
    lookbehinds = [rf"(?<=\b{word}\s)" for word in words.split()]
    return f"(?:{'|'.join(lookbehinds)})"


def rules() -> Iterator[Rule]:
    yield _festivals()
    yield from _dates()
    yield from _parts_of_year()
    yield from _relative_days()
    yield from _durations()
    yield from _years()


def _year(groups: Groups, context: Context, month_of: int) -> int:
    if groups["y"]:
        return int(groups["y"])
    if groups.get("to"):
        return context.today.year + OFFSETS[groups["to"]]
    return context.year_of(month_of)


def _month(groups: Groups, context: Context) -> Period:
    of_year = MONTHS[groups["mn"]]
    return month(_year(groups, context, of_year), of_year)


def _dates() -> Iterator[Rule]:
    def named_day(groups: Groups, context: Context) -> Period:
        of_year = MONTHS[groups["mn"]]
        first = day(_year(groups, context, of_year), of_year, int(groups["d"]))
        return Period(first.start, first.start.replace(day=int(groups["d2"]))) if groups["d2"] else first

    another = r"(?:\s*(?:-|–|—|to|through)\s*(?P<d2>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?\b)?"
    yield Rule(rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}{another}{_IN_YEAR}", named_day)
    yield Rule(rf"(?<![\d.,])\b(?:the\s+)?{_DAY}{another}\s+(?:of\s+)?{_MONTH}{_IN_YEAR}", named_day)
    yield Rule(rf"{_PART}{_MONTH}{_IN_YEAR}", lambda g, c: month_third(_month(g, c), THIRDS[g["part"]]))
    yield Rule(rf"\b{_MONTH},?\s+(?:of\s+)?(?:(?P<y>{_YEAR})|(?P<to>last|this|next) year\b)", _month)
    yield Rule(rf"{_after('in since until by during before after from to and of')}(?P<y>){_MONTH}", _month)


def _festivals() -> Rule:
    """One rule for all festivals."""

    def read(groups: Groups, context: Context) -> Period:
        festival = FESTIVALS[next(key for key in NAMES if groups[key])]
        y = _year(groups, context, 1) if groups["y"] or groups["to"] else context.nearest(festival.on)
        return festival.period(y, whole=bool(groups["whole"]))

    names = "|".join(f"(?P<{key}>{pattern})" for key, pattern in NAMES.items())
    return Rule(
        rf"\b(?:the\s+)?(?:(?P<y>{_YEAR})\s+|(?P<to>last|this|next) year's\s+)?(?:{names})\b(?P<whole>\s+holidays?\b)?{_OF_YEAR}",
        read,
        Sense.FESTIVAL,
    )


def _parts_of_year() -> Iterator[Rule]:
    def quarter(groups: Groups, context: Context) -> Period:
        last = 3 * (int(groups["q"]) if groups["q"].isdecimal() else QUARTERS[groups["q"]])
        return months(_year(groups, context, last - 2), last - 2, last)

    def half(groups: Groups, context: Context) -> Period:
        first = 1 if groups["half"] in ("first", "1st") else 7
        return months(_year(groups, context, first), first, first + 5)

    def part(groups: Groups, context: Context) -> Period:
        return months(_year(groups, context, 1), *YEAR_PARTS[groups["part"]])

    def season(groups: Groups, context: Context) -> Period:
        first, last = SEASONS[groups["season"]]
        return months(_year(groups, context, first), first, last)

    yield Rule(
        rf"\b(?:the\s+)?(?P<q>first|second|third|fourth|[1-4](?:st|nd|rd|th))\s+quarter\b{_OF_YEAR}", quarter
    )
    yield Rule(
        rf"\bq(?P<q>[1-4])(?:,?\s+(?:of\s+)?(?:(?P<y>{_YEAR})|(?P<to>last|this|next) year\b))", quarter
    )
    yield Rule(rf"\b(?:the\s+)?(?P<half>first|second|1st|2nd)\s+half\b{_OF_YEAR}", half)
    yield Rule(rf"{_PART}(?:(?P<y>{_YEAR})|(?P<to>last|this|next) year\b)", part)
    name = rf"(?P<season>{'|'.join(SEASONS)})\b(?! festival)"
    yield Rule(rf"\b(?:the\s+)?{name},?\s+(?:of\s+)?(?:(?P<y>{_YEAR})|(?P<to>last|this|next) year\b)", season)
    yield Rule(rf"{_OFFSET_WORD}\s+{name}(?P<y>)", season)


def _relative_days() -> Iterator[Rule]:
    weekdays = "|".join(WEEKDAYS)
    yield Rule(
        rf"\b(?P<word>{'|'.join(sorted(DAY_WORDS, key=len, reverse=True))})\b",
        lambda g, c: single_day(c.today + timedelta(days=DAY_WORDS[g["word"]])),
        Sense.WORD,
    )
    yield Rule(rf"{_OFFSET_WORD}\s+(?P<w>{weekdays})\b", _weekday, Sense.WORD)
    yield Rule(rf"{_OFFSET_WORD}\s+weekend\b", _weekend, Sense.WORD)
    stacked = r"(?P<to>before last|after next)\b"
    yield Rule(rf"\bthe\s+(?P<w>{weekdays})\s+{stacked}", _weekday, Sense.WORD)
    yield Rule(rf"\bthe\s+weekend\s+{stacked}", _weekend, Sense.WORD)
    yield Rule(r"(?<!every )(?<!each )\b(?:the\s+)?weekend\b", asked_weekend, Sense.WORD)
    yield Rule(rf"\bthe\s+(?P<unit>week|month|quarter|year)\s+{stacked}", _neighbouring_period, Sense.WORD)
    yield Rule(rf"\b(?P<to>)(?P<w>{weekdays})\b", _weekday, Sense.WEEKDAY)
    yield Rule(
        r"\bso far this year\b|\b(?:the )?year to date\b",
        lambda _, c: Period(date(c.today.year, 1, 1), c.today),
    )
    yield Rule(rf"{_OFFSET_WORD}\s+(?P<unit>week|month|quarter|year)\b", _neighbouring_period, Sense.WORD)
    yield Rule(
        r"\b(?:recent(?:ly)?(?!\s+(?:years|decades))|lately|latest|newest|these days|(?:in )?recent (?:days|weeks|months))\b",
        lambda _, c: Period(c.today - timedelta(days=30), c.today),
        Sense.VAGUE,
    )


def _weekday(groups: Groups, context: Context) -> Period:
    if not groups["to"]:  # without a past tense it is the next one
        return single_day(replace(context, tense=context.tense or 1).bare_weekday(WEEKDAYS[groups["w"]]))
    week = week_of(context.today, OFFSETS[groups["to"]])
    return single_day(week.start + timedelta(days=WEEKDAYS[groups["w"]]))


def _weekend(groups: Groups, context: Context) -> Period:
    week = week_of(context.today, OFFSETS[groups["to"]])
    return Period(week.end - timedelta(days=1), week.end)


def _neighbouring_period(groups: Groups, context: Context) -> Period:
    """Last, this or next week, month, quarter or year."""
    offset, unit = OFFSETS[groups["to"]], groups["unit"]
    if unit == "week":
        return week_of(context.today, offset)
    if unit == "month":
        return months_from(context.today, offset)
    if unit == "quarter":
        return quarter_of(context.today, offset)
    return year(context.today.year + offset)


def _durations() -> Iterator[Rule]:
    def step(groups: Groups, context: Context, sign: int) -> date:
        count = sign * number(groups["n"] or "1")
        months_each = {"month": 1, "quarter": 3, "year": 12}.get(groups["unit"])
        if months_each:
            return same_day(context.today, count * months_each)
        return context.today + timedelta(days=count * (7 if groups["unit"] == "week" else 1))

    def moved(sign: int) -> Read:
        def read(groups: Groups, context: Context) -> Period:
            moved_to = step(groups, context, sign)
            unit = groups["unit"]
            if unit == "day":
                return single_day(moved_to)
            if unit == "week":
                return week_of(moved_to)
            return year(moved_to.year) if unit == "year" else month(moved_to.year, moved_to.month)

        return read

    past = r"\b(?:(?:the\s+)?past|(?:the\s+)last(?=\s+(?:\d|[a-z]+\s+(?:day|week|month|quarter|year)s)))"
    yield Rule(
        rf"(?:{past}|\blast(?=\s+(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\b))\s+(?:{_AMOUNT}\s+)?{_UNIT}",
        lambda g, c: Period(step(g, c, -1), c.today),
        Sense.WORD,
    )
    yield Rule(
        rf"\b(?:the\s+)?(?:next|coming)\s+{_AMOUNT}\s+{_UNIT}",
        lambda g, c: Period(c.today, step(g, c, 1)),
        Sense.WORD,
    )
    yield Rule(rf"\b{_AMOUNT}\s+{_UNIT}\s+ago\b", moved(-1), Sense.WORD)
    yield Rule(rf"\bin\s+{_AMOUNT}\s+{_UNIT}(?:\s+time)?", moved(1), Sense.WORD)


def _years() -> Iterator[Rule]:
    def whole(groups: Groups, _context: Context) -> Period:
        return year(int(groups["y"]))

    def decade(groups: Groups, _context: Context) -> Period:
        first = int(groups["y"])
        return Period(year(first).start, year(first + 9).end)

    yield Rule(r"(?<![\d.,])\b(?P<y>(?:19|20)\d0)s\b", decade)
    yield Rule(r"\b(?:fy|fiscal(?: year)?|financial year)\s*(?P<y>(?:19|20)\d\d)\b", whole)
    before_a_year = _after("in of since from by before after during until till year the and to for between")
    yield Rule(rf"{before_a_year}(?P<y>{_YEAR})", whole)
    yield Rule(rf"(?:(?<=about )|\A)(?P<y>{_YEAR})(?=\s*(?:[?.!,]|\Z))", whole)
    yield Rule(r"(?<![\d.,-])\b(?P<y>(?:19|20)\d\d)(?=\s*(?:-|–|—)\s*(?:19|20)\d\d\b(?!年))", whole)
    yield Rule(r"(?<=\d\d\d\d[-–—])(?P<y>(?:19|20)\d\d)\b(?![\d.,-]|\s*年)", whole)
