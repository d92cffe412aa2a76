"""The options with which files are read, and the date formats that they and exports use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?(?:[T\s].*)?")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says about the files to read, on the command line and in the settings; empty if not set.

    Attributes:
        format: the files' format, as a reader is named; empty to determine it from their content.
        source: name of the system within which an export's ids are unique.
        date, paper, page: for pages they override what is text; for exports they fill in what a line lacks.
        default_paper: the paper from the settings, used if nothing else names one.
        timezone: time zone in which a time with an offset becomes a calendar date.
        again: restore articles that were withdrawn.
        until: do not use the articles before this moment (with a time zone).
        quote_only: residents may see a sentence of the articles, never the whole text.
    """

    format: str = ""
    source: str = ""
    date: date | None = None
    paper: str = ""
    page: str = ""
    default_paper: str = ""
    timezone: str = "Asia/Shanghai"
    again: bool = False
    until: datetime | None = None
    quote_only: bool = False


def calendar_day(text: str, timezone: str) -> date:
    """Read a date as editorial systems write it.

    Args:
        text: `2024-03-18`, `2024/3/18`, `2024.3.18` or `2024年3月18日`, with or without a time of day. A time with an
            offset (`2024-03-17T23:00:00Z`) is converted to `timezone` first.
        timezone: time zone of the result.

    Raises:
        ValueError: the text has none of these forms, or there is no such date.
    """
    text = text.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _written_day(text)
    try:
        return (moment.astimezone(ZoneInfo(timezone)) if moment.tzinfo else moment).date()
    except OverflowError as error:
        raise ValueError(f"{text[:40]!r} is out of range") from error


def moment(text: str, timezone: str) -> datetime:
    """Read a moment such as `2026-05-06T06:00`; a date alone is its first minute.

    Args:
        timezone: time zone of a moment without an offset.

    Raises:
        ValueError: it is no moment.
    """
    try:
        found = datetime.fromisoformat(text.strip())
        return (found if found.tzinfo else found.replace(tzinfo=ZoneInfo(timezone))).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:40]!r} is no moment") from error


def _written_day(text: str) -> date:
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:40]!r} is no date")
    year, month, day = (int(number) for number in match.groups())
    return date(year, month, day)
