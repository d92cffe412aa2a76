"""Dates of festivals, public holidays, lunar days and solar terms."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from lunar_python import Lunar, LunarMonth, Solar

from rag.dates.period import DAY, Period, single_day


@dataclass(frozen=True, slots=True)
class Festival:
    """A yearly festival and the public holiday around it.

    Attributes:
        on: its day in a year. A day just before the Lunar New Year (除夕) belongs to the new year.
        holiday: first and last day of the holiday, as offsets from that day; the bare name then means the whole
            holiday. None if the bare name means the day, and the holiday only joins it to a weekend.
    """

    on: Callable[[int], date]
    holiday: tuple[int, int] | None = None

    def period(self, year: int, *, whole: bool, only: bool = False) -> Period:
        """The whole holiday, the day only, or what the bare name means."""
        if whole:
            return self.holiday_in(year)
        return self.day(year) if only else self.days(year)

    def day(self, year: int) -> Period:
        return single_day(self.on(year))

    def days(self, year: int) -> Period:
        """What the bare name means: the whole holiday if `holiday` is set, otherwise the day."""
        if self.holiday is None:
            return self.day(year)
        return self.holiday_in(year)

    def holiday_in(self, year: int) -> Period:
        """The public holiday. By decree a single day off is joined to the nearest weekend, except on a Wednesday."""
        day = self.on(year)
        first, last = self.holiday or _JOINED[day.weekday()]
        return Period(day + timedelta(days=first), day + timedelta(days=last))


_JOINED = (
    (-2, 0),
    (-2, 0),
    (0, 0),
    (0, 2),
    (0, 2),
    (0, 2),
    (-1, 1),
)  # by weekday from Monday: offsets of the first and last day


@lru_cache(maxsize=512)
def lunar_day(year: int, month: int, day: int) -> date:
    """The date of a day of the lunar calendar.

    Raises:
        ValueError: there is no such day.
    """
    if not 1 <= day <= LunarMonth.fromYm(year, month).getDayCount():
        raise ValueError(f"lunar month {month} of {year} has no day {day}")
    return _date(Lunar.fromYmd(year, month, day).getSolar())


def lunar_month(year: int, month: int) -> Period:
    first = lunar_day(year, month, 1)
    return Period(first, first + timedelta(days=LunarMonth.fromYm(year, month).getDayCount() - 1))


@lru_cache(maxsize=256)
def solar_term(year: int, name: str) -> date:
    """The day of one of the 24 solar terms."""
    table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
    days = (_date(table[key]) for key in (name, _NEXT_WINTER.get(name)) if key in table)
    return next(day for day in days if day.year == year)


_NEXT_WINTER = {"冬至": "DONG_ZHI"}


def _date(solar: Solar) -> date:
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _lunar(month: int, day: int) -> Callable[[int], date]:
    return lambda year: lunar_day(year, month, day)


def _last_month(day: int) -> Callable[[int], date]:
    return lambda year: lunar_day(year - 1, 12, day)


def _term(name: str) -> Callable[[int], date]:
    return lambda year: solar_term(year, name)


def _sunday(month: int, which: int) -> Callable[[int], date]:
    def on(year: int) -> date:
        sundays = [week[calendar.SUNDAY] for week in calendar.monthcalendar(year, month)]
        return date(year, month, [day for day in sundays if day][which - 1])

    return on


_TERMS = {
    "beginning_of_spring": "立春",
    "awakening_of_insects": "惊蛰",
    "spring_equinox": "春分",
    "grain_rain": "谷雨",
    "beginning_of_summer": "立夏",
    "grain_in_ear": "芒种",
    "summer_solstice": "夏至",
    "beginning_of_autumn": "立秋",
    "end_of_heat": "处暑",
    "white_dew": "白露",
    "autumn_equinox": "秋分",
    "cold_dew": "寒露",
    "frost_descent": "霜降",
    "beginning_of_winter": "立冬",
    "winter_solstice": "冬至",
}
"""Keys of `FESTIVALS` and the names that `lunar_python` uses."""

FESTIVALS: Mapping[str, Festival] = {
    "spring_festival": Festival(_lunar(1, 1), (-1, 6)),
    "national_day": Festival(_fixed(10, 1), (0, 6)),
    "labour_day": Festival(_fixed(5, 1), (0, 4)),
    "spring_travel": Festival(_lunar(1, 1), (-15, 24)),  # 40 days
    "new_year": Festival(_fixed(1, 1)),
    "qingming": Festival(_term("清明")),
    "dragon_boat": Festival(_lunar(5, 5)),
    "mid_autumn": Festival(_lunar(8, 15)),
    "lantern": Festival(_lunar(1, 15)),
    "double_seventh": Festival(_lunar(7, 7)),
    "ghost_festival": Festival(_lunar(7, 15)),
    "double_ninth": Festival(_lunar(9, 9)),
    "laba": Festival(_last_month(8)),
    "little_new_year": Festival(_last_month(24)),
    "new_years_eve": Festival(lambda y: lunar_day(y, 1, 1) - DAY),
    "womens_day": Festival(_fixed(3, 8)),
    "arbor_day": Festival(_fixed(3, 12)),
    "youth_day": Festival(_fixed(5, 4)),
    "mothers_day": Festival(_sunday(5, 2)),
    "fathers_day": Festival(_sunday(6, 3)),
    "childrens_day": Festival(_fixed(6, 1)),
    "party_day": Festival(_fixed(7, 1)),
    "army_day": Festival(_fixed(8, 1)),
    "teachers_day": Festival(_fixed(9, 10)),
    "double_eleven": Festival(_fixed(11, 11)),
    "double_twelve": Festival(_fixed(12, 12)),
    "christmas_eve": Festival(_fixed(12, 24)),
    "christmas": Festival(_fixed(12, 25)),
    **{key: Festival(_term(name)) for key, name in _TERMS.items()},
}
"""By key. Each language has patterns for some of the keys, see `rag/language/*/festivals.py`."""
