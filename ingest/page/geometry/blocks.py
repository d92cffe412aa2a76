"""Blocks: what may be an article's headline, part of its running text, or neither (a caption, an advert)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ingest.clean import join_wrapped
from ingest.metadata import closing_byline
from ingest.page.geometry.apart import is_background, set_apart
from ingest.page.geometry.boxes import around, height, overlap_x, overlap_y, share_x
from ingest.page.geometry.stacks import Row, Stack, Surroundings
from ingest.page.printed import Rect

_TITLE_GAP = 0.9  # em of the larger type, between two lines of one headline with its sub-headlines
_FEW_ROWS = 2
_CLOSING_GAP = 2.2  # em between a text and its signature or date


@dataclass(eq=False)
class Segment:
    """Running text in one column without interruption: a part of an article, or a whole one.

    Attributes:
        indented: whether paragraphs in this column begin with an indent.
        left, right: of the column.
    """

    stack: Stack
    left: float = 0.0
    right: float = 0.0

    def __post_init__(self) -> None:
        self.left, self.right = self.box.left, self.box.right

    @property
    def rows(self) -> list[Row]:
        return self.stack.rows

    @property
    def box(self) -> Rect:
        return self.stack.box

    @property
    def size(self) -> float:
        return self.stack.size

    @property
    def panel(self) -> int:
        return self.stack.panel

    @cached_property
    def text(self) -> str:
        return join_wrapped(row.line.repaired for row in self.rows).text

    def indent(self, row: Row) -> float:
        """How far a row begins from the left side of the column, in em."""
        return (row.box.left - self.left) / self.size

    @cached_property
    def begins_inside(self) -> bool:
        """Whether it begins inside a paragraph: its first row is not indented, though others are."""
        first = self.rows[0]
        if first.line.is_dispatch or first.line.is_byline or first.line.is_rest:
            return False
        return self.indent(first) < 0.6

    @cached_property
    def ends_open(self) -> bool:
        """Whether it ends inside a sentence."""
        last = self.rows[-1].line
        return not last.is_byline and not last.ends_sentence

    @cached_property
    def closes(self) -> bool:
        """Whether it ends with its reporter's name, as an article does."""
        return closing_byline(self.rows[-1].line.text) is not None

    @cached_property
    def ends_full(self) -> bool:
        """Whether its last row fills the column, so that its paragraph may go on."""
        return self.rows[-1].box.right >= self.right - 1.5 * self.size


@dataclass(eq=False)
class Title:
    """Display type: a headline with its sub-headlines, a column label, a heading within an article, or something else."""

    stacks: list[Stack] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [row for stack in self.stacks for row in stack.rows]

    @cached_property
    def box(self) -> Rect:
        return around(stack.box for stack in self.stacks)

    @cached_property
    def extent(self) -> Rect:
        """Its box, with the bands that it is printed on."""
        return around(stack.band or stack.box for stack in self.stacks)

    @cached_property
    def size(self) -> float:
        return max(stack.size for stack in self.stacks)

    @property
    def panel(self) -> int:
        return self.stacks[0].panel

    @property
    def upright(self) -> bool:
        return self.main.upright

    @property
    def main(self) -> Stack:
        """The part in the largest type."""
        return max(self.stacks, key=lambda stack: (stack.size, len(stack.text)))

    @cached_property
    def text(self) -> str:
        return self.main.text


@dataclass
class Blocks:
    """The blocks of a page."""

    segments: list[Segment] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    bylines: list[Stack] = field(default_factory=list)
    others: list[Stack] = field(default_factory=list)


def find_blocks(stacks: Sequence[Stack], page: Surroundings, usual: float) -> Blocks:
    """Tell the stacks of a page apart."""
    page.pictures = [picture for picture in page.pictures if not is_background(picture, stacks)]
    others = set_apart(stacks, page, usual)
    left_out = set(map(id, others))
    rest = [stack for stack in stacks if id(stack) not in left_out]
    bodies = [stack for stack in rest if stack.kind == "body"]
    bylines = [
        stack for stack in rest if stack.kind != "body" and all(row.line.is_byline for row in stack.rows)
    ]
    known = set(map(id, bylines))
    shorts = [stack for stack in rest if stack.kind == "short" and id(stack) not in known]
    shorts = _add_closings(shorts, bodies, page)
    displays = [stack for stack in rest if stack.kind == "display" and id(stack) not in known]
    segments = [Segment(stack) for stack in bodies]
    _measure_columns(segments)
    return Blocks(segments, _titles([*displays, *shorts], bodies, page), bylines, others)


def _measure_columns(segments: Sequence[Segment]) -> None:
    """Set the sides of columns of segments with few rows, which may be indented or short, from the nearest longer ones."""
    long = [segment for segment in segments if len(segment.rows) > _FEW_ROWS]
    for segment in segments:
        if len(segment.rows) > _FEW_ROWS:
            continue
        em, box = segment.size, segment.box
        same = [
            other
            for other in long
            if other.panel == segment.panel
            and -0.5 * em <= box.left - other.box.left <= 2.5 * em
            and box.right <= other.box.right + em
        ]
        if same:
            nearest = min(same, key=lambda other: max(box.top - other.box.bottom, other.box.top - box.bottom))
            segment.left, segment.right = min(box.left, nearest.box.left), max(box.right, nearest.box.right)


def _add_closings(shorts: list[Stack], bodies: list[Stack], page: Surroundings) -> list[Stack]:
    """Add signatures and dates to the running text that they are right below; returns the other short stacks."""
    others: list[Stack] = []
    for stack in shorts:
        above = [body for body in bodies if _is_right_above(body, stack, page)]
        if above and all(row.line.is_signature or row.line.is_date for row in stack.rows):
            nearest = max(above, key=lambda body: body.box.bottom)
            bodies[bodies.index(nearest)] = Stack([*nearest.rows, *stack.rows], nearest.kind, nearest.panel)
        else:
            others.append(stack)
    return others


def _is_right_above(body: Stack, stack: Stack, page: Surroundings) -> bool:
    gap = stack.box.top - body.box.bottom
    near = -0.3 * stack.size <= gap <= _CLOSING_GAP * stack.size and overlap_x(body.box, stack.box) > 0
    return near and not page.rule_between(body.box, stack.box)


def _titles(stacks: Sequence[Stack], bodies: Sequence[Stack], page: Surroundings) -> list[Title]:
    """Display stacks that belong to one title: right above each other, or upright beside each other."""
    titles: list[Title] = []
    for stack in sorted(stacks, key=lambda s: (s.box.top, s.box.left)):
        for title in titles:
            if any(
                _are_one_title(other, stack, page) and not _is_among_text(stack, other, bodies)
                for other in title.stacks
            ):
                title.stacks.append(stack)
                break
        else:
            titles.append(Title([stack]))
    return titles


def _is_among_text(lower: Stack, upper: Stack, bodies: Sequence[Stack]) -> bool:
    """Whether a stack is a heading in one of several columns: beside it, under what is above it, is running text."""
    return any(
        body.panel == lower.panel
        and overlap_y(body.box, lower.box) > 0.5 * height(lower.box)
        and body.box.top >= upper.box.bottom - 0.5 * lower.size
        and overlap_x(body.box, upper.box) > body.size
        for body in bodies
    )


def _are_one_title(upper: Stack, lower: Stack, page: Surroundings) -> bool:
    if upper.panel != lower.panel:
        return False
    em = max(upper.size, lower.size)
    if upper.upright and lower.upright:
        gap = max(upper.box.left, lower.box.left) - min(upper.box.right, lower.box.right)
        return gap <= em and overlap_y(upper.box, lower.box) > 0.3 * min(height(upper.box), height(lower.box))
    if upper.upright or lower.upright:
        return False
    gap = lower.box.top - upper.box.bottom
    if not -0.4 * em <= gap <= _TITLE_GAP * em or page.rule_between(upper.box, lower.box):
        return False
    middles = abs((upper.box.left + upper.box.right) - (lower.box.left + lower.box.right)) / 2
    aligned = abs(upper.box.left - lower.box.left) <= 1.5 * em or middles <= 1.5 * em
    return aligned and share_x(upper.box, lower.box) > 0.5
