"""Arithmetic of rectangles on a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ingest.page.printed import Rect


def width(box: Rect) -> float:
    return box.right - box.left


def height(box: Rect) -> float:
    return box.bottom - box.top


def around(boxes: Iterable[Rect]) -> Rect:
    """The smallest rectangle around at least one rectangle."""
    all_boxes = list(boxes)
    return Rect(
        min(box.left for box in all_boxes),
        min(box.top for box in all_boxes),
        max(box.right for box in all_boxes),
        max(box.bottom for box in all_boxes),
    )


def part_of(box: Rect, start: float, end: float, *, upright: bool) -> Rect:
    """The part of a line's box between two fractions of its length."""
    if upright:
        return replace(box, top=box.top + start * height(box), bottom=box.top + end * height(box))
    return replace(box, left=box.left + start * width(box), right=box.left + end * width(box))


def overlap_x(a: Rect, b: Rect) -> float:
    """How much of the width two rectangles share; negative if there is a gap between them."""
    return min(a.right, b.right) - max(a.left, b.left)


def overlap_y(a: Rect, b: Rect) -> float:
    """How much of the height two rectangles share; negative if there is a gap between them."""
    return min(a.bottom, b.bottom) - max(a.top, b.top)


def share_x(a: Rect, b: Rect) -> float:
    """The part of the narrower one's width that is above, in or below the other."""
    return overlap_x(a, b) / max(1e-6, min(width(a), width(b)))


def share_y(a: Rect, b: Rect) -> float:
    """The part of the lower one's height that is beside the other."""
    return overlap_y(a, b) / max(1e-6, min(height(a), height(b)))


def inside(box: Rect, outer: Rect, slack: float = 2.0) -> bool:
    """Whether a rectangle lies in another."""
    return (
        box.left >= outer.left - slack
        and box.right <= outer.right + slack
        and box.top >= outer.top - slack
        and box.bottom <= outer.bottom + slack
    )
