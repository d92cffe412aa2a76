"""Reads times of day: `上午9时30分至11时`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.language.values import Clock
from rag.language.zh.time_words import HALF_DAY, TO
from rag.text.normalise import match_form
from rag.text.numerals import number

_NUMERAL = r"\d{1,2}|[零一二两三四五六七八九十]{1,3}"
_NOT_AN_HOUR = "(?![建意要措经体启思希原看内做]|[五六七八九\\d]分之)"  # 三点建议


def _clock(n: int) -> str:
    """The pattern of one time of day; `n` numbers its groups."""
    return (
        rf"(?:(?P<half{n}>{HALF_DAY}|中午|[早晚夜晨])\s*)?(?P<hour{n}>{_NUMERAL})"
        rf"(?:(?P<unit{n}>时|点钟?{_NOT_AN_HOUR})(?:(?P<minute{n}>{_NUMERAL})分|(?P<part{n}>[半整]|[一三]刻))?"
        rf"|[:：](?P<digits{n}>\d\d))"
    )


_CLOCK = re.compile(
    rf"(?<![\d:：.,]){_clock(1)}(?:(?P<about>许|左右|多)|{TO}(?P<next>次日|翌日|第二天)?{_clock(2)})?(?!间|[:：\d])"
)
_MINUTES = {None: 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}
_AFTERNOON = frozenset(("下午", "傍晚", "晚上", "晚", "夜", "夜间"))
_MORNING = frozenset(("凌晨", "清晨", "早上", "早", "晨", "上午"))


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A time of day.

    Attributes:
        half: the printed part of the day (`下午`); empty if none is printed.
        is_spoken: printed with 点, which counts twelve hours.
    """

    hour: int
    minute: int
    half: str
    is_spoken: bool

    @property
    def half_is_known(self) -> bool:
        """Whether it is known to be am or pm: from `half`, or from the 24-hour notation of agencies (`14时`)."""
        return self.half in _MORNING or self.half in _AFTERNOON or self.half == "中午" or not self.is_spoken

    @property
    def is_noon(self) -> bool:
        return self.half == "中午" and (self.hour, self.minute) == (12, 0)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """One time of day or a range of two, at `text[start:end]`.

    Attributes:
        about: the word that makes it inexact (`左右`); else None.
    """

    start: int
    end: int
    match: re.Match[str]

    @property
    def about(self) -> str | None:
        return self.match["about"]

    @property
    def ends_next_day(self) -> bool:
        return bool(self.match["next"])

    def times(self, half: str = "") -> tuple[TimeOfDay, ...]:
        """The one or two times.

        Args:
            half: the part of the day that the words before name (`昨晚`), if the time names none.
        """
        first = _time(self.match, 1, half)
        return (first, _time(self.match, 2, self.match["half1"] or half)) if self.match["hour2"] else (first,)


def clock_times(text: str) -> Iterator[ClockTime]:
    """The times of day of a Chinese text, in order. An hour in Chinese numerals counts only with `上午` or the like."""
    for match in _CLOCK.finditer(match_form(text)):
        if (match["hour1"].isdecimal() or match["half1"]) and _hour(match, 1) is not None:
            yield ClockTime(*match.span(), match)


def clocks(text: str) -> Iterator[Clock]:
    """The times of day of a Chinese text one by one, in order."""
    for found in clock_times(text):
        for time in found.times():
            yield Clock(found.start, found.end, time.hour, time.minute, time.half_is_known)


def _time(match: re.Match[str], n: int, half: str) -> TimeOfDay:
    half = match[f"half{n}"] or half
    hour = _hour(match, n) or 0
    minute = match[f"minute{n}"] or match[f"digits{n}"]
    minutes = number(minute) if minute else _MINUTES[match[f"part{n}"]]
    if (half in _AFTERNOON and hour < 12) or (half == "中午" and hour < 3):
        hour += 12
    return TimeOfDay(hour % 24, minutes, half, (match[f"unit{n}"] or "").startswith("点"))


def _hour(match: re.Match[str], n: int) -> int | None:
    """The hour, or None if there is no such hour."""
    hour = number(match[f"hour{n}"])
    return hour if hour <= 24 else None
