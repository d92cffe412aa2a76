"""Gives recognised lines the size of the text that they are of: the box of a line is higher or lower by its characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from ingest.page.printed import PrintedLine
from ingest.readers.recognised_lines import are_of_one_size, middle_of

_EVEN = 1.22  # sizes that differ by less than this factor from the running text's are the same
_UNEVEN = 1.6  # the most by which the box of a line of text is too high, as with quotation marks alone
_MOST_UNEVEN = 3  # such lines one after the other
_SAME_STEP = 0.1  # share by which distances of lines differ that are the same


def even_sizes(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines with one size for running text: the box of a line is a little higher or lower by its characters.

    A line that differs more is of the text if two lines of it are above or below it at the same distance.
    """
    if not lines:
        return []
    weights = np.array([len(line.text) for line in lines])
    sizes = np.array([line.size for line in lines])
    order = np.argsort(sizes)
    body = float(sizes[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)])
    even = [replace(line, size=body) if body / _EVEN < line.size < body * _EVEN else line for line in lines]
    for _ in range(_MOST_UNEVEN):  # a line that has become text tells the same of the next
        even = _with_text_near(even, body)
    headlines = [line for line in even if line.size != body and not line.upright]
    others = [line for line in even if line.size == body or line.upright]
    return [*others, *(line for group in _groups(headlines) for line in _of_one_size(group))]


def _groups(lines: Iterable[PrintedLine]) -> list[list[PrintedLine]]:
    """Lines of about one size right below each other, as those of one headline are."""
    groups: list[list[PrintedLine]] = []
    for line in sorted(lines, key=lambda line: line.box.top):
        for group in groups:
            if _is_next_line(group[-1], line):
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def _is_next_line(upper: PrintedLine, lower: PrintedLine) -> bool:
    a, b, em = upper.box, lower.box, max(upper.size, lower.size)
    aligned = min(abs(a.left - b.left), abs(a.left + a.right - b.left - b.right) / 2) < em
    return aligned and are_of_one_size(upper, lower) and -0.5 * em < b.top - a.bottom < 0.6 * em


def _of_one_size(group: Sequence[PrintedLine]) -> Iterable[PrintedLine]:
    size = median(line.size for line in group)
    return (replace(line, size=size) for line in group)


def _with_text_near(lines: Sequence[PrintedLine], body: float) -> list[PrintedLine]:
    text = [line for line in lines if line.size == body and not line.upright]
    return [
        replace(line, size=body)
        if body < line.size < _UNEVEN * body
        and not line.upright
        and any(_is_in_step(line, text, side) for side in (-1, 1))
        else line
        for line in lines
    ]


def _is_in_step(line: PrintedLine, text: Sequence[PrintedLine], side: int) -> bool:
    """Whether two lines of text are above (`side` -1) or below (1) a line in its column, all at the same distance."""
    first = _next(line, text, side)
    second = _next(first, text, side) if first is not None else None
    if first is None or second is None:
        return False
    step, before = (abs(middle_of([a]) - middle_of([b])) for a, b in ((line, first), (first, second)))
    return abs(step - before) < _SAME_STEP * before


def _next(line: PrintedLine, text: Iterable[PrintedLine], side: int) -> PrintedLine | None:
    reach = 2.5 * line.size
    near = (
        other
        for other in text
        if 0.5 * other.size < side * (middle_of([other]) - middle_of([line])) < reach
        and abs(other.box.left - line.box.left) < reach
    )
    return min(near, key=lambda other: side * other.box.top, default=None)
