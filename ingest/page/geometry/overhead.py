"""What is above each segment of running text: a headline, other text or a rule; and how far a headline reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.page.geometry.blocks import Segment, Title
from ingest.page.geometry.boxes import height, overlap_x, share_x, width
from ingest.page.geometry.spans import find_spans
from ingest.page.geometry.stacks import Surroundings
from ingest.page.printed import Rect

_HEADLINE = 0.5  # the least strength of a title that heads all that is under it
_HEADING = 1.1  # times the size of the running text; a title up to it is a heading within an article
_SURE = 1.3  # from here on it is a headline
_FEWEST_BRIEFS = 2
_SAME_TEXT = 3.0  # em; a wider gap below other text may be the beginning of another article


@dataclass(frozen=True)
class Roof:
    """What is right above a segment in its column; at most one of the first three.

    Attributes:
        gap: points from it to the segment.
    """

    title: Title | None = None
    segment: Segment | None = None
    rule: bool = False
    gap: float = 0.0


class Overhead:
    """What is above each segment of a page.

    Attributes:
        strengths: of each title, from 0 (a heading within an article) to 1 (a headline).
        spans: of each title, its box with the empty space at its sides.
        roofs: of each segment.
        floors: of each segment and title the headline or text right below it; None if its column ends there.
        titles: of each segment those right above it, from the nearest: headings, and the headline above them.
        heads: of each segment the headline that it is under, directly or below other text; None if there is none.
        not_last, not_first: segments with another one of the same headline further down, or up, in their column.
    """

    def __init__(
        self, segments: Sequence[Segment], titles: Sequence[Title], page: Surroundings, usual: float
    ) -> None:
        """
        Args:
            usual: the size of the page's running text.
        """
        self._segments, self._titles, self._page, self._usual = segments, titles, page, usual
        self.strengths = {title: self._strength(title) for title in titles}
        self.spans = find_spans(titles, segments, page)
        self.roofs = {segment: self._roof(segment) for segment in segments}
        blocks: list[Segment | Title] = [*segments, *titles]
        self.floors = {above: self._floor(above) for above in blocks}
        self._tops = {title: self._roof(title).title for title in titles}
        for title in self._headlines_of_briefs():
            self.strengths[title] = _HEADLINE
        self.titles = {segment: self._titles_above(segment) for segment in segments}
        self.heads = {segment: self._head(segment) for segment in segments}
        self.not_last = {segment for segment in segments if self._passed(segment, below=True)}
        self.not_first = {segment for segment in segments if self._passed(segment, below=False)}

    def same_head(self, one: Segment, other: Segment) -> bool:
        """Whether two segments are under one headline."""
        return self.heads[one] is not None and self.heads[one] is self.heads[other]

    def flows(self, upper: Segment | Title, lower: Segment) -> bool:
        """Whether what is at the foot of one column may go on at the top of another: nothing is below it or above the other."""
        roof = self.roofs[lower]
        return self.floors[upper] is None and roof.title is None and roof.segment is None

    def ends_elsewhere(self, one: Segment, other: Segment) -> bool:
        """Whether headlines end two columns at different heights, so that no rectangle holds both."""
        a, b = self.floors[one], self.floors[other]
        if not isinstance(a, Title) or isinstance(b, Segment):
            return False
        if b is None:
            return other.box.bottom > a.box.top + one.size
        return a is not b and abs(a.box.top - b.box.top) > one.size

    def gap(self, upper: float, box: Rect) -> float:
        """Points from a height down to a box, without pictures and their captions."""
        pictures = [
            p
            for p in self._page.pictures
            if share_x(p, box) > 0.5 and upper - 4 <= p.top and p.bottom <= box.top + 4
        ]
        if not pictures:
            return box.top - upper
        return max(0.0, box.top - upper - sum(height(p) + 3 * self._usual for p in pictures))

    def _passed(self, segment: Segment, *, below: bool) -> bool:
        """Whether another segment of the same headline is further down (or up) in the same column."""
        head = self.heads[segment]
        return any(
            other is not segment
            and self.heads[other] is head
            and other.panel == segment.panel
            and share_x(other.box, segment.box) > 0.5
            and (other.box.top > segment.box.top) == below
            for other in self._segments
            if head is not None
        )

    def _strength(self, title: Title) -> float:
        if title.upright:
            return 1.0
        ratio = title.size / self._usual
        strength = min(1.0, max(0.0, (ratio - _HEADING) / (_SURE - _HEADING)))
        spanned = sum(
            share_x(title.box, s.box) > 0.5 and width(s.box) < 0.7 * width(title.box) for s in self._segments
        )
        return 1.0 if spanned >= 2 and ratio > _HEADING else strength

    def _headlines_of_briefs(self) -> Iterator[Title]:
        """Small headings that head articles of their own: several in a panel, the first of which has no text above it."""
        direct = {roof.title for roof in self.roofs.values()}
        for panel in range(len(self._page.panels)):
            small = [t for t in direct if t and t.panel == panel and self.strengths[t] < _HEADLINE]
            if len(small) < _FEWEST_BRIEFS:
                continue
            first = min(small, key=lambda title: (title.box.top, title.box.left))
            label = self._tops[first]
            above = self._text_above(first.box)
            in_text = above is not None and above.panel == panel
            if not in_text and (label is None or label not in direct):
                yield from small

    def _head(self, segment: Segment) -> Title | None:
        """The headline that a segment is under, directly or below other text without a rule between; None if there is none."""
        for _ in range(len(self._segments)):
            if titles := self.titles[segment]:
                if self.strengths[titles[-1]] >= _HEADLINE:
                    return titles[-1]
                above = self._text_above(titles[-1].box)
            else:
                roof = self.roofs[segment]
                above = roof.segment if roof.gap < _SAME_TEXT * segment.size else None
            if above is None:
                return None
            segment = above
        return None

    def _titles_above(self, segment: Segment) -> tuple[Title, ...]:
        """The title right above a segment; if it is a heading, also the headline above it that heads a column of text beside."""
        title = self.roofs[segment].title
        if title is None:
            return ()
        top = self._tops[title]
        if self.strengths[title] >= _HEADLINE or top is None or self.strengths[top] < _HEADLINE:
            return (title,)
        return (title, top) if any(roof.title is top for roof in self.roofs.values()) else (title,)

    def _text_above(self, box: Rect) -> Segment | None:
        """The segment right above a heading."""
        over = [s for s in self._segments if _is_above(s.box, box)]
        return max(over, key=lambda s: s.box.bottom, default=None)

    def _floor(self, above: Segment | Title) -> Title | Segment | None:
        """The nearest headline or text below a text or headline; None if its column ends there."""
        box = above.box if isinstance(above, Segment) else self.spans[above]
        others: list[Title | Segment] = [*self._titles, *self._segments]
        below = [
            other
            for other in others
            if other is not above
            and (other.panel == above.panel or above.panel == -1)
            and _is_above(box, other.box)
        ]
        return min(below, key=lambda other: other.box.top, default=None)

    def _roof(self, below: Segment | Title) -> Roof:
        """The nearest thing above a text or heading; pictures, and rules right below a headline, do not count."""
        box = below.box
        titles = [
            t for t in self._titles if t is not below and (t.panel in (below.panel, -1) or below.panel == -1)
        ]
        above = [(t.box.bottom, Roof(title=t)) for t in titles if _is_above(t.box, box)]
        above += [
            (s.box.bottom, Roof(segment=s))
            for s in self._segments
            if s is not below and _is_above(s.box, box)
        ]
        bottom, nearest = max(above, key=lambda pair: pair[0], default=(0.0, Roof()))
        spanning = [t for t in titles if bottom <= t.box.top and _is_above(self.spans[t], box)]
        if spanning:
            title = max(spanning, key=lambda t: t.box.bottom)
            bottom, nearest = title.box.bottom, Roof(title=title)
        rule = max(
            (
                r.bottom
                for r in self._page.level
                if bottom - 2 < r.bottom <= box.top + 2 and overlap_x(r, box) > 0.5 * width(box)
            ),
            default=None,
        )
        over = nearest.title
        if rule is None or (over is not None and rule - over.box.bottom < 1.5 * over.size):
            return replace(nearest, gap=self.gap(bottom, box))
        return Roof(rule=True, gap=box.top - rule)


def _is_above(upper: Rect, lower: Rect) -> bool:
    return upper.bottom <= lower.top + 4 and overlap_x(upper, lower) > 0.3 * min(width(upper), width(lower))
