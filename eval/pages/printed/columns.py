"""The columns of one article, and the pieces of them that a heading, a picture or a neighbour leaves for its text."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ingest.page.printed import Rect

FEWEST_LINES = 3  # of a piece


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a column that text runs down in: a column above or below a picture has two."""

    left: float
    top: float
    width: float
    lines: int


@dataclass(frozen=True, slots=True)
class Columns:
    """`count` columns over the width of `area`, less `holes`."""

    area: Rect
    count: int
    gutter: float
    leading: float
    holes: tuple[Rect, ...] = ()

    @property
    def width(self) -> float:
        return (self.area.right - self.area.left + self.gutter) / self.count - self.gutter

    def span(self, first: int, count: int) -> tuple[float, float]:
        """The left and right of some neighbouring columns."""
        left = self.area.left + first * (self.width + self.gutter)
        return left, left + count * (self.width + self.gutter) - self.gutter

    def without(self, hole: Rect) -> Columns:
        return replace(self, holes=(*self.holes, hole))

    def pieces(self) -> list[Piece]:
        """In the order of reading: down a column, then the next one."""
        found: list[Piece] = []
        for column in range(self.count):
            left, right = self.span(column, 1)
            for top, bottom in self._free(left, right):
                first = math.ceil((top - self.area.top) / self.leading - 0.01)
                last = math.floor((bottom - self.area.top) / self.leading + 0.01)
                if last - first >= FEWEST_LINES:
                    found.append(
                        Piece(left, self.area.top + first * self.leading, right - left, last - first)
                    )
        return found

    def _free(self, left: float, right: float) -> list[tuple[float, float]]:
        """What the holes leave of a column, from top to bottom."""
        free, top = [], self.area.top
        for hole in sorted(self.holes, key=lambda hole: hole.top):
            if hole.left < right - 1 and hole.right > left + 1:
                free.append((top, hole.top))
                top = max(top, hole.bottom)
        return [(a, b) for a, b in [*free, (top, self.area.bottom)] if b > a]
