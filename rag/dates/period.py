"""Ranges of calendar days, and functions that compute them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
LONGEST_TERM = 366  # days; a longer term says little about any single day
OPEN = 0.5  # highest fit of a term without a known end


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days from `start` to `end`, both included. `date.min` or `date.max` mean an open end."""

    start: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    def overlaps(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Period) -> bool:
        return self.start <= other.start and other.end <= self.end

    def fit(self, asked: Period) -> float:
        """How well a text about these days can answer a question about `asked`: 1.0 or 0.0.

        It is 1.0 if these days lie within `asked`, or overlap it and are not much longer.
        """
        little_longer = self.days <= 2 * asked.days + 6
        return float(asked.contains(self) or (little_longer and self.overlaps(asked)))

    def __str__(self) -> str:
        """As in ISO 8601-2: `2024-03-14`, `2024-03-01/2024-03-31`, `../2023-12-31`."""
        if self.start == self.end:
            return str(self.start)
        return f"{_iso(self.start)}/{_iso(self.end)}"


@dataclass(frozen=True, slots=True)
class Term(Period):
    """A period throughout which a statement holds: `3月1日至5月31日`, or without an end: `3月1日起` (`end` is `date.max`)."""

    @property
    def is_open(self) -> bool:
        return self.end == date.max

    def fit(self, asked: Period) -> float:
        """0-1: 1.0 for an overlapping term with an end. Without an end, at most `OPEN`, and less the longer ago it began."""
        if not self.overlaps(asked):
            return 0.0
        age = max(0, (asked.start - self.start).days)
        return OPEN * max(0.0, 1 - age / LONGEST_TERM) if self.is_open else 1.0


def _iso(end: date) -> str:
    return ".." if end in (date.min, date.max) else str(end)


def day_before(day: date) -> date:
    """The day before, or `date.min` itself."""
    return day if day == date.min else day - DAY


def day_after(day: date) -> date:
    """The day after, or `date.max` itself."""
    return day if day == date.max else day + DAY


def single_day(day: date) -> Period:
    return Period(day, day)


def day(year: int, month: int, number: int) -> Period:
    """One day as a period.

    Raises:
        ValueError: there is no such day.
    """
    return single_day(date(year, month, number))


def month(year: int, number: int) -> Period:
    return Period(date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]))


def months(year: int, first: int, last: int) -> Period:
    """From the first day of month `first` to the last day of month `last`; a `last` above 12 lies in the next year."""
    return Period(month(year, first).start, month(year + (last - 1) // 12, (last - 1) % 12 + 1).end)


def year(number: int) -> Period:
    return Period(date(number, 1, 1), date(number, 12, 31))


def week_of(base: date, offset: int = 0) -> Period:
    """The week (Monday to Sunday) `offset` weeks after the week of `base`."""
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=offset)
    return Period(monday, monday + timedelta(days=6))


def months_from(base: date, offset: int) -> Period:
    """The month `offset` months after the month of `base`."""
    index = base.year * 12 + base.month - 1 + offset
    return month(index // 12, index % 12 + 1)


def same_day(base: date, offset: int) -> date:
    """The same day of the month, `offset` months after `base`, or the last day of a shorter month."""
    target = months_from(base, offset)
    return target.start.replace(day=min(base.day, target.end.day))


def quarter_of(base: date, offset: int = 0) -> Period:
    """The quarter `offset` quarters after the quarter of `base`."""
    first = months_from(base, 3 * offset - (base.month - 1) % 3)
    return Period(first.start, months_from(first.start, 2).end)


SPRING, SUMMER, AUTUMN, WINTER = (3, 5), (6, 8), (9, 11), (12, 14)  # first and last month
BEGINNING_OF_YEAR, MIDDLE_OF_YEAR, END_OF_YEAR = (1, 2), (6, 7), (11, 12)
THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 31), "上中": (1, 20), "中下": (11, 31)}


def month_third(whole: Period, which: str) -> Period:
    """A ten-day part of a month: `上`, `中`, `下`, or two of them (`上中`)."""
    first, last = THIRDS[which]
    return Period(whole.start.replace(day=first), whole.start.replace(day=min(last, whole.end.day)))
