"""Mends recognised lines: pieces of one line are put together, and the lines of a text get one size.

Where words are far apart, or characters stand below each other, text recognition finds several boxes. A gap between two pieces
is within a line if the line above or below goes on across it; between two columns, all lines have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from ingest.clean import is_cjk
from ingest.page.printed import PrintedLine, Rect

_EVEN = 1.22  # sizes that differ by less than this factor from the running text's are the same
_UNEVEN = 1.6  # the most by which the box of a line of text is too high, as with quotation marks alone
_SAME_STEP = 0.15  # share by which distances of lines differ that are the same
_FEWEST_CHARACTERS = 3
_SAME_SIZE = 1.25  # ratio
_SAME_LINE = 0.6  # of the lower one's height
_OVERLAP, _WIDEST = 1.2, 6.0  # em between two pieces
_NEXT_LINE = (0.6, 2.2)  # heights from the middle of a line to that of the next
_COLUMN = 4.0  # em; where a line ends or begins that is farther from a gap, says nothing about it
_MOST_GAPS = 4  # lines above and below with a gap at the same place; more are two columns
_LOOSE = 0.6  # em by which the box of a recognised line may be too large


def whole_lines(pieces: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines, with pieces that are of one line joined: words beside each other, and characters below each other."""
    columns = _columns_of_characters(pieces)
    inside = {id(character) for column in columns for character in column}
    upright = [piece for piece in pieces if piece.upright] + [_upright_line(column) for column in columns]
    level = (piece for piece in pieces if not piece.upright and id(piece) not in inside)
    lines = sorted(level, key=lambda piece: piece.box.left)
    while len(fewer := _joined_once(lines)) < len(lines):
        lines = fewer  # a line that has become whole tells more about its neighbours
    return [*upright, *lines]


def even_sizes(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines with one size for running text: the box of a line is a little higher or lower by its characters.

    A line that differs more is of the text if it follows two lines of it at the same distance.
    """
    if not lines:
        return []
    weights = np.array([len(line.text) for line in lines])
    sizes = np.array([line.size for line in lines])
    order = np.argsort(sizes)
    body = float(sizes[order][np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)])
    even = [replace(line, size=body) if body / _EVEN < line.size < body * _EVEN else line for line in lines]
    text = [line for line in even if line.size == body and not line.upright]
    even = [
        replace(line, size=body)
        if body < line.size < _UNEVEN * body and not line.upright and _follows_text(line, text)
        else line
        for line in even
    ]
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
    return aligned and _are_of_one_size(upper, lower) and -0.5 * em < b.top - a.bottom < 0.6 * em


def _of_one_size(group: Sequence[PrintedLine]) -> Iterable[PrintedLine]:
    size = median(line.size for line in group)
    return (replace(line, size=size) for line in group)


def _follows_text(line: PrintedLine, text: Sequence[PrintedLine]) -> bool:
    """Whether two lines of text are above a line in its column, all at the same distance."""
    first = _above(line, text)
    second = _above(first, text) if first is not None else None
    if first is None or second is None:
        return False
    step, before = _middle(line) - _middle(first), _middle(first) - _middle(second)
    return abs(step - before) < _SAME_STEP * before


def _above(line: PrintedLine, text: Iterable[PrintedLine]) -> PrintedLine | None:
    reach = 2.5 * line.size
    over = (
        other
        for other in text
        if 0.5 * other.size < _middle(line) - _middle(other) < reach
        and abs(other.box.left - line.box.left) < reach
    )
    return max(over, key=_middle, default=None)


def _columns_of_characters(pieces: Sequence[PrintedLine]) -> list[list[PrintedLine]]:
    """Single characters that stand below each other, at least three."""
    singles = [piece for piece in pieces if len(piece.text) == 1 and is_cjk(piece.text) and not piece.upright]
    columns: list[list[PrintedLine]] = []
    for character in sorted(singles, key=lambda piece: piece.box.top):
        for column in columns:
            if _stands_below(column[-1], character):
                column.append(character)
                break
        else:
            columns.append([character])
    return [column for column in columns if len(column) >= _FEWEST_CHARACTERS]


def _stands_below(upper: PrintedLine, lower: PrintedLine) -> bool:
    side = max(_height(upper), _height(lower))
    centres = abs(upper.box.left + upper.box.right - lower.box.left - lower.box.right) / 2
    return centres < 0.4 * side and 0.5 * side < _middle(lower) - _middle(upper) < 1.9 * side


def _upright_line(column: Sequence[PrintedLine]) -> PrintedLine:
    boxes = [character.box for character in column]
    box = Rect(
        min(b.left for b in boxes), boxes[0].top, max(b.right for b in boxes), max(b.bottom for b in boxes)
    )
    text = "".join(character.text for character in column)
    size = median(character.size for character in column)
    confidence = min(character.confidence for character in column)
    return PrintedLine(text, box, size, upright=True, confidence=confidence)


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
