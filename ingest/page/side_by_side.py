"""Puts the lines of columns that stand side by side (`pdftotext -layout`) into reading order.

A page is cut like a picture of its characters (recursive XY cut): a gutter is a run of spaces at one place in several lines
with running text on both sides; what crosses it (a headline over several columns) divides the page into an upper and a
lower part. Each part is cut again, so columns may be of any number and differ between the parts of a page.

Tools align columns by code points (Poppler) or by the width of the characters; both are tried.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ingest.metadata import furniture_kind
from ingest.page.character_grid import (
    Bools,
    crosses,
    display_width,
    gutter_places,
    has_columns_of,
    left_sides,
    one_each,
    same_columns,
    wide_punctuation,
)

Span = tuple[int, int]  # [start, end) of the file, in code points

_MOST_ROWS = 1_000  # a page has about 200
_MOST_COLUMNS = 1_000  # of characters; a longer line is a paragraph that is not wrapped
_FEWEST_ROWS = 3  # with a gutter in them
_EDGE_ROWS = 6
_NARROWEST = 14  # of a column, in half em
_LONG_CELL = 10  # half em
_MOST_SPLICED = 0.2  # of the rows of a page that may have two long parts with a gap between: tables have them
_GAP = re.compile(r"(?<=\S)[ \t\u3000]{2,}(?=\S)|(?<=\S)[\t\u3000](?=\S)")
_SENTENCE_MARK = re.compile(r"[，。；！？]|[A-Za-z][,.;]")
_UNFINISHED = re.compile(r"[\w，、]$")


@dataclass(frozen=True, slots=True)
class ReadingOrder:
    """The lines of a page in reading order.

    Attributes:
        lines: each line, from the left edge of its column on; an empty one where a column has no text beside another's.
        has_columns: whether columns stood side by side.
        is_safe: whether none were left standing so.
    """

    lines: list[Span]
    has_columns: bool = False
    is_safe: bool = True


def reading_order(raw: str, rows: Sequence[Span]) -> ReadingOrder:
    """The printed lines of a page, column by column; as they are if no columns stand side by side.

    Args:
        rows: the lines of the text file.
    """
    gapped = sum(1 for start, end in rows if _GAP.search(raw, start, end))
    if gapped < _FEWEST_ROWS or len(rows) > _MOST_ROWS:
        return ReadingOrder(list(rows))
    if max(end - start for start, end in rows) > _MOST_COLUMNS:
        return ReadingOrder(list(rows))
    top, bottom = _mastheads(raw, rows)
    if top == bottom:
        return ReadingOrder(list(rows))
    pages = [_Page(raw, rows[top:bottom], width) for width in (display_width, wide_punctuation, one_each)]
    page = min(pages, key=lambda page: (page.spliced, -page.aligned))
    lines = [*rows[:top], *page.lines, *rows[bottom:]]
    is_safe = page.spliced < _FEWEST_ROWS + 2 or page.spliced < _MOST_SPLICED * page.visible
    return ReadingOrder(lines, len(page.lines) > bottom - top, is_safe)


def _mastheads(raw: str, rows: Sequence[Span]) -> tuple[int, int]:
    """Where the head of the page ends and its foot begins: lines at the edges that as a whole are furniture."""
    visible = [i for i, (start, end) in enumerate(rows) if raw[start:end].strip()]
    heads = [i + 1 for i in visible[:_EDGE_ROWS] if _is_masthead(raw[slice(*rows[i])])]
    top = max(heads, default=0)
    feet = [i for i in visible[-_EDGE_ROWS:] if i >= top and _is_masthead(raw[slice(*rows[i])])]
    return top, min(feet, default=len(rows))


def _is_masthead(line: str) -> bool:
    """Whether a line runs across the page: it has a gap, or is of a kind that is not found at the end of an article."""
    kind = furniture_kind(" ".join(line.split()), at_edge=True)
    return kind in ("paper", "staff", "imprint") or (kind is not None and _GAP.search(line) is not None)


@dataclass(frozen=True, slots=True)
class _Region:
    """Part of a page: rows and columns of characters, ``[top, bottom)`` and ``[left, right)``."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class _Gutter:
    """A gutter that ends before the column `at`, in the rows ``[top, bottom)``; `rows` have text on both sides of it."""

    at: int
    top: int
    bottom: int
    rows: tuple[int, ...]


class _Page:
    """The characters of a page as a grid, cut into columns.

    Attributes:
        lines: in reading order.
        visible: rows with anything on them.
        spliced: rows that still have two long parts with a gap between.
        aligned: lines that begin at the left edge of their column.
    """

    def __init__(self, raw: str, rows: Sequence[Span], width: Callable[[str], int]) -> None:
        self._raw, self._rows = raw, rows
        self._lefts = [left_sides(raw[start:end], width) for start, end in rows]
        columns = max((int(lefts[-1]) for lefts in self._lefts), default=0)
        self._ink = np.zeros((len(rows), columns), dtype=bool)
        for row, (start, end) in enumerate(rows):
            lefts = self._lefts[row]
            for i, char in enumerate(raw[start:end]):
                if not char.isspace():
                    self._ink[row, lefts[i] : lefts[i + 1]] = True
        whole = _Region(0, len(rows), 0, columns + 1)
        self.lines = [line for region in self._cut(whole) for line in self._lines(region)]
        self.visible = int(self._ink.any(axis=1).sum())
        self.spliced = sum(_is_spliced(raw[slice(*span)]) for span in self.lines)
        self.aligned = sum(end > start and not raw[start].isspace() for start, end in self.lines)

    def _span(self, row: int, region: _Region) -> Span:
        start = self._rows[row][0]
        first, last = np.searchsorted(self._lefts[row][:-1], (region.left, region.right))
        return start + int(first), start + int(last)

    def _cut(self, region: _Region) -> Iterator[_Region]:
        """The columns of a region in reading order."""
        bands = self._bands(region)
        gutter = self._best_gutter(region) if len(bands) == 1 else None
        if gutter is None and len(bands) == 1:
            yield region
        elif gutter is not None and (gutter.top, gutter.bottom) == (region.top, region.bottom):
            yield from self._cut(replace(region, right=gutter.at))
            yield from self._cut(replace(region, left=gutter.at))
        else:
            borders = {region.top, region.bottom, *((gutter.top, gutter.bottom) if gutter else bands)}
            for top, bottom in itertools.pairwise(sorted(borders)):
                yield from self._cut(replace(region, top=top, bottom=bottom))

    def _lines(self, region: _Region) -> Iterator[Span]:
        """The lines of a column, from its left edge on, which is where most of them begin."""
        ink = self._ink[region.top : region.bottom, region.left : region.right]
        starts = ink.argmax(axis=1)
        edges, counts = np.unique(starts[ink.any(axis=1)], return_counts=True)
        edge = int(edges[counts.argmax()]) if len(edges) else 0
        for row, start in enumerate(starts, region.top):
            yield self._span(row, replace(region, left=region.left + (edge if start >= edge else 0)))

    def _best_gutter(self, region: _Region) -> _Gutter | None:
        """The gutter that most rows have; one that no row of the region crosses is preferred."""
        gutters = sorted(
            self._gutters(region),
            key=lambda g: (g.top == region.top and g.bottom == region.bottom, len(g.rows), g.at),
            reverse=True,
        )
        return next((gutter for gutter in gutters if self._divides_text(gutter, region)), None)

    def _gutters(self, region: _Region) -> Iterable[_Gutter]:
        """Blank columns in several rows; of adjacent ones with the same rows, the last."""
        ink = self._ink[region.top : region.bottom, region.left : region.right]
        before = np.logical_or.accumulate(ink, axis=1)
        after = np.logical_or.accumulate(ink[:, ::-1], axis=1)[:, ::-1]
        inside = ~ink & before & after
        wide = inside.copy()
        wide[:, 1:] &= inside[:, :-1]
        found: dict[tuple[int, int, bytes], _Gutter] = {}
        for at in map(int, np.flatnonzero(wide.sum(axis=0) >= _FEWEST_ROWS)):
            crossing = ink[:, at] | crosses(ink, at, inside[:, at], wide[:, at])
            borders = np.array([-1, *np.flatnonzero(crossing), len(crossing)])
            rows = np.flatnonzero(wide[:, at] & ~crossing)
            for i in np.flatnonzero(np.diff(np.searchsorted(rows, borders)) >= _FEWEST_ROWS):
                top, bottom = int(borders[i]) + 1, int(borders[i + 1])
                own = rows[(rows >= top) & (rows < bottom)] + region.top
                found[top, bottom, own.tobytes()] = _Gutter(
                    region.left + at + 1, region.top + top, region.top + bottom, tuple(map(int, own))
                )
        return found.values()

    def _divides_text(self, gutter: _Gutter, region: _Region) -> bool:
        """Whether running text is on both sides of a gutter."""
        left = [_GAP.split(self._text(row, region.left, gutter.at))[-1] for row in gutter.rows]
        right = [_GAP.split(self._text(row, gutter.at, region.right))[0] for row in gutter.rows]
        return self._is_running_text(left) and self._is_running_text(right)

    def _text(self, row: int, left: int, right: int) -> str:
        return self._raw[slice(*self._span(row, _Region(row, row + 1, left, right)))].strip()

    def _is_running_text(self, cells: Sequence[str]) -> bool:
        """Whether lines are of a column of text: most about equally long, with sentences in them, as those of a table are not."""
        widths = np.array([sum(map(display_width, cell)) for cell in cells])
        full = float(np.quantile(widths, 0.9))
        characters = [char for cell in cells for char in cell if char != " "]
        with_marks = sum(1 for cell in cells if _SENTENCE_MARK.search(cell))
        return bool(
            full >= _NARROWEST
            and (widths >= 0.75 * full).mean() >= 0.4
            and sum(map(str.isalpha, characters)) * 2 > len(characters)
            and with_marks >= 0.2 * len(cells)
        )

    def _bands(self, region: _Region) -> list[int]:
        """The first rows of parts of a region that are read one after the other: below a gap across all columns, wider than
        usual, at which the columns change or one breaks off in mid-sentence, to go on in the next."""
        ink = self._ink[region.top : region.bottom, region.left : region.right]
        rows = np.flatnonzero(ink.any(axis=1))
        steps = np.diff(rows)
        gaps = [int(i) for i in np.flatnonzero(steps > np.median(steps))] if len(steps) else []
        parts = [ink[rows[i] : rows[j] + 1] for i, j in _between(gaps, len(rows))]
        bands = [region.top]
        for gap, (upper, lower) in zip(gaps, itertools.pairwise(parts), strict=True):
            end = region.top + int(rows[gap]) + 1
            above = replace(region, top=end - len(upper), bottom=end)
            if self._are_headlines(upper, lower, above):
                continue
            if not same_columns(upper, lower) or self._breaks_off(upper, above):
                bands.append(end)
        return bands

    def _are_headlines(self, upper: Bools, lower: Bools, above: _Region) -> bool:
        """Whether the upper part has only headlines, each over one or more of the columns below it."""
        if not gutter_places(upper) or not has_columns_of(upper, lower):
            return False
        rows = (self._text(row, above.left, above.right) for row in range(above.top, above.bottom))
        return not any(map(_SENTENCE_MARK.search, rows))

    def _breaks_off(self, ink: Bools, region: _Region) -> bool:
        """Whether a column of text, other than the last, ends in mid-sentence. A headline has no sentence to end."""
        left = 0
        for first, last in gutter_places(ink):
            rows = np.flatnonzero(ink[:, left:first].any(axis=1)) + region.top
            cells = [self._text(int(row), region.left + left, region.left + first) for row in rows]
            if any(map(_SENTENCE_MARK.search, cells)) and _UNFINISHED.search(cells[-1]):
                return True
            left = last
        return False


def _between(gaps: Iterable[int], count: int) -> list[Span]:
    """The first and last index of each run of `count` things with gaps after some of them."""
    ends = [*map(int, gaps), count - 1]
    return [*zip([0, *(end + 1 for end in ends[:-1])], ends, strict=True)]


def _is_spliced(line: str) -> bool:
    """Whether a line has two long parts with a gap between, as when two columns stand side by side."""
    cells = [cell for cell in _GAP.split(line.strip()) if sum(map(display_width, cell)) >= _LONG_CELL]
    return len(cells) >= 2 and furniture_kind(" ".join(line.split()), at_edge=True) is None
