"""Reads days, weekdays and times of day: `6月8日上午9时` -> "8 June, 9 am", `昨日` -> "7 June 2024 (昨日)".

Days come from the project's own time grammar, counted from the day on which the article was printed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from rag.dates.period import Period
from rag.language.en.facts.clock import english as clock_words
from rag.language.en.facts.days import day_words
from rag.language.en.facts.fact import Fact
from rag.language.time import Mention, mentions
from rag.language.zh.clock import ClockTime, clock_times
from rag.language.zh.time_words import TO, WEEK
from rag.text.normalise import match_form

_DAY = "[一二三四五六日天]"
_RECURRING = re.compile(
    rf"(?P<daily>每[天日])|(?P<every>每个?|逢)?{WEEK}(?P<days>{_DAY}(?:(?:{TO}|[、和及])(?:{WEEK})?{_DAY})*)(?![次场个趟期回节届年])"
)
_WEEKDAY = re.compile(f"(?P<to>{TO})|(?P<day>{_DAY})")
_WEEKDAYS = dict(zip("一二三四五六日天", [*calendar.day_name, "Sunday"], strict=True))
_PART_OF_DAY = re.compile(
    r"凌晨|清晨|早上|上午|中午|下午|傍晚|晚上|晚间|夜间|[早晚夜](?![\u4e00-\u9fff]?[会报])"
)
_PARTS_OF_DAY = {"凌": "early morning", "清": "early morning", "早": "morning", "晨": "early morning", "上": "morning",
    "中": "noon", "下": "afternoon", "傍": "evening", "晚": "evening", "夜": "night"}  # fmt: skip
_CALENDAR = re.compile(rf"[年月日号天晚夜早晨旬\d]|{WEEK}")
_DURATION = re.compile(r"最近|近|过去|未来|今后|接下来")
_BETWEEN = re.compile(r"[\s（()）的]{0,3}")  # between a day and its weekday or time
_BETWEEN_TIMES = re.compile(r"[\s，、,；;和及]{1,2}")


@dataclass(frozen=True, slots=True)
class _Day:
    """A day, a period or recurring days, with the times of day that follow it; or times of day alone.

    Attributes:
        period: None for recurring days, and for times alone.
        half: the part of the day that its own words name (`昨晚`).
        is_clock: whether it ends with a time of day.
        is_alone: whether it says something without a time of day (`每天` does not).
    """

    start: int
    end: int
    english: str
    period: Period | None = None
    half: str = ""
    is_clock: bool = False
    is_alone: bool = True


def times(quote: str, printed: date | None) -> Iterator[Fact]:
    """The days and times of a Chinese text, in order, each day together with its weekday and time of day.

    Args:
        printed: the day on which the text was printed; None: only days with their year are read.
    """
    plain = match_form(quote)
    days = [_day(quote, mention) for mention in mentions(quote, printed) if _names_a_day(quote, mention)]
    recurring = [day for day in map(_recurring, _RECURRING.finditer(plain)) if day]
    joined: list[_Day] = []
    parts: list[_Day | ClockTime] = [*days, *recurring, *clock_times(quote)]
    for part in sorted(parts, key=lambda part: part.start):
        previous = joined[-1] if joined else None
        if previous and part.start < previous.end:
            continue
        gap = plain[previous.end : part.start] if previous else "."
        joined[-1:] = _joined(previous, part, gap, plain)
    for day in joined:
        if day.is_alone:
            whole = day if day.is_clock else _with_part_of_day(plain, day)
            yield Fact(whole.start, whole.end, whole.english)


def _joined(previous: _Day | None, part: _Day | ClockTime, gap: str, plain: str) -> list[_Day]:
    """A part, joined to the one before it if both name one time."""
    before = [previous] if previous else []
    if isinstance(part, ClockTime):
        follows = previous and (_BETWEEN_TIMES if previous.is_clock else _BETWEEN).fullmatch(gap)
        if previous and follows:
            english = f"{previous.english}, {clock_words(part, previous.half)}"
            return [replace(previous, end=part.end, english=english, is_clock=True, is_alone=True)]
        return [*before, _Day(part.start, part.end, clock_words(part), is_clock=True)]
    if previous and part.period and part.period == previous.period and _BETWEEN.fullmatch(gap):
        weekday = calendar.day_name[part.period.start.weekday()]
        named = previous.english if weekday in previous.english else f"{weekday}, {previous.english}"
        return [replace(previous, end=part.end, english=named)]
    return [*before, part]


def _names_a_day(quote: str, mention: Mention) -> bool:
    """Whether an expression names a day, a month, …, or a festival; `近日`, `暑期` and the amount `近4个月` do not."""
    words = match_form(quote[mention.start : mention.end])
    return (
        not mention.vague
        and not _DURATION.match(words)
        and (mention.is_festival or _CALENDAR.search(words) is not None)
    )


def _day(quote: str, mention: Mention) -> _Day:
    words = quote[mention.start : mention.end]
    half = words[-1] if words[-1] in "晚夜早晨" else ""
    return _Day(mention.start, mention.end, day_words(mention, words), mention.period, half)


def _with_part_of_day(plain: str, day: _Day) -> _Day:
    """A day with the part of the day that follows it or that its own words name: `8日晚`, `昨晚`."""
    part = _PART_OF_DAY.match(plain, day.end)
    named = part.group()[0] if part else day.half
    if not named or day.period is None or day.period.days > 1:
        return day
    return replace(day, end=part.end() if part else day.end, english=f"{day.english}, {_PARTS_OF_DAY[named]}")


def _recurring(match: re.Match[str]) -> _Day | None:
    """Days that recur each week (`每周六`, `周一至周五`); None for a single weekday, which is a date."""
    if match["daily"]:
        return _Day(*match.span(), "daily", is_alone=False)
    named = [_WEEKDAYS[m["day"]] if m["day"] else "to" for m in _WEEKDAY.finditer(match["days"])]
    if len(named) == 1 and not match["every"]:
        return None
    listed = ", ".join(named).replace(", to, ", " to ")
    *first, last = listed.split(", ")
    english = f"{', '.join(first)} and {last}" if first else last
    return _Day(*match.span(), f"every {english}" if match["every"] else english)
