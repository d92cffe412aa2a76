"""Finds the marks that lead an article to another page, and the printed lines that they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.clean import clean_line
from ingest.page.geometry.boxes import height, overlap_x, overlap_y, part_of
from ingest.page.geometry.stacks import Row
from ingest.page.jumps import find_jumps
from ingest.page.printed import PrintedLine

_FARTHEST = 5.0  # em between a mark and the text that it belongs to


def rows_of(lines: Sequence[PrintedLine]) -> list[Row]:
    """The lines of a page as rows: marks are rows of their own, and the rows that they belong to know them."""
    rows = [row for line in lines if line.text.strip() for row in _cut(line)]
    content = [row for row in rows if not row.is_jump]
    for mark in rows:
        if mark.is_jump and (row := _nearest(mark, content)) is not None:
            row.jump = mark.jump
    return rows


def _cut(line: PrintedLine) -> Iterator[Row]:
    """A line as one row, or as several if there are marks in it."""
    spaced = clean_line(line.text, 0, len(line.text))
    at = 0
    for start, end, jump in find_jumps(spaced.text):
        first, last = spaced.offsets[start], spaced.offsets[end - 1] + 1
        if line.text[at:first].strip():
            yield Row(_part(line, at, first))
        yield Row(_part(line, first, last), jump=jump, is_jump=True)
        at = last
    if line.text[at:].strip():
        yield Row(_part(line, at, len(line.text)))


def _part(line: PrintedLine, start: int, end: int) -> PrintedLine:
    size = len(line.text)
    return replace(
        line, text=line.text[start:end], box=part_of(line.box, start / size, end / size, upright=line.upright)
    )


def _nearest(mark: Row, rows: Sequence[Row]) -> Row | None:
    """The row that a mark belongs to: text ends right before ``下转``, and begins right behind ``上接``."""
    before = mark.jump is not None and mark.jump.direction == "to"
    found = [
        (distance, i)
        for i, row in enumerate(rows)
        if (distance := _distance(mark, row, before=before)) is not None
    ]
    return rows[min(found)[1]] if found else None


def _distance(mark: Row, row: Row, *, before: bool) -> float | None:
    """Em from a mark to a row; None if the row is too far away or on the wrong side.

    Args:
        before: whether the row is to be above the mark or left of it, rather than below it or on either side.
    """
    em = max(mark.size, min(row.size, 2 * mark.size))
    if overlap_y(mark.box, row.box) > 0.5 * min(height(mark.box), height(row.box)):
        left, right = mark.box.left - row.box.right, row.box.left - mark.box.right
        gap = left if before else max(left, right)
    elif overlap_x(mark.box, row.box) > 0:
        gap = mark.box.top - row.box.bottom if before else row.box.top - mark.box.bottom
    else:
        return None
    return gap / em if -0.6 * em <= gap <= _FARTHEST * em else None
