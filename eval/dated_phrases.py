"""Time phrases that match a given printing date, such as 上周三. Their meaning is computed with the calendar alone,
independently of the grammar that they test."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rag.dates import Period

Kind = Literal["on", "before", "after", "last month", "other"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time phrase, the day on which it is asked (`today`), and the period that it means."""

    text: str
    today: date
    period: Period


_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"
PhraseOf = Callable[[date, random.Random], Phrase | None]


def _full(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _later(day: date, chance: random.Random, max_days: int = 500) -> date:
    return day + chance.randint(1, max_days) * _DAY


def _month(day: date) -> Period:
    return Period(day.replace(day=1), _next_month(day) - _DAY)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _on_full_date(day: date, chance: random.Random) -> Phrase:
    return Phrase(_full(day), _later(day, chance), Period(day, day))


def _on_day_without_year(day: date, chance: random.Random) -> Phrase | None:
    days_left = (date(day.year, 12, 31) - day).days
    written = f"{day.month}月{day.day}{chance.choice('日号')}"
    return Phrase(written, _later(day, chance, days_left), Period(day, day)) if days_left else None


def _days_ago(day: date, chance: random.Random) -> Phrase:
    word, ago = chance.choice((("昨天", 1), ("前天", 2), ("三天前", 3), ("昨日", 1)))
    return Phrase(word, day + ago * _DAY, Period(day, day))


def _last_weekday(day: date, chance: random.Random) -> Phrase:
    week, weekday = chance.choice(("上周", "上星期")), _WEEKDAYS[day.weekday()]
    today = day + (7 - day.weekday() + chance.randint(0, 6)) * _DAY
    return Phrase(week + weekday, today, Period(day, day))


def _before_day(day: date, chance: random.Random) -> Phrase:
    limit = _later(day, chance, 10)
    word = chance.choice(("之前", "以前"))
    return Phrase(f"{_full(limit)}{word}", _later(limit, chance), Period(date.min, limit - _DAY))


def _before_month(day: date, chance: random.Random) -> Phrase:
    limit = _next_month(day)
    word = chance.choice(("之前", "以前"))
    return Phrase(
        f"{limit.year}年{limit.month}月{word}", _later(limit, chance), Period(date.min, limit - _DAY)
    )


def _after_day(day: date, chance: random.Random) -> Phrase:
    limit, today = day - chance.randint(1, 10) * _DAY, _later(day, chance, 40)
    return Phrase(f"{_full(limit)}{chance.choice(('之后', '以后'))}", today, Period(limit + _DAY, today))


def _since_month(day: date, chance: random.Random) -> Phrase | None:
    today = _later(day, chance, 40)
    start = day.replace(day=1)
    return Phrase(f"{day.month}月以来", today, Period(start, today)) if today.year == day.year else None


def _since_day(day: date, chance: random.Random) -> Phrase:
    start, today = day - chance.randint(0, 10) * _DAY, _later(day, chance, 40)
    return Phrase(f"{chance.choice(('自', '从', '自从'))}{_full(start)}起", today, Period(start, today))


def _last_month(day: date, chance: random.Random) -> Phrase:
    today = _next_month(day) + chance.randint(0, 27) * _DAY
    return Phrase(chance.choice(("上个月", "上月")), today, _month(day))


def _last_week(day: date, chance: random.Random) -> Phrase:
    monday = day - day.weekday() * _DAY
    today = monday + (7 + chance.randint(0, 6)) * _DAY
    return Phrase(chance.choice(("上周", "上星期", "上礼拜")), today, Period(monday, monday + 6 * _DAY))


def _month_of_year(year_word: str, years_later: int) -> PhraseOf:
    def phrase(day: date, chance: random.Random) -> Phrase | None:
        today = date(day.year + years_later, chance.randint(1, 12), chance.randint(1, 28))
        text = f"{year_word}{day.month}月{chance.choice(('', '份'))}"
        return Phrase(text, today, _month(day)) if today > _month(day).end else None

    return phrase


def _this_month(day: date, chance: random.Random) -> Phrase | None:
    month = _month(day)
    today = min(_later(day, chance, 20), month.end)
    return Phrase(chance.choice(("本月", "这个月")), today, month)


def _third_of_month(day: date, chance: random.Random) -> Phrase:
    month = _month(day)
    third = min((day.day - 1) // 10, 2)
    end = month.end if third == 2 else day.replace(day=10 * third + 10)
    text = f"{day.year}年{day.month}月{'上中下'[third]}旬"
    return Phrase(text, _later(month.end, chance), Period(day.replace(day=10 * third + 1), end))


def _half_year(day: date, chance: random.Random) -> Phrase:
    half = (day.month - 1) // 6
    start, end = date(day.year, 6 * half + 1, 1), (date(day.year, 6, 30), date(day.year, 12, 31))[half]
    return Phrase(f"{day.year}年{'上下'[half]}半年", _later(end, chance), Period(start, end))


def _last_year(day: date, chance: random.Random) -> Phrase:
    today = date(day.year + 1, chance.randint(1, 12), chance.randint(1, 28))
    return Phrase("去年", today, Period(date(day.year, 1, 1), date(day.year, 12, 31)))


PHRASES: dict[Kind, Sequence[PhraseOf]] = {
    "on": (_on_full_date, _on_day_without_year, _days_ago, _last_weekday),
    "before": (_before_day, _before_month),
    "after": (_after_day, _since_month, _since_day),
    "last month": (_last_month,),
    "other": (
        _last_week,
        _month_of_year("去年", 1),
        _month_of_year("今年", 0),
        _this_month,
        _third_of_month,
        _half_year,
        _last_year,
    ),
}
