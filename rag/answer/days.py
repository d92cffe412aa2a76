"""A day as answers say it."""

from __future__ import annotations

import calendar
from datetime import date

from rag.language import Locale, wording


def format_day(day: date | None, locale: Locale, key: str = "day") -> str:
    """The day in the asker's language; that it is not known, where it is None.

    Args:
        key: of the wording: `day`, or `listed_day` for the beginning of a line.
    """
    if day is None:
        return wording(locale, "no_day")
    month_name = calendar.month_name[day.month]
    return wording(locale, key, year=day.year, month=day.month, day=day.day, month_name=month_name)
