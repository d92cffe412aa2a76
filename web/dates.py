"""Writes dates, periods and pauses in words, in Chinese and English: `3天前`, `2024年3月起`, "March 2024", `20秒`."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from math import ceil
from typing import Literal

PageLanguage = Literal["zh", "en"]
Unit = Literal["year", "month", "day"]


def how_long_ago(language: PageLanguage, day: date, today: date) -> str:
    """How long before `today` the day was, such as `3天前`; empty for a later day."""
    days = (today - day).days
    if days < 0:
        return ""
    if days < 2:
        return (("今天", "today"), ("昨天", "yesterday"))[days][language == "en"]
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months < 1:
        return f"{days}天前" if language == "zh" else f"{days} days ago"
    if months < 12:
        return f"{months}个月前" if language == "zh" else _english_ago(months, "month")
    return f"{months // 12}年前" if language == "zh" else _english_ago(months // 12, "year")


def pause_words(language: PageLanguage, seconds: int) -> str:
    """How long to wait, such as `20秒`, `3分钟` or "2 hours"; rounded up."""
    sizes = ((3600, "小时", "hour"), (60, "分钟", "minute"), (1, "秒", "second"))
    size, chinese, english = next((unit for unit in sizes if seconds >= unit[0]), sizes[-1])
    number = max(1, ceil(seconds / size))
    return f"{number}{chinese}" if language == "zh" else f"{number} {english}{'' if number == 1 else 's'}"


def period_words(language: PageLanguage, period: str, today: date) -> str:
    """A period in words, such as `2024年3月起` or `2024年3月1日—5日`.

    Args:
        period: `Understood.period`: one day, or `first/last`; an open end is empty (`2024-03-01/`).
        today: a period that ends on this day is written as open-ended.
    """
    start, end = period_days(period)
    if start is None:
        return _before(language, end) if end else ""
    if end is None or (end == today and start < today):
        return _with_relation(language, "since", _date_text(language, start, _largest_unit(start)))
    unit = _common_unit(start, end)
    first, last = _date_text(language, start, unit), _date_text(language, end, unit)
    if first == last:
        return first
    return f"{first}—{_without_shared_part(last, start, end)}" if language == "zh" else f"{first} – {last}"


def period_days(period: str) -> tuple[date | None, date | None]:
    """The first and the last day of a period; None for an open end."""
    first, slash, last = period.partition("/")
    start, end = (date.fromisoformat(day) if day else None for day in (first, last))
    return start, end if slash else start


def _english_ago(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} ago"


def _before(language: PageLanguage, end: date) -> str:
    if end == date.max:
        return ""
    following = end + timedelta(days=1)
    unit = _largest_unit(following)
    if unit == "day":
        return _with_relation(language, "until", _date_text(language, end, unit))
    return _with_relation(language, "before", _date_text(language, following, unit))


def _with_relation(language: PageLanguage, relation: Literal["since", "until", "before"], day: str) -> str:
    chinese = {"since": f"{day}起", "until": f"{day}及以前", "before": f"{day}以前"}
    english = {"since": f"since {day}", "until": f"up to {day}", "before": f"before {day}"}
    return (chinese if language == "zh" else english)[relation]


def _largest_unit(day: date) -> Unit:
    """The largest unit that begins on a day: the year for 1 January, the month for the first of another month."""
    return "day" if day.day > 1 else "month" if day.month > 1 else "year"


def _common_unit(start: date, end: date) -> Unit:
    """The largest unit of which the period from `start` to `end` is a whole number."""
    if end.day < calendar.monthrange(end.year, end.month)[1] or start.day > 1:
        return "day"
    return "year" if (start.month, end.month) == (1, 12) else "month"


def _date_text(language: PageLanguage, day: date, unit: Unit) -> str:
    if language == "zh":
        parts = (f"{day.year}年", f"{day.month}月", f"{day.day}日")
        return "".join(parts[: ("year", "month", "day").index(unit) + 1])
    english = (f"{day.year}", f"{calendar.month_name[day.month]} ", f"{day.day} ")
    return "".join(reversed(english[: ("year", "month", "day").index(unit) + 1]))


def _without_shared_part(last: str, start: date, end: date) -> str:
    """The end of a Chinese range without the year, or year and month, that it shares with the start."""
    if start.year != end.year:
        return last
    return last.removeprefix(f"{end.year}年").removeprefix(
        f"{end.month}月" if start.month == end.month else ""
    )
