"""The furniture of a printed page: running heads, date, page number and the like at its edges."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.metadata import furniture_kind
from ingest.page.geometry.boxes import height, overlap_y, share_x
from ingest.page.geometry.stacks import Row
from ingest.page.printed import PrintedPage

_HEAD = 0.13  # of the page's height; within it a bare date or number is furniture
_FOOT = 0.93
_ANYWHERE = ("staff", "imprint")
_LONGEST = 16  # em of a line that is furniture because it is beside some


def find_furniture(rows: Sequence[Row], page: PrintedPage) -> list[Row]:
    """The rows that are furniture, from top to bottom: by their words, since they are in one line with such a row, or, as a
    masthead, since they are above the date at the head of the page."""
    named = [row for row in rows if _kind_of(row, page) is not None]
    strips = [
        row
        for row in named
        if _is_at_edge(row, page) and _kind_of(row, page) in ("date", "page", "paper", "imprint")
    ]
    text = _running_text(rows, page)
    beside = [
        row
        for row in rows
        if row not in named
        and id(row) not in text
        and _is_at_edge(row, page)
        and row.line.narrowest <= _LONGEST
        and any(
            overlap_y(row.box, strip.box) > 0.5 * min(height(row.box), height(strip.box))
            and row.size <= 2.5 * strip.size
            for strip in strips
        )
    ]
    dated = [
        strip
        for strip in strips
        if _kind_of(strip, page) == "date" and strip.box.bottom <= _HEAD * page.height
    ]
    above = [
        row
        for row in rows
        if row not in named
        and row not in beside
        and any(row.box.bottom <= strip.box.top + 2 for strip in dated)
    ]
    return sorted([*named, *beside, *above], key=lambda row: (row.box.top, row.box.left))


def _running_text(rows: Sequence[Row], page: PrintedPage) -> set[int]:
    """The ids of the rows at an edge that are in a column of rows of one size which goes on beyond the edge."""
    outwards = sorted(rows, key=lambda row: abs(row.box.top + row.box.bottom - page.height))
    found: set[int] = set()
    inner: list[Row] = []
    for row in outwards:
        if not _is_at_edge(row, page):
            inner.append(row)
        elif any(_is_next(row, other) for other in inner):
            found.add(id(row))
            inner.append(row)
    return found


def _is_next(one: Row, other: Row) -> bool:
    """Whether two rows of one size are right below each other."""
    gap = -overlap_y(one.box, other.box)
    same_size = 0.95 < one.size / other.size < 1.05
    return same_size and -0.5 * one.size < gap < one.size and share_x(one.box, other.box) > 0.5


def _is_at_edge(row: Row, page: PrintedPage) -> bool:
    return row.box.bottom <= _HEAD * page.height or row.box.top >= _FOOT * page.height


def _kind_of(row: Row, page: PrintedPage) -> str | None:
    at_edge = _is_at_edge(row, page)
    kinds = (furniture_kind(text, at_edge=at_edge) for text in (row.line.spaced.text, row.line.text))
    return next((kind for kind in kinds if kind is not None and (at_edge or kind in _ANYWHERE)), None)
