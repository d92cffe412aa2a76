"""Panels: frames made of four rules, and tints. What is printed in one is set apart from the rest of the page."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.page.geometry.boxes import height, inside, width
from ingest.page.printed import PrintedPage, Rect

MOST_RULES = 400  # of a kind; a page with more has a drawing or a large table
_SAME_PLACE = 4.0  # points between the ends of two rules that meet
_SMALLEST = 10.0  # points
_WHOLE_PAGE = 0.85  # of the page's width and height; a larger panel is its border


def find_panels(page: PrintedPage) -> list[Rect]:
    """The panels of a page, the smallest first."""
    panels: list[Rect] = []
    for panel in (*_frames(page.rules), *page.tints):
        if min(width(panel), height(panel)) < _SMALLEST:
            continue
        if width(panel) > _WHOLE_PAGE * page.width and height(panel) > _WHOLE_PAGE * page.height:
            continue
        if not any(inside(panel, known, 6) and inside(known, panel, 6) for known in panels):
            panels.append(panel)
    return sorted(panels, key=lambda panel: width(panel) * height(panel))


def panel_of(box: Rect, panels: Sequence[Rect]) -> int:
    """The index of the smallest panel that a box lies in; -1 if it lies in none."""
    return next((i for i, panel in enumerate(panels) if inside(box, panel, 4)), -1)


def level_rules(rules: Sequence[Rect]) -> list[Rect]:
    """The rules from left to right."""
    return [rule for rule in rules if width(rule) >= height(rule)][:MOST_RULES]


def upright_rules(rules: Sequence[Rect]) -> list[Rect]:
    """The rules from top to bottom."""
    return [rule for rule in rules if height(rule) > width(rule)][:MOST_RULES]


def _frames(rules: Sequence[Rect]) -> list[Rect]:
    """Rectangles of which all four sides are rules that end at the corners."""
    level, upright = level_rules(rules), sorted(upright_rules(rules), key=lambda rule: rule.left)
    frames: list[Rect] = []
    for i, left in enumerate(upright):
        for right in upright[i + 1 :]:
            if (
                right.left - left.left >= _SMALLEST
                and abs(left.top - right.top) <= _SAME_PLACE
                and abs(left.bottom - right.bottom) <= _SAME_PLACE
            ):
                frame = Rect(left.left, left.top, right.right, left.bottom)
                if all(any(_is_side(rule, frame, y) for rule in level) for y in (frame.top, frame.bottom)):
                    frames.append(frame)
    return frames


def _is_side(rule: Rect, frame: Rect, y: float) -> bool:
    middle = (rule.top + rule.bottom) / 2
    return (
        abs(middle - y) <= _SAME_PLACE
        and abs(rule.left - frame.left) <= _SAME_PLACE
        and abs(rule.right - frame.right) <= _SAME_PLACE
    )
