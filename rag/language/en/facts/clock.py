"""Tells times of day in English: `上午9时30分至11时` -> "9:30–11 am"."""

from __future__ import annotations

from rag.language.zh.clock import ClockTime, TimeOfDay

_ABOUT = {None: "", "许": "about ", "左右": "about ", "多": "after "}


def english(clock: ClockTime, half: str = "") -> str:
    """A time or a range in English.

    Args:
        half: the part of the day that the words before name (`昨晚`), if the time names none.
    """
    first, *further = clock.times(half)
    if not further:
        return f"{_ABOUT[clock.about]}{_digits(first)} {_suffix(first)}".strip()
    [last] = further
    next_day = " the next day" if clock.ends_next_day else ""
    if _suffix(first) == _suffix(last) and not next_day:
        return f"{_digits(first)}–{_digits(last)} {_suffix(last)}".strip()
    return f"{_digits(first)} {_suffix(first)} – {_digits(last)} {_suffix(last)}{next_day}"


def _digits(time: TimeOfDay) -> str:
    """In the twelve-hour notation."""
    hour = (time.hour - 1) % 12 + 1
    return f"{hour}:{time.minute:02}" if time.minute else str(hour)


def _suffix(time: TimeOfDay) -> str:
    if time.is_noon:
        return "noon"
    if time.half_is_known:
        return "pm" if time.hour >= 12 else "am"
    return "" if time.minute else "o'clock"
