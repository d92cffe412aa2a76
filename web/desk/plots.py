"""Draws plots over days as SVG. Each stands before a table of the same numbers, for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10
from typing import Literal

WIDTH, HEIGHT = 720, 200
LEFT, RIGHT, TOP, BOTTOM = 48, 8, 12, 26  # around the drawing area
MOST_DATES = 7  # under the axis
TICKS = 4  # beside the axis, at most

Kind = Literal["bars", "lines"]
Value = float | int | None


@dataclass(frozen=True, slots=True)
class Series:
    """Values for each day; None where there is none.

    Attributes:
        name: as the legend has it.
        style: CSS class; the styles differ in more than their colour.
    """

    name: str
    style: str
    values: Sequence[Value]


@dataclass(frozen=True, slots=True)
class Bar:
    style: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line through days that follow each other: `points` as SVG writes them, `dots` as numbers."""

    style: str
    points: str
    dots: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """What the template `plot.html` draws, and the table behind it.

    Attributes:
        name: a word for ids.
        title, unit: in the reader's language.
    """

    kind: Kind
    name: str
    title: str
    unit: str
    days: tuple[date, ...]
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    beside: tuple[Tick, ...]
    under: tuple[Tick, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.bars or self.lines)


def plot(
    name: str,
    title: str,
    unit: str,
    days: Sequence[date],
    series: Sequence[Series],
    kind: Kind,
    top: float | None = None,
) -> Plot:
    """A plot of one or several series.

    Args:
        kind: `bars` are stacked.
        top: the value at the upper end; None: as the values need it.
    """
    most = top or _highest(series, stacked=kind == "bars")
    step = max(_step(most), 1) if kind == "bars" else _step(most)  # bars count, and there is no half
    upper = top or step * ceil(most / step)
    return Plot(
        kind,
        name,
        title,
        unit,
        tuple(days),
        tuple(series),
        tuple(_bars(series, len(days), upper)) if kind == "bars" else (),
        tuple(_lines(series, len(days), upper)) if kind == "lines" else (),
        tuple(Tick(_y(step * i, upper), f"{step * i:g}") for i in range(floor(upper / step + 1e-9) + 1)),
        tuple(
            Tick(_x(i + 0.5, len(days)), f"{days[i]:%m-%d}")
            for i in range(0, len(days), ceil(len(days) / MOST_DATES))
        ),
    )


def _highest(series: Sequence[Series], *, stacked: bool) -> float:
    by_day = [
        [value or 0 for value in values] for values in zip(*(one.values for one in series), strict=True)
    ]
    return max((sum(values) if stacked else max(values) for values in by_day), default=0) or 1


def _step(most: float) -> float:
    """A round number (1, 2 or 5 and zeros) that `most` has up to `TICKS` times."""
    rough = most / TICKS
    unit = 10.0 ** floor(log10(rough))
    return next(factor * unit for factor in (1, 2, 5, 10) if factor * unit >= rough * (1 - 1e-9))


def _bars(series: Sequence[Series], count: int, upper: float) -> list[Bar]:
    width = (WIDTH - LEFT - RIGHT) / count
    found, stacked = [], [0.0] * count
    for one in series:
        for i, value in enumerate(one.values):
            if value:
                below, stacked[i] = stacked[i], stacked[i] + value
                y = _y(stacked[i], upper)
                found.append(
                    Bar(
                        one.style,
                        _round(_x(i + 0.1, count)),
                        y,
                        _round(width * 0.8),
                        _round(_y(below, upper) - y),
                    )
                )
    return found


def _lines(series: Sequence[Series], count: int, upper: float) -> list[Line]:
    found = []
    for one in series:
        run: list[tuple[float, float]] = []
        for i, value in enumerate([*one.values, None]):
            if value is not None:
                run.append((_round(_x(i + 0.5, count)), _y(value, upper)))
            elif run:
                found.append(Line(one.style, " ".join(f"{x},{y}" for x, y in run), tuple(run)))
                run = []
    return found


def _x(day: float, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * day / count


def _y(value: float, upper: float) -> float:
    return _round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / upper)


def _round(number: float) -> float:
    return round(number, 1)
