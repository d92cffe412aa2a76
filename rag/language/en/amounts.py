"""Reads the amounts of an English text: `140 million yuan`, `about 30%`, `3.5 km`, `nearly a hundred people`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.language.values import (
    CUBIC_METRES,
    DAYS,
    DEGREES,
    KILOGRAMS,
    LITRES,
    METRES,
    MINUTES,
    MONTHS,
    SHARE,
    SQUARE_METRES,
    YUAN,
    Amount,
)

_UNITS: dict[str, tuple[str, float]] = {
    "%": (SHARE, 0.01), "percent": (SHARE, 0.01), "per cent": (SHARE, 0.01), "percentage point": (SHARE, 0.01),
    "yuan": (YUAN, 1), "km²": (SQUARE_METRES, 1e6), "square kilometre": (SQUARE_METRES, 1e6),
    "square kilometer": (SQUARE_METRES, 1e6), "m²": (SQUARE_METRES, 1), "square metre": (SQUARE_METRES, 1),
    "square meter": (SQUARE_METRES, 1), "hectare": (SQUARE_METRES, 1e4), "mu": (SQUARE_METRES, 2e3 / 3),
    "m³": (CUBIC_METRES, 1), "cubic metre": (CUBIC_METRES, 1), "cubic meter": (CUBIC_METRES, 1),
    "km": (METRES, 1000), "kilometre": (METRES, 1000), "kilometer": (METRES, 1000), "cm": (METRES, 0.01),
    "mm": (METRES, 0.001), "metre": (METRES, 1), "meter": (METRES, 1), "m": (METRES, 1),
    "tonne": (KILOGRAMS, 1000), "ton": (KILOGRAMS, 1000), "kg": (KILOGRAMS, 1), "kilogram": (KILOGRAMS, 1),
    "jin": (KILOGRAMS, 0.5), "gram": (KILOGRAMS, 0.001), "litre": (LITRES, 1), "ml": (LITRES, 0.001),
    "hour": (MINUTES, 60), "minute": (MINUTES, 1), "day": (DAYS, 1), "week": (DAYS, 7), "month": (MONTHS, 1),
    "year": (MONTHS, 12), "°C": (DEGREES, 1), "degree": (DEGREES, 1),
}  # fmt: skip
_SIZES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_VALUES = {"a": 1.0, **{word: float(n) for n, word in enumerate(_WORDS, 2)}}
_NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{'|'.join(_WORDS)}|a(?= (?:{'|'.join(_SIZES)}))"
_AMOUNT = re.compile(
    r"(?:(?P<before>about|around|nearly|almost|over|more than|at least|up to|some|less than|fewer than)\s+)?"
    rf"(?<![\w.,-])(?:(?P<low>{_NUMBER})(?:-|–| to ))?(?P<number>{_NUMBER})(?:[\s-]?(?P<size>{'|'.join(_SIZES)}))?(?![\d:])"
    rf"(?:[\s-]?(?P<unit>{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})s?(?![a-z²³]))?",
    re.IGNORECASE,
)


def amounts(text: str) -> Iterator[Amount]:
    """The amounts of a text, in order."""
    for match in _AMOUNT.finditer(text):
        unit, size = _UNITS.get((match["unit"] or "").lower(), ("", 1.0))
        size *= _SIZES.get((match["size"] or "").lower(), 1)
        high = _value(match["number"])
        low = _value(match["low"]) if match["low"] else high
        yield Amount(*match.span(), low * size, high * size, unit, bool(match["before"] or low < high))


def _value(number: str) -> float:
    return _VALUES.get(number.lower()) or float(number.replace(",", ""))
