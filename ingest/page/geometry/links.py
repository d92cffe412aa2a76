"""Decides which running text each headline heads, and in which column it goes on: for the whole page at once.

Each segment of running text has exactly one thing before it: a headline, the segment that it continues, or nothing. Each
headline and each segment has at most one after it. Every such link has a score, from the place of the two (below each other,
in the next column, under one headline), from what is between them, from their words, and from whether a sentence goes on. The
links with the highest total are an assignment problem (`matching`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ingest.page.geometry.blocks import Blocks, Segment, Title
from ingest.page.geometry.boxes import height, overlap_x, overlap_y, share_x, width
from ingest.page.geometry.matching import best_assignment
from ingest.page.geometry.stacks import Stack, Surroundings
from ingest.page.printed import Rect
from ingest.page.words import PageWords, body_words

MOST_BLOCKS = 1500  # of one page; with more it is no newspaper page

_NEVER = -1000.0
_NO_HEADLINE = -1.5  # for text without anything before it
_WORDS = 0.3  # for each character of a headline whose words are all in the text
_BY_CHANCE = 0.22  # the affinity of a headline with a text that it does not belong to
_HEADLINE = 0.5  # the least strength of a title that heads all that is under it
_SAME_TEXT = 3.0  # em; a wider gap below other text may be the beginning of another article
_LONGEST = 24  # characters of a headline that count as evidence


@dataclass(eq=False)
class Chain:
    """An article in the making: what heads it, its running text in reading order, and headings within it."""

    title: Title | None
    segments: list[Segment]
    inner: dict[Segment, Title] = field(default_factory=dict)
    """Headings above a segment that goes on with the article."""
    byline: Stack | None = None
    """The reporter's name, if it is printed on its own."""


@dataclass(frozen=True)
class _Roof:
    """What is right above a segment in its column."""

    title: Title | None = None
    segment: Segment | None = None
    rule: bool = False
    gap: float = 0.0
    """Points from it to the segment."""


class Linker:
    """The links of one page."""

    def __init__(self, blocks: Blocks, page: Surroundings, usual: float) -> None:
        """
        Args:
            usual: the size of the page's running text.
        """
        self._segments, self._titles, self._page, self._usual = blocks.segments, blocks.titles, page, usual
        self._words = PageWords([s.text] for s in self._segments)
        self._bodies = {segment: body_words([segment.text]) for segment in self._segments}
        self._indents = _indents(self._segments)
        self._strengths = {title: self._strength(title) for title in self._titles}
        self._spans = {title: self._span(title) for title in self._titles}
        self._roofs = {segment: self._roof(segment) for segment in self._segments}
        self._heads = {segment: self._head(segment) for segment in self._segments}

    def chains(self) -> list[Chain]:
        """The articles, each with its running text in reading order."""
        if not self._segments:
            return []
        before = self._best_links()
        after = {b: s for s, b in before.items() if isinstance(b, Segment)}
        chains: list[Chain] = []
        for segment in self._segments:
            head = before[segment]
            if isinstance(head, Segment):
                continue
            chain = Chain(head, [segment])
            while (following := after.get(chain.segments[-1])) is not None:
                chain.segments.append(following)
                roof = self._roofs[following].title
                if roof is not None and all(roof is not b for b in before.values()):
                    chain.inner[following] = roof
            chains.append(chain)
        return chains

    def _best_links(self) -> dict[Segment, Segment | Title | None]:
        heads: list[Segment | Title] = [*self._segments, *self._titles]
        count = len(self._segments)
        scores = np.full((count, len(heads) + count), _NEVER)
        for row, segment in enumerate(self._segments):
            for column, head in enumerate(heads):
                if isinstance(head, Title):
                    scores[row, column] = self._heading(head, segment)
                elif head is not segment:
                    scores[row, column] = self._continuation(head, segment)
            scores[row, len(heads) + row] = self._beginning(segment)
        return self._without_cycles(
            {
                segment: heads[column] if column < len(heads) else None
                for segment, column in zip(self._segments, best_assignment(scores), strict=True)
            }
        )

    def _without_cycles(
        self, before: dict[Segment, Segment | Title | None]
    ) -> dict[Segment, Segment | Title | None]:
        for segment in self._segments:
            seen: set[int] = set()
            at: Segment | Title | None = segment
            while isinstance(at, Segment) and id(at) not in seen:
                seen.add(id(at))
                at = before[at]
            if isinstance(at, Segment):
                before[
                    min((s for s in self._segments if id(s) in seen), key=lambda s: (s.box.left, s.box.top))
                ] = None
        return before

    # --- scores ---

    def _beginning(self, segment: Segment) -> float:
        """Score of a segment that begins an article without a headline."""
        score = _NO_HEADLINE
        if segment.rows[0].line.is_dispatch:
            score += 1.0
        if self._indents and segment.begins_inside:
            score -= 3.0
        roof = self._roofs[segment]
        if roof.title is not None:
            score -= 2.0 * self._strengths[roof.title]
        return score

    def _heading(self, title: Title, segment: Segment) -> float:
        """Score of a headline for a segment as its article's first."""
        place = self._heading_place(title, segment)
        if place == _NEVER:
            return _NEVER
        length = min(sum(char.isalnum() for char in title.text), _LONGEST) * (
            0.4 if title.text.isascii() else 1.0
        )
        score = place + 2.5 * self._strengths[title] - 1.0
        score += _WORDS * length * (self._words.affinity(title.text, self._bodies[segment]) - _BY_CHANCE)
        if segment.rows[0].line.is_dispatch:
            score += 1.0
        if self._indents and segment.begins_inside:
            score -= 3.0
        if title.panel != segment.panel:
            score -= 3.0 if segment.panel >= 0 else 1.0
        return score

    def _heading_place(self, title: Title, segment: Segment) -> float:
        """How well a headline's place fits a segment: above, beside or below it."""
        head, box, em = title.box, segment.box, segment.size
        below, reach = box.top - head.bottom, max(3.0 * em, 1.2 * title.size)
        if below >= -0.6 * em and overlap_x(self._spans[title], box) > 0.15 * min(width(head), width(box)):
            if self._roofs[segment].title is not title:
                return _NEVER
            earlier = self._columns_under(title, left_of=segment)
            return 2.0 - 0.15 * max(0.0, below - reach) / em - 1.5 * earlier
        if overlap_y(head, box) > 0.3 * min(height(head), height(box)):
            return self._beside(title, segment)
        above = head.top - box.bottom
        if above >= -0.6 * em and overlap_x(head, box) > 0:
            blocked = any(
                other is not segment
                and share_x(other.box, box) > 0.3
                and box.bottom <= other.box.top < head.top
                for other in self._segments
            )
            return -6.0 if blocked else -0.5 - 0.15 * max(0.0, above - reach) / em
        return _NEVER

    def _beside(self, title: Title, segment: Segment) -> float:
        """How well a headline fits a segment beside it; the first column is the one at the headline's side or left of all."""
        head, box, em = title.box, segment.box, segment.size
        right, gap = box.left >= head.right - em, max(box.left - head.right, head.left - box.right)
        if gap > 2.5 * max(em, 0.6 * title.size) and right:
            return _NEVER
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
            if self._roofs[other].title is title and other.box.right <= left_of.box.left + other.size
        )

    def _continuation(self, upper: Segment, lower: Segment) -> float:
        """Score of a segment that goes on with another."""
        if upper.panel != lower.panel or not 0.9 < upper.size / lower.size < 1.1:
            return _NEVER
        place = self._continuation_place(upper, lower)
        return place if place == _NEVER else place + self._flow(upper, lower)

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
        return score - 2.0 * min(1.0, abs(width(upper.box) - width(lower.box)) / (8 * upper.size))

    def _continuation_place(self, upper: Segment, lower: Segment) -> float:
        a, b, em = upper.box, lower.box, upper.size
        if share_x(a, b) > 0.5 and b.top >= a.bottom - em:
            return self._below(upper, lower)
        if b.left >= a.right - 0.5 * em:
            return self._next_column(upper, lower)
        if b.right <= a.left + 0.5 * em and b.top >= a.bottom - em:
            return -1.5 - 0.02 * (b.top - a.bottom) / em  # back to the left, below what is across the columns
        return _NEVER

    def _below(self, upper: Segment, lower: Segment) -> float:
        em = upper.size
        roof = self._roofs[lower]
        gap = (lower.box.top - upper.box.bottom) / em
        score = 1.2 - 0.08 * max(0.0, gap - 2)
        if roof.title is not None:
            score -= 0.5 + 5.0 * self._strengths[roof.title]
        elif roof.segment is not upper:
            score -= 4.0
        if self._same_head(upper, lower):
            score += 1.0
        if self._page.rule_between(upper.box, lower.box):
            score -= 2.5
        return score

    def _next_column(self, upper: Segment, lower: Segment) -> float:
        a, b, em = upper.box, lower.box, upper.size
        gap = (b.left - a.right) / em
        score = 0.8 - 0.1 * max(0.0, gap - 3)
        first, second = self._roofs[upper], self._roofs[lower]
        if self._same_head(upper, lower):
            score += 2.0
        elif second.title is not None:
            score -= 0.5 + 3.0 * self._strengths[second.title] * (share_x(second.title.box, a) < 0.3)
        elif second.segment is not None or second.rule:
            score -= 0.7
        if first.title is None and second.title is None and abs(a.top - b.top) < 1.5 * em:
            score += 1.0
        if self._page.rule_beside(a, b):
            score -= 0.6
        if b.top >= a.bottom - em:
            score -= 1.0
        elif b.bottom <= a.top + em:
            score -= 1.5
        score -= 1.2 * self._between(upper, lower)
        return score - 2.0 * (self._passed(upper, below=True) + self._passed(lower, below=False))

    def _passed(self, segment: Segment, *, below: bool) -> bool:
        """Whether another segment of the same headline is further down (or up) in the same column."""
        head = self._heads[segment]
        return any(
            other is not segment
            and self._heads[other] is head
            and other.panel == segment.panel
            and share_x(other.box, segment.box) > 0.5
            and (other.box.top > segment.box.top) == below
            for other in self._segments
            if head is not None
        )

    def _same_head(self, one: Segment, other: Segment) -> bool:
        return self._heads[one] is not None and self._heads[one] is self._heads[other]

    def _between(self, left: Segment, right: Segment) -> int:
        """How many segments lie between two columns, in the height that they share or at the second's top."""
        return sum(
            1
            for other in self._segments
            if other.box.left >= left.box.right - left.size
            and other.box.right <= right.box.left + right.size
            and other.box.top <= right.box.top + 2 * right.size <= other.box.bottom
        )

    # --- surroundings ---

    def _strength(self, title: Title) -> float:
        """From 0 (a heading within an article) to 1 (a headline)."""
        if title.upright:
            return 1.0
        ratio = title.size / self._usual
        strength = min(1.0, max(0.1, (ratio - 1.0) / 0.35))
        spanned = sum(
            share_x(title.box, s.box) > 0.5 and width(s.box) < 0.7 * width(title.box) for s in self._segments
        )
        return 1.0 if spanned >= 2 and ratio > 1.1 else strength

    def _head(self, segment: Segment) -> Title | None:
        """The headline that a segment is under, directly or below other text without a rule between; None if there is none."""
        for _ in range(len(self._segments)):
            roof = self._roofs[segment]
            if roof.title is not None:
                if self._strengths[roof.title] >= _HEADLINE:
                    return roof.title
                above = self._above(roof.title.box)
            else:
                above = roof.segment if roof.gap < _SAME_TEXT * segment.size else None
            if above is None:
                return None
            segment = above
        return None

    def _above(self, box: Rect) -> Segment | None:
        """The segment right above a heading."""
        over = [s for s in self._segments if _is_above(s.box, box)]
        return max(over, key=lambda s: s.box.bottom, default=None)

    def _span(self, title: Title) -> Rect:
        """A title's box with the empty space at its sides, up to other things, rules or the panel's sides."""
        box = title.box
        if title.upright:
            return box
        inner = Rect(box.left, box.top + 0.2 * height(box), box.right, box.bottom - 0.2 * height(box))
        limits = [self._page.panels[title.panel]] if title.panel >= 0 else []
        left = max((limit.left for limit in limits), default=0.0)
        right = min((limit.right for limit in limits), default=float("inf"))
        boxes = [b.box for b in (*self._segments, *self._titles) if b is not title]
        for other in (*boxes, *self._page.pictures, *self._page.upright, *self._page.panels):
            if overlap_y(other, inner) > 0:
                if other.right <= box.left + 2:
                    left = max(left, other.right)
                elif other.left >= box.right - 2:
                    right = min(right, other.left)
        reach = max(box.left - left, right - box.right) if right < float("inf") else box.left - left
        return replace(box, left=max(left, box.left - reach), right=min(right, box.right + reach))

    def _roof(self, segment: Segment) -> _Roof:
        """The nearest thing above a segment; pictures, and rules right below a headline, do not count."""
        box = segment.box
        above: list[tuple[float, _Roof]] = []
        for title in self._titles:
            if _is_above(self._spans[title], box) and (
                title.panel in (segment.panel, -1) or segment.panel == -1
            ):
                above.append((title.box.bottom, _Roof(title=title, gap=box.top - title.box.bottom)))
        for other in self._segments:
            if other is not segment and _is_above(other.box, box):
                above.append((other.box.bottom, _Roof(segment=other, gap=box.top - other.box.bottom)))
        nearest = max(above, key=lambda pair: pair[0], default=(0.0, _Roof()))
        rule = max(
            (
                rule.bottom
                for rule in self._page.level
                if rule.bottom > nearest[0] - 2
                and rule.bottom <= box.top + 2
                and overlap_x(rule, box) > 0.5 * width(box)
            ),
            default=None,
        )
        over = nearest[1].title
        if rule is None or (over is not None and rule - over.box.bottom < 1.5 * over.size):
            return nearest[1]
        return _Roof(rule=True, gap=box.top - rule)


def _is_above(upper: Rect, lower: Rect) -> bool:
    return upper.bottom <= lower.top + 4 and overlap_x(upper, lower) > 0.3 * min(width(upper), width(lower))


def _indents(segments: Sequence[Segment]) -> bool:
    """Whether new paragraphs begin with an indent: after most rows that end a sentence before the column's end, one does."""
    indented = flush = 0
    for segment in segments:
        for before, after in zip(segment.rows, segment.rows[1:], strict=False):
            if before.line.ends_sentence and before.box.right < segment.box.right - 1.5 * segment.size:
                indented += segment.indent(after) >= 0.6
                flush += segment.indent(after) < 0.6
    return indented >= flush
