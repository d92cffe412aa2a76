"""Amounts and times of day in one form, for all ways of writing them and all languages."""

from __future__ import annotations

from dataclasses import dataclass

ROUNDED = 0.06  # by how much an inexact number may differ from the printed one
SHARE, METRES, SQUARE_METRES, CUBIC_METRES = "%", "m", "m²", "m³"
KILOGRAMS, LITRES, MINUTES, DAYS, MONTHS, YUAN, DEGREES = "kg", "l", "min", "d", "month", "yuan", "°C"
MEASURES = frozenset(
    (SHARE, METRES, SQUARE_METRES, CUBIC_METRES, KILOGRAMS, LITRES, MINUTES, DAYS, MONTHS, YUAN, DEGREES)
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts, at `text[start:end]`.

    Attributes:
        value: in the base of its measure (30 % is 0.3, 2 km are 2,000 m); of a range, its end.
        low: the beginning of a range; else `value`.
        unit: one of `MEASURES`, or the word behind the number (`名`), with `第` before it if the number is an ordinal; empty if
            there is none.
        inexact: written as no exact number (`800余`, `近百`, `约`).
    """

    start: int
    end: int
    low: float
    value: float
    unit: str
    inexact: bool = False

    def may_tell(self, printed: Amount) -> bool:
        """Whether a printed amount may be told as this one: `约195` for `195`, but no `十` for `十余`."""
        if not _may_measure_the_same(self.unit, printed.unit):
            return False
        if abs(self.value - printed.value) <= 1e-9 * abs(printed.value):
            return self.inexact or not printed.inexact
        return self.inexact and abs(self.value - printed.value) <= ROUNDED * abs(printed.value)

    def measures_like(self, other: Amount) -> bool:
        """Whether both have the same unit."""
        return bool(self.unit) and self.unit == other.unit


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, at `text[start:end]`.

    Attributes:
        half_is_known: whether `hour` counts to 24; else it may be am or pm.
    """

    start: int
    end: int
    hour: int
    minute: int
    half_is_known: bool

    def may_tell(self, printed: Clock) -> bool:
        """Whether a printed time may be told as this one."""
        hours = 24 if self.half_is_known and printed.half_is_known else 12
        return self.minute == printed.minute and (self.hour - printed.hour) % hours == 0

    def measures_like(self, _other: Clock) -> bool:
        return True


def _may_measure_the_same(unit: str, other: str) -> bool:
    """Whether two units may mean the same: the same measure, or words that only count (`名`, `人`, `个`)."""
    if unit.startswith("第") != other.startswith("第"):
        return False
    return unit == other or not (unit and other) or not {unit, other} & MEASURES
