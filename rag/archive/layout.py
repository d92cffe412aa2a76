"""`Layout`: where on the pages of a source file its text is printed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: pages count from 0; the sides are fractions of the page's width and height, from top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A printed line, or a block of them, that is ``[start, end)`` of the source text, in code points.

    Attributes:
        confidence: of the text recognition, from 0 to 1; 1 if the text is the file's own.
    """

    start: int
    end: int
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of all lines of a source text.

    Attributes:
        lines: in the order of the text, without overlap.
        pictures: of each page, the name in `SourceFile.beside` of its picture; empty if it has none.
    """

    lines: tuple[PlacedLine, ...]
    pictures: tuple[str, ...]

    def boxes(self, ranges: Iterable[tuple[int, int]]) -> list[Box]:
        """Where ranges of the source text are printed, a box for each line; of a line that is partly in a range, the part."""
        return [box for start, end in ranges for line in self.lines for box in _part(line, start, end)]

    def outline(self, ranges: Iterable[tuple[int, int]]) -> list[Box]:
        """The boxes of whole lines; those that lie below each other in one column are joined."""
        touched = [
            line.box
            for line in self.lines
            if any(line.start < end and start < line.end for start, end in ranges)
        ]
        return _joined(touched)

    def to_json(self) -> bytes:
        lines = [[p.start, p.end, *_sides(p.box), round(p.confidence, 3)] for p in self.lines]
        return json.dumps({"lines": lines, "pictures": self.pictures}, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Layout:
        kept = json.loads(data)
        lines = tuple(
            PlacedLine(start, end, Box(*sides), confidence)
            for start, end, *sides, confidence in kept["lines"]
        )
        return cls(lines, tuple(kept["pictures"]))


def _sides(box: Box) -> tuple[float, ...]:
    return (box.page, *(round(side, 5) for side in (box.left, box.top, box.right, box.bottom)))


def _part(line: PlacedLine, start: int, end: int) -> Iterator[Box]:
    """The part of a line's box that a range takes up, as if all of its characters were equally long."""
    first, last = max(start, line.start), min(end, line.end)
    if first >= last:
        return
    box, length = line.box, line.end - line.start
    a, b = (first - line.start) / length, (last - line.start) / length
    if box.bottom - box.top > 2 * (box.right - box.left):  # upright text
        height = box.bottom - box.top
        yield Box(box.page, box.left, box.top + a * height, box.right, box.top + b * height)
    else:
        width = box.right - box.left
        yield Box(box.page, box.left + a * width, box.top, box.left + b * width, box.bottom)


def _joined(boxes: Sequence[Box]) -> list[Box]:
    joined: list[Box] = []
    for box in boxes:
        above = joined[-1] if joined else None
        if above and above.page == box.page and _is_below(box, above):
            joined[-1] = Box(
                box.page,
                min(above.left, box.left),
                above.top,
                max(above.right, box.right),
                max(above.bottom, box.bottom),
            )
        else:
            joined.append(box)
    return joined


def _is_below(box: Box, above: Box) -> bool:
    overlap = min(box.right, above.right) - max(box.left, above.left)
    narrower = min(box.right - box.left, above.right - above.left)
    gap = box.top - above.bottom
    return overlap > 0.5 * narrower and -0.005 <= gap <= 2.5 * (box.bottom - box.top)
