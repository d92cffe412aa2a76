"""Reads full calendar dates in the forms that papers print."""

from __future__ import annotations

import re
from datetime import date

_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)\s*[年./-]\s*(?P<m>\d{1,2})\s*[月./-]\s*(?P<d>\d{1,2})\s*日?")
CHINESE_DATE = re.compile(
    r"(?P<y>[二一][〇○零Ｏ0一二三四五六七八九]{3})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
REPUBLIC_DATE = re.compile(
    r"民[國国]\s?(?P<y>\d{1,3}|[〇○零一二三四五六七八九百十]{1,6})\s?年\s?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s?月"
    r"\s?(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s?日"
)
_REPUBLIC = 1911  # its year one is 1912
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?i:(?P<mon>{'|'.join(_MONTHS)})[a-z]{{0,6}})\.?"
_ENGLISH_DATE = re.compile(rf"\b{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)(?!\d)")
_BRITISH_DATE = re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (?P<y>(?:19|20)\d\d)(?!\d)")
_FORMS = (_DATE, CHINESE_DATE, REPUBLIC_DATE, _ENGLISH_DATE, _BRITISH_DATE)


def printed_date(text: str) -> date | None:
    """The first full calendar date in a text (2024年3月18日, 二〇二四年三月十八日, 民國113年3月18日, March 18, 2024,
    18 March 2024), or None."""
    for match in _DATE.finditer(text):
        if found := _calendar_day(int(match["y"]), int(match["m"]), int(match["d"])):
            return found
    if chinese := CHINESE_DATE.search(text):
        year = int("".join(str(_digit(char)) for char in chinese["y"]))
        return _calendar_day(year, numeral(chinese["m"]), numeral(chinese["d"]))
    if republic := REPUBLIC_DATE.search(text):
        year = _REPUBLIC + _number(republic["y"])
        return _calendar_day(year, _number(republic["m"]), _number(republic["d"]))
    if english := _ENGLISH_DATE.search(text) or _BRITISH_DATE.search(text):
        return _calendar_day(int(english["y"]), _MONTHS.index(english["mon"].lower()) + 1, int(english["d"]))
    return None


def find_date(text: str) -> re.Match[str] | None:
    """The first match that looks like a full date, even if the calendar has no such day (2024年2月30日)."""
    return next((match for form in _FORMS if (match := form.search(text))), None)


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _digit(char: str) -> int:
    return max("〇一二三四五六七八九".find(char), 0)


def _number(text: str) -> int:
    """The value of a number in digits, read digit by digit (一一三), or as a numeral (一百一十三)."""
    if text.isdigit() and text.isascii():
        return int(text)
    if len(text) > 1 and not set(text) & set("十百"):
        return int("".join(str(_digit(char)) for char in text))
    hundreds, hundred, rest = text.rpartition("百")
    return (_digit(hundreds or "一") * 100 if hundred else 0) + numeral(rest.lstrip("零〇○") or "〇")


def numeral(text: str) -> int:
    """The value of a Chinese numeral from 一 to 三十一."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _digit(text)
    return (_digit(tens) if tens else 1) * 10 + (_digit(ones) if ones else 0)
