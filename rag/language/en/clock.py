"""Reads the times of day of an English text: `9:30 am`, `3 p.m.`, `noon`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.language.values import Clock

_CLOCK = re.compile(
    r"(?<![\d:.])(?:(?P<hour>[01]?\d|2[0-4])(?::(?P<minute>[0-5]\d))?\s?(?P<half>[ap]\.?m\b\.?|o'clock)"
    r"|(?P<hour24>[01]?\d|2[0-4]):(?P<minute24>[0-5]\d)(?!\d)|(?P<noon>\bnoon\b))",
    re.IGNORECASE,
)


def clocks(text: str) -> Iterator[Clock]:
    """The times of day of a text, in order."""
    for match in _CLOCK.finditer(text):
        if match["noon"]:
            yield Clock(*match.span(), 12, 0, half_is_known=True)
        elif match["hour24"]:
            hour = int(match["hour24"])
            yield Clock(*match.span(), hour, int(match["minute24"]), half_is_known=hour > 12)
        else:
            hour, half = int(match["hour"]), match["half"][0].lower()
            yield Clock(
                *match.span(),
                hour % 12 + 12 * (half == "p") if half in "ap" else hour,
                int(match["minute"] or 0),
                half_is_known=half in "ap",
            )
