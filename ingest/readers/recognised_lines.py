"""Puts recognised pieces of lines together: where words are far apart, text recognition finds several boxes in one line.

A gap between two pieces is within a line if the line above or below goes on across it; between two columns, all lines have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ingest.clean import is_cjk
from ingest.page.printed import PrintedLine, Rect

_SAME_SIZE = 1.25  # ratio
_SAME_LINE = 0.6  # of the lower one's height
_OVERLAP, _WIDEST = 1.2, 6.0  # em between two pieces
_NEXT_LINE = (0.6, 2.2)  # heights from the middle of a line to that of the next
_COLUMN = 4.0  # em; where a line ends or begins that is farther from a gap, says nothing about it
_MOST_GAPS = 4  # lines above and below with a gap at the same place; more are two columns
_LOOSE = 0.6  # em by which the box of a recognised line may be too large


def whole_lines(pieces: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines, with pieces that are of one line joined. Upright ones stay as they are."""
    upright = [piece for piece in pieces if piece.upright]
    lines = sorted((piece for piece in pieces if not piece.upright), key=lambda piece: piece.box.left)
    while len(fewer := _joined_once(lines)) < len(lines):
        lines = fewer  # a line that has become whole tells more about its neighbours
    return [*upright, *lines]


def _joined_once(pieces: Sequence[PrintedLine]) -> list[PrintedLine]:
    lines: list[PrintedLine] = []
    for piece in pieces:
        before = _before(piece, lines)
        if before is not None and (
            before.box.right > piece.box.left or _is_within_line(before, piece, pieces)
        ):
            lines[lines.index(before)] = _joined(before, piece)
        else:
            lines.append(piece)
    return lines


def _before(piece: PrintedLine, lines: Iterable[PrintedLine]) -> PrintedLine | None:
    """The nearest line that a piece is right of."""
    near = [
        line
        for line in lines
        if _are_of_one_size(line, piece)
        and -_OVERLAP * piece.size <= piece.box.left - line.box.right <= _WIDEST * piece.size
        and _overlap(line.box, piece.box) >= _SAME_LINE * min(_height(line), _height(piece))
    ]
    return max(near, key=lambda line: line.box.right, default=None)


def _is_within_line(left: PrintedLine, right: PrintedLine, lines: Sequence[PrintedLine]) -> bool:
    """Whether the lines above or below go on across the gap between two pieces, all but a few that by chance have one there."""
    alike = [line for line in lines if _are_of_one_size(line, right)]
    gaps, bridged = 0, False
    for side in (-1, 1):
        middle = _middle(right)
        while (row := _next_row(middle, side, _height(right), alike)) and gaps <= _MOST_GAPS:
            if _bridges(row, left, right):
                bridged = True
                break
            if not _has_gap(row, left, right):
                break
            gaps += 1
            middle = sum(map(_middle, row)) / len(row)
    return bridged and gaps <= _MOST_GAPS


def _next_row(middle: float, side: int, height: float, lines: Iterable[PrintedLine]) -> list[PrintedLine]:
    """The lines in the row above (`side` -1) or below (1) a height; they may be of several columns."""
    nearest, farthest = _NEXT_LINE
    near = [
        line for line in lines if nearest * height <= side * (_middle(line) - middle) <= farthest * height
    ]
    if not near:
        return []
    first = min(side * _middle(line) for line in near)
    return [line for line in near if side * _middle(line) - first < 0.5 * height]


def _bridges(row: Iterable[PrintedLine], left: PrintedLine, right: PrintedLine) -> bool:
    em = right.size
    return any(line.box.left < left.box.right - em and line.box.right > right.box.left + em for line in row)


def _has_gap(row: Sequence[PrintedLine], left: PrintedLine, right: PrintedLine) -> bool:
    at, em = (left.box.right + right.box.left) / 2, right.size
    return any(-_COLUMN * em < line.box.right - at < _LOOSE * em for line in row) and any(
        -_LOOSE * em < line.box.left - at < _COLUMN * em for line in row
    )


def _joined(left: PrintedLine, right: PrintedLine) -> PrintedLine:
    a, b = left.box, right.box
    between = "" if is_cjk(left.text[-1]) or is_cjk(right.text[0]) else " "
    return replace(
        left,
        text=left.text + between + right.text,
        box=Rect(a.left, min(a.top, b.top), max(a.right, b.right), max(a.bottom, b.bottom)),
        confidence=min(left.confidence, right.confidence),
    )


def _are_of_one_size(one: PrintedLine, other: PrintedLine) -> bool:
    return max(one.size, other.size) <= _SAME_SIZE * min(one.size, other.size)


def _overlap(a: Rect, b: Rect) -> float:
    return min(a.bottom, b.bottom) - max(a.top, b.top)


def _height(line: PrintedLine) -> float:
    return line.box.bottom - line.box.top


def _middle(line: PrintedLine) -> float:
    return (line.box.top + line.box.bottom) / 2
