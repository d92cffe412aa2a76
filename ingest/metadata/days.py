"""Reads the date of an article as editorial systems, feeds and databases write it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from ingest.metadata.dates import CHINESE_DATE, printed_date

_DAY = re.compile(
    r"(\d{4})\s?(?:-|/|\.|年)\s?(\d{1,2})\s?(?:-|/|\.|月)\s?(\d{1,2})\s?日?(?:[T\s(,星周].*)?", re.DOTALL
)
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_TIME = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?P<zone>[+-]\d\d:?\d\d|[A-Z]{1,4}\b)?(?:\s+\d{4})?$",
    re.IGNORECASE,
)
_ENGLISH = (
    re.compile(
        rf"{_WEEKDAY}{_DAY_NUMBER}[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{4}})(?P<rest>\b.*)", re.IGNORECASE
    ),
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY_NUMBER},?\s+(?P<year>\d{{4}})(?P<rest>\b.*)", re.IGNORECASE),
    re.compile(
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY_NUMBER}(?P<rest>\s+\d\d?:[\d:]+(?:\s[+-]\d{{4}}|\s[A-Z]{{3,4}})?)\s(?P<year>\d{{4}})",
        re.IGNORECASE,
    ),
)
_ISO_ZONE = re.compile(r"(?<=\d)\s*(UTC|GMT|Z|[+-]\d\d:?\d\d)$")
_NUMBER = re.compile(r"\d{8,19}(?:\.\d+)?")
_SERIAL = re.compile(
    r"[2-6]\d{4}(?:\.\d+)?"
)  # 1954 to 2091 in days since the last but one of 1899, with a time behind the point
_LONGEST = 100
_SECONDS = (100_000_000, 4_102_444_800)  # 1973 to 2099: numbers that are surely seconds since 1970


def calendar_day(value: str | float, timezone: str) -> date:
    """The calendar date of a moment.

    Args:
        value: ISO (`2024-03-18`, with a time and an offset or not), `2024/3/18`, `2024.3.18`, `2024年3月18日`,
            `二〇二四年三月十八日`, `20240318`, `Mon, 18 Mar 2024 08:30:00 GMT`, `March 18, 2024`, `18 March 2024`, or
            seconds, milli- or microseconds since 1970, as text or as a number; or the number of a day in a spreadsheet
            (45369). A time with an offset and one since 1970 is converted to `timezone` first.
        timezone: time zone of the result.

    Raises:
        ValueError: it has none of these forms (`03/04/2024` can be two days), or there is no such date.
    """
    if isinstance(value, int | float):
        if isinstance(value, bool):
            raise ValueError("true or false is no date")
        return _numbered_day(
            format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value), timezone
        )
    text = unicodedata.normalize("NFKC", value[: _LONGEST + 1]).strip()
    if len(value) > _LONGEST:
        raise ValueError(f"{text[:40]!r} is no date")
    if _NUMBER.fullmatch(text) or _SERIAL.fullmatch(text):
        return _numbered_day(text, timezone)
    try:
        moment = datetime.fromisoformat(_ISO_ZONE.sub(_iso_zone, text))
    except ValueError:
        return _english_day(text, timezone) or _written_day(text)
    return _day_of(moment, timezone)


def _iso_zone(zone: re.Match[str]) -> str:
    return "+00:00" if zone[1].isalpha() else zone[1]


def _day_of(moment: datetime, timezone: str) -> date:
    try:
        return (moment.astimezone(ZoneInfo(timezone)) if moment.tzinfo else moment).date()
    except OverflowError as error:
        raise ValueError(f"{moment} is out of range") from error


def _numbered_day(number: str, timezone: str) -> date:
    """The day that `20240318` or a time since 1970 is."""
    if len(number) in (8, 12, 14) and number.startswith(("19", "20")):
        return date(int(number[:4]), int(number[4:6]), int(number[6:8]))
    if _SERIAL.fullmatch(number):
        return date(1899, 12, 30) + timedelta(int(float(number)))
    seconds = float(number) if _NUMBER.fullmatch(number) else 0.0
    for unit in (1, 1000, 1_000_000):
        if _SECONDS[0] <= seconds / unit < _SECONDS[1]:
            return _day_of(datetime.fromtimestamp(seconds / unit, UTC), timezone)
    raise ValueError(f"{number[:40]} is no date")


def _english_day(text: str, timezone: str) -> date | None:
    found = next((match for pattern in _ENGLISH if (match := pattern.fullmatch(text))), None)
    if found is None:
        return None
    day = f"{found['day']} {found['month']} {found['year']}"
    time = _TIME.search(found["rest"].strip())
    try:
        if time is None or not time["zone"]:
            return parsedate_to_datetime(f"{day} 00:00:00").date()
        hour = (
            int(time["hour"]) % 12 + (12 if time["half"][0] in "pP" else 0) if time["half"] else time["hour"]
        )
        zone = time["zone"].replace(":", "")
        return _day_of(parsedate_to_datetime(f"{day} {hour}:{time['minute']}:00 {zone}"), timezone)
    except (TypeError, IndexError) as error:
        raise ValueError(f"{text[:40]!r} is no date") from error


def _written_day(text: str) -> date:
    if CHINESE_DATE.match(text):
        if day := printed_date(text):
            return day
        raise ValueError(f"{text[:40]!r} is no date")
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:40]!r} is no date")
    year, month, day_of_month = (int(number) for number in match.groups())
    return date(year, month, day_of_month)
