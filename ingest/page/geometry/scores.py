"""Scores how well a segment of running text follows a headline, another segment, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.page.geometry.blocks import Blocks, Segment, Title
from ingest.page.geometry.boxes import height, overlap_x, overlap_y, share_x, width
from ingest.page.geometry.overhead import Overhead
from ingest.page.geometry.stacks import Surroundings
from ingest.page.words import PageWords, body_words

NEVER = -1000.0

_NO_HEADLINE = -1.5  # for text without anything before it
_WORDS = 0.3  # for each character of a headline whose words are all in the text
_BY_CHANCE = 0.22  # the affinity of a headline with a text that it does not belong to
_LONGEST = 24  # characters of a headline that count as evidence
_LEAST_WEIGHT = 0.3  # of place and words of a title that is as small as the text
_FARTHEST_UPRIGHT = 10.0  # em between an upright headline, in the middle of its column, and its text
_FARTHEST_BELOW = 10.0  # em between a text and its headline below it
_WIDEST_GUTTER = 4.0  # em
_FARTHEST = 3.0  # widths of a column; text goes on in the next one, or beyond a picture


class LinkScores:
    """The scores of a page's links."""

    def __init__(self, blocks: Blocks, page: Surroundings, overhead: Overhead) -> None:
        self._segments, self._page, self._overhead = blocks.segments, page, overhead
        self._words = PageWords([segment.text] for segment in blocks.segments)
        self._bodies = {segment: body_words([segment.text]) for segment in blocks.segments}
        self._indents = _indents(blocks.segments)
        boxes = [(s.box.left, s.box.top, s.box.right, s.box.bottom) for s in blocks.segments]
        self._sides = np.array(boxes).T

    def beginning(self, segment: Segment) -> float:
        """Score of a segment that begins an article without a headline."""
        if segment.rows[0].line.is_rest:
            return 0.0
        score = _NO_HEADLINE
        if segment.rows[0].line.is_dispatch:
            score += 1.0
        if self._indents and segment.begins_inside:
            score -= 3.0
        roof = self._overhead.roofs[segment]
        if roof.title is not None:
            score -= 2.0 * self._overhead.strengths[roof.title]
        return score

    def heading(self, title: Title, segment: Segment) -> float:
        """Score of a headline for a segment as its article's first."""
        place = self._heading_place(title, segment)
        if place == NEVER:
            return NEVER
        length = min(sum(char.isalnum() for char in title.text), _LONGEST) * (
            0.4 if title.text.isascii() else 1.0
        )
        strength = self._overhead.strengths[title]
        words = _WORDS * length * (self._words.affinity(title.text, self._bodies[segment]) - _BY_CHANCE)
        score = (place + words) * (_LEAST_WEIGHT + (1 - _LEAST_WEIGHT) * strength) + 2.5 * strength - 1.0
        if segment.rows[0].line.is_dispatch:
            score += 1.0
        if self._indents and segment.begins_inside:
            score -= 3.0
        if segment.rows[0].line.is_rest and overlap_x(title.box, segment.box) <= 0 and not title.upright:
            score -= 4.0
        if title.panel != segment.panel:
            score -= 3.0 if segment.panel >= 0 else 1.0
        return score

    def _heading_place(self, title: Title, segment: Segment) -> float:
        """How well a headline's place fits a segment: above, beside or below it."""
        head, box, em = title.box, segment.box, segment.size
        below, reach = box.top - head.bottom, max(3.0 * em, 1.2 * title.size)
        if below >= -0.6 * em and overlap_x(self._overhead.spans[title], box) > 0.15 * min(
            width(head), width(box)
        ):
            if title not in self._overhead.titles[segment]:
                return NEVER
            earlier = self._columns_under(title, left_of=segment)
            return 2.0 - 0.15 * max(0.0, below - reach) / em - 1.5 * earlier
        if overlap_y(head, box) > 0.3 * min(height(head), height(box)):
            return self._beside(title, segment)
        above = head.top - box.bottom
        if above >= -0.6 * em and self._is_in_next_column(title, segment):
            return 0.5
        if above >= -0.6 * em and overlap_x(head, box) > 0:
            blocked = above > _FARTHEST_BELOW * em or any(
                other is not segment
                and share_x(other.box, box) > 0.3
                and box.bottom <= other.box.top < head.top
                for other in self._segments
            )
            return -6.0 if blocked else -0.5 - 0.15 * max(0.0, above - reach) / em
        return NEVER

    def _is_in_next_column(self, title: Title, segment: Segment) -> bool:
        """Whether a headline stands at the foot of a column, and text without one at the top of the next."""
        head, box, em = title.extent, segment.box, segment.size
        near = head.right - em <= box.left <= head.left + width(box) + _WIDEST_GUTTER * em
        return near and not title.upright and self._overhead.flows(title, segment)

    def _beside(self, title: Title, segment: Segment) -> float:
        """How well a headline fits a segment beside it; the first column is the one at the headline's side or left of all."""
        head, box, em = title.extent, segment.box, segment.size
        right, gap = box.left >= head.right - em, max(box.left - head.right, head.left - box.right)
        far = _FARTHEST_UPRIGHT * em if title.upright else 2.5 * max(em, 0.6 * title.size)
        if right and gap > far:
            return NEVER
        pair = (head, box) if right else (box, head)
        score = 1.2 if title.upright else 0.8
        score -= 1.5 if self._page.rule_beside(*pair) else 0.0
        score -= 0.05 * max(0.0, abs(box.top - head.top) / em - 1.5)
        if not right:
            first = not any(
                other.box.right <= box.left + em
                and overlap_y(other.box, head) > 0
                and other.panel == segment.panel
                and box.left - other.box.right < 4 * em
                for other in self._segments
            )
            score -= 0.3 + (0.0 if first else 0.8) + 0.03 * max(0.0, gap / em)
        return score

    def _columns_under(self, title: Title, *, left_of: Segment) -> int:
        """How many segments further left have the headline right above them."""
        return sum(
            1
            for other in self._segments
            if title in self._overhead.titles[other] and other.box.right <= left_of.box.left + other.size
        )

    def continuation(self, upper: Segment, lower: Segment) -> float:
        """Score of a segment that goes on with another."""
        if upper.panel != lower.panel or not 0.9 < upper.size / lower.size < 1.1:
            return NEVER
        place = self._continuation_place(upper, lower)
        return place if place == NEVER else place + self._flow(upper, lower)

    def _flow(self, upper: Segment, lower: Segment) -> float:
        """Whether the words go on, by sentence, indent, dispatch line and byline."""
        score = 0.0
        if upper.ends_open:
            score += 2.0 if upper.ends_full else 0.3
        inside = self._indents and lower.begins_inside
        if inside:
            score += 1.5 if upper.ends_full else -3.0
        elif self._indents and upper.ends_open and upper.ends_full:
            score -= 4.0
        if lower.rows[0].line.is_dispatch:
            score -= 5.0
        if upper.rows[-1].line.is_byline or upper.closes:
            score -= 3.0
        if upper.rows[-1].line.breaks_off or lower.rows[0].line.is_rest:
            score -= 8.0
        return score - 2.0 * min(
            1.0, abs((upper.right - upper.left) - (lower.right - lower.left)) / (8 * upper.size)
        )

    def _continuation_place(self, upper: Segment, lower: Segment) -> float:
        a, b, em = upper.box, lower.box, upper.size
        if share_x(a, b) > 0.5 and b.top >= a.bottom - em:
            return self._below(upper, lower)
        if b.left - a.right > _FARTHEST * max(width(a), width(b)):
            return NEVER
        if b.left >= a.right - 0.5 * em:
            return self._next_column(upper, lower)
        if b.right <= a.left + 0.5 * em and b.top >= a.bottom - em:
            return -1.5 - 0.02 * (b.top - a.bottom) / em  # back to the left, below what is across the columns
        return NEVER

    def _below(self, upper: Segment, lower: Segment) -> float:
        em = upper.size
        roof = self._overhead.roofs[lower]
        gap = self._overhead.gap(upper.box.bottom, lower.box) / em
        score = 1.2 - 0.08 * max(0.0, gap - 2)
        if roof.title is not None:
            score -= 0.5 + 5.0 * self._overhead.strengths[roof.title]
        elif roof.segment is not upper:
            score -= 4.0
        if self._overhead.same_head(upper, lower):
            score += 1.0
        if self._page.rule_between(upper.box, lower.box):
            score -= 2.5
        return score

    def _next_column(self, upper: Segment, lower: Segment) -> float:
        a, b, em = upper.box, lower.box, upper.size
        gap = (b.left - a.right) / em
        score = 0.8 - 0.1 * max(0.0, gap - 3)
        first, second = self._overhead.roofs[upper], self._overhead.roofs[lower]
        flows = b.bottom <= a.top + em and self._overhead.flows(upper, lower)
        if self._overhead.same_head(upper, lower):
            score += 2.0
        elif self._overhead.ends_elsewhere(upper, lower):
            score -= 1.0
        elif self._rises_beside(upper, lower):
            score += 1.2
        elif flows:
            score += 0.5
        elif second.title is not None:
            score -= 0.5 + 3.0 * self._overhead.strengths[second.title] * (share_x(second.title.box, a) < 0.3)
        elif second.segment is not None or second.rule:
            score -= 0.7
        if first.title is None and second.title is None and abs(a.top - b.top) < 1.5 * em:
            score += 1.0
        if self._page.rule_beside(a, b):
            score -= 0.6
        if b.top >= a.bottom - em:
            score -= 2.5 + 2.0 * any(
                a.bottom - em <= r.top <= b.top + em and overlap_x(r, b) > 0.5 * width(b)
                for r in self._page.level
            )
        elif b.bottom <= a.top + em and not flows:
            score -= 1.5
        score -= 1.2 * self._between(upper, lower)
        return score - 2.0 * ((upper in self._overhead.not_last) + (lower in self._overhead.not_first))

    def _rises_beside(self, upper: Segment, lower: Segment) -> bool:
        """Whether text begins beside the headline of the column before, at its height."""
        title = self._overhead.heads[upper]
        return (
            title is not None
            and lower.box.left >= title.box.right - lower.size
            and abs(lower.box.top - title.box.top) < 1.5 * lower.size
        )

    def _between(self, left: Segment, right: Segment) -> int:
        """How many segments lie between two columns, in the height where the second begins."""
        lefts, tops, rights, bottoms = self._sides
        y = right.box.top + 2 * right.size
        level = (tops <= y) & (y <= bottoms)
        inside = (lefts >= left.box.right - left.size) & (rights <= right.box.left + right.size)
        return int(np.count_nonzero(level & inside))


def _indents(segments: Sequence[Segment]) -> bool:
    """Whether new paragraphs begin with an indent: after most rows that end a sentence before the column's end, one does."""
    indented = flush = 0
    for segment in segments:
        for before, after in zip(segment.rows, segment.rows[1:], strict=False):
            if before.line.ends_sentence and before.box.right < segment.right - 1.5 * segment.size:
                indented += segment.indent(after) >= 0.6
                flush += segment.indent(after) < 0.6
    if indented + flush == 0:
        return any(segment.indent(segment.rows[0]) >= 0.6 for segment in segments)
    return indented >= flush
