"""What the person who adds files says about them on the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Format = Literal["pages", "articles"]

_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:[T\s].*)?")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What is given beside the files; empty where nothing is.

    Attributes:
        format: how to read the files, whatever their names.
        source: the name that an export's ids are unique under.
        date, paper, page: for pages these win over what is printed; for articles they fill what a line lacks.
        default_paper: the settings' paper, where nothing else names one.
        timezone: where a date with a time of day and an offset becomes a calendar day.
        again: bring back articles that were withdrawn.
    """

    format: Format | None = None
    source: str = ""
    date: date | None = None
    paper: str = ""
    page: str = ""
    default_paper: str = ""
    timezone: str = "Asia/Shanghai"
    again: bool = False


def calendar_day(printed: str, timezone: str) -> date:
    """The local day of a date as editorial systems write it.

    Args:
        printed: `2024-03-18`, `2024/3/18`, `2024.3.18` or `2024年3月18日`, with or without a time of day; a
            time with an offset (`2024-03-17T23:00:00Z`) counts as the moment that it is.
        timezone: of the place whose calendar counts.

    Raises:
        ValueError: it is none of these, or there is no such day.
    """
    printed = printed.strip()
    try:
        moment = datetime.fromisoformat(printed)
    except ValueError:
        return _written_day(printed)
    try:
        return (moment.astimezone(ZoneInfo(timezone)) if moment.tzinfo else moment).date()
    except OverflowError as error:
        raise ValueError(f"{printed[:40]!r} is out of range") from error


def _written_day(printed: str) -> date:
    match = _DAY.fullmatch(printed)
    if match is None:
        raise ValueError(f"{printed[:40]!r} is no date")
    year, month, day = (int(number) for number in match.groups())
    return date(year, month, day)
