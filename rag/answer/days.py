"""Formats a date for an answer."""

from __future__ import annotations

import calendar
from datetime import date

from rag.language import Locale, wording


def format_day(day: date | None, locale: Locale, key: str = "day") -> str:
    """The day in the user's language, or the words for "date unknown" if it is None.

    Args:
        key: the wording to use: `day`, or `listed_day` at the beginning of a list line.
    """
    if day is None:
        return wording(locale, "no_day")
    month_name = calendar.month_name[day.month]
    return wording(locale, key, year=day.year, month=day.month, day=day.day, month_name=month_name)
