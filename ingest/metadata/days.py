"""Reads the date of an article as editorial systems, feeds and databases write it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from ingest.metadata.dates import CHINESE_DATE, REPUBLIC_DATE, numeral, printed_date

_DAY = re.compile(
    r"(\d{4})\s?(?:-|/|\.|年)\s?(\d{1,2})\s?(?:-|/|\.|月)\s?(\d{1,2})(?:\s?日.*|[T\s(,星周].*)?", re.DOTALL
)
_DAY_AND_MONTH = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[\sT,].*)?", re.DOTALL)
_ISO_WEEK = re.compile(r"\d{4}-?W\d\d")  # a week is no day
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_TIME = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?\s*(?P<half>[ap]\.?m\.?)?"
    r"\s*(?:GMT(?=[+-]))?(?P<zone>[+-]\d\d:?\d\d|[A-Z]{1,4}\b)?(?:\s+\d{4})?$",
    re.IGNORECASE,
)
_ENGLISH = (
    re.compile(
        rf"{_WEEKDAY}{_DAY_NUMBER}[\s-]+{_MONTH}[\s,-]+(?P<year>\d{{4}}|\d\d)(?P<rest>\b.*)", re.IGNORECASE
    ),
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY_NUMBER},?\s+(?P<year>\d{{4}})(?P<rest>\b.*)", re.IGNORECASE),
    re.compile(rf"(?P<year>\d{{4}})[\s-]+{_MONTH}[\s-]+{_DAY_NUMBER}(?P<rest>\b.*)", re.IGNORECASE),
    re.compile(
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY_NUMBER}(?P<rest>\s+\d\d?:[\d:]+(?:\s[+-]\d{{4}}|\s[A-Z]{{3,4}})?)\s(?P<year>\d{{4}})",
        re.IGNORECASE,
    ),
)
_ISO_ZONE = re.compile(r"(?<=\d)\s*(UTC|GMT|Z|[+-]\d\d:?\d\d)$")
_ZONES = {  # beyond those of RFC 822, which `email.utils` knows; hours ahead of UTC
    name: hours
    for hours, names in {
        0: "WET",
        1: "CET BST WEST",
        2: "CEST EET",
        3: "EEST MSK",
        8: "HKT SGT AWST MYT PHT",
        9: "JST KST",
        10: "AEST",
        11: "AEDT",
        12: "NZST",
        13: "NZDT",
    }.items()
    for name in names.split()
}
_LABEL = re.compile(r"^[^\d:：]{1,16}[:：]\s*(?=\S{4})")
_ASIDE = re.compile(r"\s*\([^()]*\)$")
_OFFSET_TWICE = re.compile(r"([+-]\d{4})\s+[A-Z]{3,5}$")
_LOCAL_MONTH = re.compile(
    r"(?:(?:周|星期)[一二三四五六日天],?\s*)?(\d{1,2})\s+(\d{1,2}|[一二三四五六七八九十]{1,2})月\s+(\d{4}\b.*)"
)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DOTNET = re.compile(r"/Date\((\d{10,13})(?:[+-]\d{4})?\)/")
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
            `二〇二四年三月十八日`, `民國113年3月18日`, `20240318`, `Mon, 18 Mar 2024 08:30:00 GMT`, `March 18, 2024`,
            `18 March 2024`, `18-Mar-24`, `3/18/2024`, or seconds, milli-, micro- or nanoseconds since 1970, as text or as a
            number; or the number of a day in a spreadsheet (45369). A time with an offset and one since 1970 is converted to
            `timezone` first.
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
    text = _bare(value[: _LONGEST + 1])
    if len(value) > _LONGEST or _ISO_WEEK.fullmatch(text):
        raise ValueError(f"{text[:40]!r} is no date")
    if _NUMBER.fullmatch(text) or _SERIAL.fullmatch(text):
        return _numbered_day(text, timezone)
    try:
        moment = datetime.fromisoformat(_ISO_ZONE.sub(_iso_zone, text))
    except ValueError:
        return _english_day(text, timezone) or _written_day(text)
    return _day_of(moment, timezone)


def _bare(text: str) -> str:
    """A date without marks of direction, without a label before it (``发布时间：``) or its zone's name in brackets after it."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf").strip()
    text = _OFFSET_TWICE.sub(r"\1", _ASIDE.sub("", _LABEL.sub("", text, count=1)))
    if dotnet := _DOTNET.fullmatch(text):
        return dotnet[1]
    if local := _LOCAL_MONTH.fullmatch(text):
        month = int(local[2]) if local[2].isdigit() else numeral(local[2])
        return f"{local[1]} {_MONTHS[(month - 1) % 12]} {local[3]}"
    return text


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
    for unit in (1, 1000, 1_000_000, 1_000_000_000):
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
        zone = _offset(
            time["zone"].replace(":", "").upper(), parsedate_to_datetime(f"{day} 00:00:00").date(), timezone
        )
        return _day_of(parsedate_to_datetime(f"{day} {hour}:{time['minute']}:00 {zone}"), timezone)
    except (TypeError, IndexError) as error:
        raise ValueError(f"{text[:40]!r} is no date") from error


def _offset(zone: str, day: date, timezone: str) -> str:
    """A zone as an offset, if RFC 822 has no such name. ``CST`` is the paper's own time if it is called so there."""
    own = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(timezone))
    if own.tzname() == zone:
        return own.strftime("%z")
    return f"+{_ZONES[zone]:02d}00" if zone in _ZONES else zone


def _written_day(text: str) -> date:
    if CHINESE_DATE.match(text) or REPUBLIC_DATE.search(text):
        if day := printed_date(text):
            return day
        raise ValueError(f"{text[:40]!r} is no date")
    if numbers := _DAY_AND_MONTH.fullmatch(text):
        return _day_of_numbers(int(numbers[1]), int(numbers[3]), int(numbers[4]))
    match = _DAY.fullmatch(text)
    if match is None:
        raise ValueError(f"{text[:40]!r} is no date")
    year, month, day_of_month = (int(number) for number in match.groups())
    return date(year, month, day_of_month)


def _day_of_numbers(first: int, second: int, year: int) -> date:
    """The day of ``3/18/2024`` or ``18.03.2024``, of which one number can be no month."""
    if first != second and max(first, second) <= 12:
        raise ValueError(f"{first}/{second}/{year} can be two days")
    return date(year, min(first, second), max(first, second))
