"""`Layout`: where on the pages of a source file its text is printed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_ALIKE = 1.3  # ratio of the heights of lines of one size; recognised ones differ a little


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
    """A printed line that is ``[start, end)`` of the source text, in code points; or a whole article, of an e-paper.

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
        areas: where articles are printed of which the places of single lines are not known.
    """

    lines: tuple[PlacedLine, ...]
    pictures: tuple[str, ...]
    areas: tuple[PlacedLine, ...] = ()

    def boxes(self, ranges: Iterable[tuple[int, int]]) -> list[Box]:
        """Where ranges of the source text are printed, a box for each line; of a line that is partly in a range, the part."""
        return [box for start, end in ranges for line in self.lines for box in _part(line, start, end)]

    def outline(self, ranges: Iterable[tuple[int, int]]) -> list[Box]:
        """The boxes of whole lines and areas; those that lie below each other in one column are joined."""
        touched = [
            line.box
            for line in (*self.lines, *self.areas)
            if any(line.start < end and start < line.end for start, end in ranges)
        ]
        return _joined(touched)

    def to_json(self) -> bytes:
        kept = {"lines": _listed(self.lines), "pictures": self.pictures, "areas": _listed(self.areas)}
        return json.dumps(kept, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Layout:
        kept = json.loads(data)
        return cls(_placed(kept["lines"]), tuple(kept["pictures"]), _placed(kept.get("areas", ())))


def _listed(lines: Iterable[PlacedLine]) -> list[list[float]]:
    return [[line.start, line.end, *_sides(line.box), round(line.confidence, 3)] for line in lines]


def _placed(listed: Iterable[Any]) -> tuple[PlacedLine, ...]:
    return tuple(PlacedLine(start, end, Box(*sides), confidence) for start, end, *sides, confidence in listed)


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
    for before, box in zip([None, *boxes], boxes, strict=False):
        above = joined[-1] if joined else None
        if before and above and above.page == box.page and _is_below(box, above) and _are_alike(before, box):
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


def _are_alike(one: Box, other: Box) -> bool:
    """Whether two lines are about equally high. A headline is not joined to a column below it, which may be narrower."""
    heights = sorted((one.bottom - one.top, other.bottom - other.top))
    return heights[1] <= _ALIKE * heights[0]
