"""Divides a page into the regions of its articles, on a grid of columns and lines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from eval.pages.printed.design import Design
from ingest.page.printed import Rect

_FEWEST_ROWS = 13
_GAP_ROWS = 2  # between an article and the one below


@dataclass(frozen=True, slots=True)
class Cells:
    """A rectangle of the grid: columns [left, right), rows [top, bottom)."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def columns(self) -> int:
        return self.right - self.left

    @property
    def rows(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Region:
    """The place of one article; `hole` is the part of it that belongs to a neighbour."""

    cells: Cells
    hole: Cells | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of `columns`, each `width` points wide, and rows of `leading` points, from the point (left, top)."""

    left: float
    top: float
    columns: int
    rows: int
    width: float
    gutter: float
    leading: float

    def rect(self, cells: Cells) -> Rect:
        pitch = self.width + self.gutter
        return Rect(
            self.left + cells.left * pitch,
            self.top + cells.top * self.leading,
            self.left + cells.right * pitch - self.gutter,
            self.top + cells.bottom * self.leading,
        )


@dataclass(frozen=True, slots=True)
class Division:
    """The regions of a page, and the lines between them."""

    regions: list[Region]
    borders: list[Rect]


def divide(grid: Grid, design: Design, rng: random.Random) -> Division:
    """Cut a page into regions."""
    found = Division([], [])
    page = Cells(0, 0, grid.columns, grid.rows)
    lead = round(design.lead * grid.rows)
    if lead >= _FEWEST_ROWS:
        top, page = _cut_across(page, lead, grid, found)
        found.regions.append(Region(top))
    _divide(page, grid, design, rng, found)
    return found


def _divide(cells: Cells, grid: Grid, design: Design, rng: random.Random, found: Division) -> None:
    across = cells.rows >= 2 * _FEWEST_ROWS + _GAP_ROWS
    down = cells.columns >= 2
    room = cells.columns * cells.rows * grid.width / design.body
    if room < design.article * rng.uniform(0.8, 1.9) or not (across or down):
        found.regions.extend(_leaf(cells, grid, design, rng, found))
        return
    shape = cells.rows * grid.leading / (cells.columns * (grid.width + grid.gutter))
    if across and (not down or rng.random() < shape / (shape + 0.8)):
        at = cells.top + max(_FEWEST_ROWS, round(cells.rows * rng.uniform(0.35, 0.65)))
        parts = _cut_across(cells, min(at, cells.bottom - _FEWEST_ROWS - _GAP_ROWS), grid, found)
    else:
        parts = _cut_down(cells, rng.randint(1, cells.columns - 1), grid, found)
    for part in parts:
        _divide(part, grid, design, rng, found)


def _cut_across(cells: Cells, row: int, grid: Grid, found: Division) -> tuple[Cells, Cells]:
    upper = Cells(cells.left, cells.top, cells.right, row)
    lower = Cells(cells.left, row + _GAP_ROWS, cells.right, cells.bottom)
    above, below = grid.rect(upper), grid.rect(lower)
    middle = (above.bottom + below.top) / 2
    found.borders.append(Rect(above.left, middle, above.right, middle))
    return upper, lower


def _cut_down(cells: Cells, columns: int, grid: Grid, found: Division) -> tuple[Cells, Cells]:
    left = Cells(cells.left, cells.top, cells.left + columns, cells.bottom)
    right = Cells(cells.left + columns, cells.top, cells.right, cells.bottom)
    middle = grid.rect(right).left - grid.gutter / 2
    found.borders.append(Rect(middle, grid.rect(left).top, middle, grid.rect(left).bottom))
    return left, right


def _leaf(cells: Cells, grid: Grid, design: Design, rng: random.Random, found: Division) -> Iterator[Region]:
    """The region itself, or an L-shaped region and the one in its corner."""
    large = cells.columns >= 3 and cells.rows >= 2 * _FEWEST_ROWS + _GAP_ROWS
    if not (large and rng.random() < design.corner):
        yield Region(cells)
        return
    columns = rng.randint(1, cells.columns - 2)
    rows = rng.randint(_FEWEST_ROWS, max(_FEWEST_ROWS, round(cells.rows * 0.55)))
    at_right, at_top = rng.random() < 0.75, rng.random() < 0.3
    left = cells.right - columns if at_right else cells.left
    top = cells.top if at_top else cells.bottom - rows
    corner = Cells(left, top, left + columns, top + rows)
    hole = Cells(
        left, top if at_top else top - _GAP_ROWS, left + columns, corner.bottom + (_GAP_ROWS if at_top else 0)
    )
    yield Region(cells, hole)
    yield Region(corner)
    rect, half = grid.rect(corner), grid.gutter / 2
    y = rect.bottom + grid.leading if at_top else rect.top - grid.leading
    x = rect.left - half if at_right else rect.right + half
    found.borders.append(Rect(min(x, rect.left), y, max(x, rect.right), y))
    found.borders.append(Rect(x, min(y, rect.top), x, max(y, rect.bottom)))
