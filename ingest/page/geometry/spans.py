"""How far each headline reaches: the width of what it heads, which may be far more than its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.page.geometry.blocks import Segment, Title
from ingest.page.geometry.boxes import around, height, overlap_y, width
from ingest.page.geometry.stacks import Surroundings
from ingest.page.printed import Rect

_ALIGNED = 0.6  # em; the most between two left sides that are one
_CENTRED = 1.5  # em; the same of the sides of columns that a title is centred over


def find_spans(titles: Sequence[Title], segments: Sequence[Segment], page: Surroundings) -> dict[Title, Rect]:
    """The box of each title, or the band that it is printed on, with the empty space at its sides."""
    spans = _Spans(titles, segments, page)
    for title in sorted(titles, key=lambda title: not spans.is_centred_over_columns(title)):
        spans.found[title] = spans.of(title)  # what is clearly centred says how far its neighbours reach
    return spans.found


class _Spans:
    """Finds the spans of a page's titles; `found` has their boxes until they are known."""

    def __init__(self, titles: Sequence[Title], segments: Sequence[Segment], page: Surroundings) -> None:
        self._titles, self._segments, self._page = titles, segments, page
        self.found = {title: title.extent for title in titles}

    def of(self, title: Title) -> Rect:
        """The span of a title.

        The space is up to other things, rules or the panel's sides. What begins where a column of text does has none at its
        left; anything else is taken to be centred, with as much at either side; what may be both has all of it.
        """
        if title.upright:
            return title.extent
        centred = self._centred(title)
        if not self._begins_column(title):
            return centred
        left = centred.left if self._fits_columns(centred, title) else title.extent.left
        return replace(centred, left=left, right=self._free_space(title)[1])

    def is_centred_over_columns(self, title: Title) -> bool:
        """Whether a title is in the middle of columns that are together clearly wider than it."""
        centred = self._centred(title)
        wider = width(centred) > width(title.extent) + title.size
        return not title.upright and wider and self._fits_columns(centred, title)

    def _centred(self, title: Title) -> Rect:
        box, (left, right) = title.extent, self._free_space(title)
        middle = (box.left + box.right) / 2
        half = min(middle - left, right - middle)
        return replace(box, left=middle - half, right=middle + half)

    def _fits_columns(self, box: Rect, title: Title) -> bool:
        """Whether columns of text further down begin and end where a box does."""
        under = self._under(title)
        return any(abs(s.box.left - box.left) < _CENTRED * s.size for s in under) and any(
            abs(s.box.right - box.right) < _CENTRED * s.size for s in under
        )

    def _begins_column(self, title: Title) -> bool:
        """Whether a title begins where a column of text further down does."""
        left = title.extent.left
        return any(abs(s.box.left - left) < _ALIGNED * s.size for s in self._under(title))

    def _under(self, title: Title) -> list[Segment]:
        return [segment for segment in self._segments if segment.box.top >= title.extent.top]

    def _free_space(self, title: Title) -> tuple[float, float]:
        """The sides of the empty space beside a title."""
        box = title.extent
        inner = replace(box, top=box.top + 0.2 * height(box), bottom=box.bottom - 0.2 * height(box))
        boxes = [s.box for s in self._segments] + [self.found[t] for t in self._titles if t is not title]
        outer = self._page.panels[title.panel] if title.panel >= 0 else around([box, *boxes])
        left, right = outer.left, outer.right
        for other in (*boxes, *self._page.pictures, *self._page.upright, *self._page.panels):
            if overlap_y(other, inner) > 0:
                if other.right <= box.left + 2:
                    left = max(left, other.right)
                elif other.left >= box.right - 2:
                    right = min(right, other.left)
        return left, right
