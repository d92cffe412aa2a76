"""Reads the amounts of an English text: `140 million yuan`, `about 30%`, `3.5 km`, `nearly a hundred people`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from text_to_num import find_numbers

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
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AMOUNT = re.compile(
    r"(?:(?P<before>about|around|nearly|almost|over|more than|at least|up to|some|less than|fewer than)\s+(?:an?\s+)?)?"
    rf"(?<![\w.,-])(?:(?P<low>{_NUMBER})(?:-|–| to ))?(?P<number>{_NUMBER})(?:[\s-]?(?P<size>{'|'.join(_SIZES)}))?(?![\d:])"
    rf"(?:[\s-]?(?P<unit>{'|'.join(sorted(map(re.escape, _UNITS), key=len, reverse=True))})s?(?![a-z²³]))?",
    re.IGNORECASE,
)


def amounts(text: str) -> Iterator[Amount]:
    """The amounts of a text, in order; numbers in words too, but `one`, which is often no number."""
    in_digits, places = _in_digits(text)
    for match in _AMOUNT.finditer(in_digits):
        unit, size = _UNITS.get((match["unit"] or "").lower(), ("", 1.0))
        size *= _SIZES.get((match["size"] or "").lower(), 1)
        high = _value(match["number"])
        low = _value(match["low"]) if match["low"] else high
        start, end = places[match.start()], places[match.end()]
        yield Amount(start, end, low * size, high * size, unit, bool(match["before"] or low < high))


def _value(number: str) -> float:
    return float(number.replace(",", ""))


@dataclass(frozen=True, slots=True)
class _Word:
    """A word, a numeral or what is between them, as text2num takes it."""

    match: re.Match[str]

    def text(self) -> str:
        return self.match.group()

    def nt_separated(self, _previous: _Word) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return self.match.group()[0].isdecimal()


def _in_digits(text: str) -> tuple[str, list[int]]:
    """The text with its numbers in digits (`two hundred` -> `200`), and the place in `text` of each of its characters."""
    words = [_Word(match) for match in re.finditer(r"[A-Za-z]+|\d[\d,.]*|[^A-Za-z\d]+", text)]
    written, places, at = "", list[int](), 0
    for number in find_numbers(words, "en", threshold=2):
        start, end = words[number.start].match.start(), words[number.end - 1].match.end()
        if number.is_ordinal or re.search(r"\d[ -]?$", text[:start]):  # 3 million
            continue
        places += [*range(at, start), *[start] * len(number.text)]
        written, at = written + text[at:start] + number.text, end
    return written + text[at:], [*places, *range(at, len(text) + 1)]
