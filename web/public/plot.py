"""Where the dots and whiskers of the plot of monthly shares stand, in the units of its SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.public.accuracy import Share

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 48, 16, 16, 48  # margins
GRID = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Dot:
    """A month: its share as a dot, its interval as a line from `low` to `high`."""

    month: str
    share: Share
    x: float
    y: float
    low: float
    high: float


def dots(by_month: Sequence[tuple[str, Share]]) -> tuple[Dot, ...]:
    """A dot a month, evenly spaced from left to right."""
    step = (WIDTH - LEFT - RIGHT) / max(1, len(by_month))
    return tuple(
        Dot(month, share, LEFT + step * (n + 0.5), height(share.share), *map(height, share.interval))
        for n, (month, share) in enumerate(by_month)
    )


def height(share: float) -> float:
    """The y coordinate of a share."""
    return round(TOP + (1 - share) * (HEIGHT - TOP - BOTTOM), 1)
