"""Time expressions in questions and articles -> ranges of calendar days. The one place for date arithmetic.

A closed grammar: each rule is a pattern and a function from its match and a base date to a `Period`. The same
rules read questions (base: today) and articles (base: the article's own date).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rag.script import to_simplified


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days from `start` to `end`, both included."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def overlaps(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start}/{self.end}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A time expression in a text: `text[start:end]` speaks of `period`."""

    start: int
    end: int
    period: Period


def mentions(text: str, base: date | None) -> list[Mention]:
    """The time expressions of `text`, in order, none inside another.

    Args:
        base: the day on which the text was said or printed; without it only expressions that name their year
            are read.
    """
    plain = to_simplified(text).lower()
    taken: list[Mention] = []
    for rule in _RULES:
        for match in rule.pattern.finditer(plain):
            overlaps = any(m.start < match.end() and match.start() < m.end for m in taken)
            period = None if overlaps else _read(rule, match, base)
            if period:
                taken.append(Mention(match.start(), match.end(), period))
    return sorted(taken, key=lambda m: m.start)


def asked_period(question: str, today: date) -> Period | None:
    """The period that a question restricts itself to: from the first to the last day that it names."""
    named = [m.period for m in mentions(question, today)]
    return Period(min(p.start for p in named), max(p.end for p in named)) if named else None


# --- calendar ---


def day(year: int, month: int, number: int) -> Period:
    """Raises ValueError where there is no such day."""
    single = date(year, month, number)
    return Period(single, single)


def month(year: int, number: int) -> Period:
    return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


def week_of(base: date, offset: int = 0) -> Period:
    """Monday to Sunday of the week that lies `offset` weeks from the one of `base`."""
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=offset)
    return Period(monday, monday + timedelta(days=6))


def months_from(base: date, offset: int) -> Period:
    index = base.year * 12 + base.month - 1 + offset
    return month(index // 12, index % 12 + 1)


# --- the grammar ---


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], date], Period]
    needs_base: bool


def _read(rule: _Rule, match: re.Match[str], base: date | None) -> Period | None:
    if base is None and rule.needs_base:
        return None
    try:
        return rule.read(match, base or date.min)
    except (ValueError, OverflowError):  # 2月30日
        return None


_DAY_WORDS = {
    "大前天": -3,
    "前天": -2,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "今早": 0,
    "明天": 1,
    "明日": 1,
    "明早": 1,
    "明晚": 1,
    "后天": 2,
    "大后天": 3,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "tomorrow": 1,
}
_YEAR_WORDS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "本年": 0, "本年度": 0, "明年": 1, "后年": 2}
_DIGITS = {digit: n for n, digit in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_SPAN_WORDS = {"上上": -2, "上": -1, "本": 0, "这": 0, "这个": 0, "上个": -1, "下": 1, "下个": 1}
_ENGLISH_SPAN = {"last": -1, "this": 0, "next": 1}
_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 5}
_ENGLISH_MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name} | {
    name.lower(): i for i, name in enumerate(calendar.month_abbr) if name
}
_MONTH_NAME = "|".join(sorted(_ENGLISH_MONTHS, key=len, reverse=True))
_Y = r"(?P<y>(?:19|20)\d{2})\s*年"
_YW = (
    rf"(?:(?P<yw>{'|'.join(sorted(_YEAR_WORDS, key=len, reverse=True))})"
    r"|(?P<ago>\d{1,2}|[一二两三四五六七八九十])年(?:之|以)?前)的?"
)
_M = r"(?P<m>1[0-2]|0?[1-9])\s*月"
_D = r"(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号]"
_TO = r"(?:至|到|-|—|–|~|～)+"


def _year_named(match: re.Match[str], base: date) -> int:
    groups = match.groupdict()
    if groups.get("y"):
        return int(groups["y"])
    if groups.get("yw"):
        return base.year + _YEAR_WORDS[groups["yw"]]
    if groups.get("ago"):
        return base.year - (int(groups["ago"]) if groups["ago"].isdigit() else _DIGITS[groups["ago"]])
    return base.year


def _near_year(match: re.Match[str], base: date) -> int:
    """The year of a date that names none: the one that puts it nearest to the base date."""
    if any(match.groupdict().get(name) for name in ("y", "yw", "ago")):
        return _year_named(match, base)
    wanted = int(match["m"])
    return min(
        (base.year - 1, base.year, base.year + 1),
        key=lambda y: abs((y - base.year) * 12 + wanted - base.month),
    )


def _days(match: re.Match[str], base: date) -> Period:
    in_year = _near_year(match, base)
    first = day(in_year, int(match["m"]), int(match["d"])).start
    last = date(in_year, int(match["m2"] or match["m"]), int(match["d2"]))
    if last < first:
        raise ValueError("a range that ends before it begins")
    return Period(first, last)


def _third_of_month(match: re.Match[str], base: date) -> Period:
    whole = month(_near_year(match, base), int(match["m"]))
    first, last = {"上": (1, 10), "中": (11, 20), "下": (21, whole.end.day)}[match["third"]]
    return Period(whole.start.replace(day=first), whole.start.replace(day=last))


def _part_of_year(match: re.Match[str], base: date) -> Period:
    in_year = _year_named(match, base)
    first, last = {
        "上半年": (1, 6),
        "下半年": (7, 12),
        "一季度": (1, 3),
        "二季度": (4, 6),
        "三季度": (7, 9),
        "四季度": (10, 12),
    }[match["part"].removeprefix("第")]
    return Period(month(in_year, first).start, month(in_year, last).end)


def _rules() -> Iterator[_Rule]:
    def rule(
        pattern: str, read: Callable[[re.Match[str], date], Period], *, needs_base: bool = True
    ) -> _Rule:
        return _Rule(re.compile(pattern), read, needs_base)

    for prefix, needs in ((_Y + r"\s*", False), (rf"(?:{_YW})?\s*", True)):
        yield rule(
            rf"{prefix}{_M}(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号]?\s*{_TO}\s*"
            rf"(?:(?P<m2>1[0-2]|0?[1-9])\s*月)?(?P<d2>3[01]|[12]\d|0?[1-9])\s*[日号]",
            _days,
            needs_base=needs,
        )
        yield rule(
            rf"{prefix}{_M}\s*{_D}",
            lambda m, b: day(_near_year(m, b), int(m["m"]), int(m["d"])),
            needs_base=needs,
        )
        yield rule(rf"{prefix}{_M}(?:份)?(?P<third>[上中下])旬", _third_of_month, needs_base=needs)
        yield rule(rf"{prefix}(?P<part>[上下]半年|第?[一二三四]季度)", _part_of_year, needs_base=needs)
        yield rule(rf"{prefix}{_M}", lambda m, b: month(_near_year(m, b), int(m["m"])), needs_base=needs)
    yield rule(
        r"(?P<y>(?:19|20)\d{2})[-/.](?P<m>1[0-2]|0?[1-9])[-/.](?P<d>3[01]|[12]\d|0?[1-9])(?!\d)",
        lambda m, b: day(int(m["y"]), int(m["m"]), int(m["d"])),
        needs_base=False,
    )
    yield from _english_dates(rule)
    yield rule(_Y, lambda m, b: year(int(m["y"])), needs_base=False)
    yield rule(_YW, lambda m, b: year(_year_named(m, b)))
    yield rule(
        r"(?<![年月日周])(?:"
        + "|".join(sorted(_DAY_WORDS, key=len, reverse=True))
        + ")",  # not 几个月前|天津
        lambda m, b: Period(d := b + timedelta(days=_DAY_WORDS[m.group()]), d),
    )
    span = "|".join(sorted(_SPAN_WORDS, key=len, reverse=True))
    yield rule(
        rf"(?P<which>{span})(?:周|星期|礼拜)(?P<d>[一二三四五六日天末])",
        lambda m, b: Period(
            d := week_of(b, _SPAN_WORDS[m["which"]]).start + timedelta(days=_WEEKDAYS[m["d"]]),
            d + timedelta(days=m["d"] == "末"),
        ),
    )
    yield rule(rf"(?P<which>{span})(?:周|星期|礼拜)", lambda m, b: week_of(b, _SPAN_WORDS[m["which"]]))
    yield rule(rf"(?P<which>{span})月", lambda m, b: months_from(b, _SPAN_WORDS[m["which"]]))


def _english_dates(rule: Callable[..., _Rule]) -> Iterator[_Rule]:
    english_month = rf"(?P<mn>{_MONTH_NAME})\.?"
    number = r"(?P<d>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?"

    def named_day(match: re.Match[str], base: date) -> Period:
        named_year = int(match["y"]) if match["y"] else base.year
        return day(named_year, _ENGLISH_MONTHS[match["mn"]], int(match["d"]))

    for needs, suffix in ((False, r",?\s+(?P<y>(?:19|20)\d{2})\b"), (True, r"(?P<y>(?!))?")):
        yield rule(rf"\b{english_month}\s+{number}\b{suffix}", named_day, needs_base=needs)
        yield rule(rf"\b{number}\s+(?:of\s+)?{english_month}{suffix}", named_day, needs_base=needs)
    yield rule(
        rf"\b{english_month},?\s+(?:of\s+)?(?P<y>(?:19|20)\d{{2}})\b",
        lambda m, b: month(int(m["y"]), _ENGLISH_MONTHS[m["mn"]]),
        needs_base=False,
    )
    which = "|".join(_ENGLISH_SPAN)
    yield rule(rf"\b(?P<which>{which}) year\b", lambda m, b: year(b.year + _ENGLISH_SPAN[m["which"]]))
    yield rule(rf"\b(?P<which>{which}) month\b", lambda m, b: months_from(b, _ENGLISH_SPAN[m["which"]]))
    yield rule(rf"\b(?P<which>{which}) week\b", lambda m, b: week_of(b, _ENGLISH_SPAN[m["which"]]))
    yield rule(
        r"(?<![\d.,])(?P<y>(?:19|20)\d{2})(?![\d年.,]?\d|\s*年)\b",
        lambda m, b: year(int(m["y"])),
        needs_base=False,
    )


_RULES = tuple(_rules())
