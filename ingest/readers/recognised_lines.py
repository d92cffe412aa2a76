"""Puts recognised pieces of lines together.

Where words are far apart, or characters stand below each other, text recognition finds several boxes. A gap between two pieces
is within a line if the line above or below goes on across it; between two columns, all lines have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from statistics import median

from ingest.clean import is_cjk, is_wide_punctuation
from ingest.page.printed import PrintedLine, Rect

_FEWEST_CHARACTERS = 3
_SAME_SIZE = 1.25  # ratio
_SAME_LINE = 0.6  # of the lower one's height
_TOUCHING = 0.2  # em
_HEADLINE_REACH, _MOST_NEAR = (
    6.0,
    8,
)  # em up and down from a piece, and the pieces of a headline that are there
_BESIDE_MARK = 0.6  # em; the blank half of a wide punctuation mark
_OVERLAP, _WIDEST = 1.2, 6.0  # em between two pieces
_NEXT_LINE = (0.6, 2.2)  # heights from the middle of a line to that of the next
_COLUMN = 4.0  # em; where a line ends or begins that is farther from a gap, says nothing about it
_MOST_GAPS = 3  # lines above and below with a gap at the same place; more are two columns
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
    return centres < 0.4 * side and 0.5 * side < middle_of([lower]) - middle_of([upper]) < 1.9 * side


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
        if before is not None and _are_of_one_line(before, piece, pieces):
            lines[lines.index(before)] = _joined(before, piece)
        else:
            lines.append(piece)
    return lines


def _before(piece: PrintedLine, lines: Iterable[PrintedLine]) -> PrintedLine | None:
    """The nearest line that a piece is right of."""
    near = [
        line
        for line in lines
        if are_of_one_size(line, piece)
        and -_OVERLAP * piece.size <= piece.box.left - line.box.right <= _WIDEST * piece.size
        and _overlap(line.box, piece.box) >= _SAME_LINE * min(_height(line), _height(piece))
    ]
    return max(near, key=lambda line: line.box.right, default=None)


def _are_of_one_line(left: PrintedLine, right: PrintedLine, lines: Sequence[PrintedLine]) -> bool:
    """Whether two pieces belong together.

    Pieces of Latin words do if the line above or below goes on across the gap, and only few of them have one there as well, by
    chance. Chinese has gaps in a line only at wide punctuation marks, which matters in headlines.
    """
    gap = (right.box.left - left.box.right) / right.size
    if gap < 0:
        return True
    if is_cjk(left.text[-1]) or is_cjk(right.text[0]) or _is_marked(left, right):
        return gap < (_BESIDE_MARK if _is_marked(left, right) else _TOUCHING) and _is_alone(
            left, right, lines
        )
    gaps, bridged = 0, False
    alike = [
        line
        for line in lines
        if are_of_one_size(line, right)
        and line.box.right > left.box.left + right.size
        and line.box.left < right.box.right - right.size
    ]
    for side in (-1, 1):
        row = [right]
        while (row := _next_row(middle_of(row), side, _height(right), alike)) and gaps <= _MOST_GAPS:
            if _bridges(row, left, right):
                bridged = True
                break
            gaps += _has_gap(row, left, right)
    return bridged and gaps <= _MOST_GAPS


def _is_marked(left: PrintedLine, right: PrintedLine) -> bool:
    return is_wide_punctuation(left.text[-1]) or is_wide_punctuation(right.text[0])


def _is_alone(left: PrintedLine, right: PrintedLine, lines: Iterable[PrintedLine]) -> bool:
    """Whether few lines of the size of two pieces are near them, as of a headline."""
    reach = _HEADLINE_REACH * right.size
    near = [
        line
        for line in lines
        if are_of_one_size(line, right)
        and abs(middle_of([line]) - middle_of([right])) < reach
        and line.box.right > left.box.left
        and line.box.left < right.box.right
    ]
    return len(near) <= _MOST_NEAR


def _next_row(middle: float, side: int, height: float, lines: Iterable[PrintedLine]) -> list[PrintedLine]:
    """The lines in the row above (`side` -1) or below (1) a height; they may be of several columns."""
    nearest, farthest = _NEXT_LINE
    near = [
        line for line in lines if nearest * height <= side * (middle_of([line]) - middle) <= farthest * height
    ]
    if not near:
        return []
    first = min(side * middle_of([line]) for line in near)
    return [line for line in near if side * middle_of([line]) - first < 0.5 * height]


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


def are_of_one_size(one: PrintedLine, other: PrintedLine) -> bool:
    return max(one.size, other.size) <= _SAME_SIZE * min(one.size, other.size)


def _overlap(a: Rect, b: Rect) -> float:
    return min(a.bottom, b.bottom) - max(a.top, b.top)


def _height(line: PrintedLine) -> float:
    return line.box.bottom - line.box.top


def middle_of(row: Sequence[PrintedLine]) -> float:
    """The height of the middle of lines beside each other."""
    return sum(line.box.top + line.box.bottom for line in row) / 2 / len(row)
