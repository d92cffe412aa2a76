"""Stacks: lines of one size right below each other in one column; each is running text, display type or something small."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Literal

from ingest.clean import clean_line
from ingest.page.geometry.boxes import around, height, inside, overlap_x, overlap_y, share_x, width
from ingest.page.geometry.panels import level_rules, panel_of, upright_rules
from ingest.page.lines import Line
from ingest.page.printed import PrintedLine, PrintedPage, Rect
from rag.schema import Jump

Kind = Literal["body", "display", "short"]

_SMALLEST = 1.0  # points; the least font size
_MOST_BELOW = 12  # rows right below one that are told apart; a row of a stack has one
_MOST_NEAR = 400  # rows that begin in the height of a row and the gap below it
_GAP = 1.0  # em; the widest gap between two lines of a stack
_INDENT = 2.2  # em; the widest indent of a paragraph
_SET_APART = 1.3  # times the usual distance of rows
_FEWEST_STEPS = 3  # that make a distance usual
_SAME_SIZE = 1.08  # ratio of two sizes that are the same
_DISPLAY = 1.12  # times the size of the running text; from here on a line is display type
_LONGEST_ON_BAND = 80  # characters
_ROWS_WITHOUT_MARK = 4  # from here on rows of text have a mark
_MARK = re.compile(r"[，、。！？；：“”]|[a-z][,.;:]")
_LARGE_BODY = 2.0  # the largest running text, such as the lead of a page's first article


@dataclass(eq=False)
class Row:
    """One printed line.

    Attributes:
        line: its text, with offsets that count in this line.
        panel: index of the panel that it is in; -1 if in none.
        jump: the mark behind it or before it that says where its article goes on or comes from.
        is_jump: whether it is itself such a mark.
    """

    printed: PrintedLine
    panel: int = -1
    jump: Jump | None = None
    is_jump: bool = False

    @property
    def box(self) -> Rect:
        return self.printed.box

    @property
    def size(self) -> float:
        return max(self.printed.size, _SMALLEST)

    @cached_property
    def line(self) -> Line:
        text = clean_line(self.printed.text, 0, len(self.printed.text))
        return Line(text, 0.0, 0, at_edge=False, jump=self.jump)


@dataclass(eq=False)
class Stack:
    """Rows from top to bottom (of upright type: from right to left)."""

    rows: list[Row]
    kind: Kind = "short"
    panel: int = -1
    band: Rect | None = None
    """The band of its own that it is printed on."""

    @cached_property
    def box(self) -> Rect:
        return around(row.box for row in self.rows)

    @cached_property
    def size(self) -> float:
        sizes: Counter[float] = Counter()
        for row in self.rows:
            sizes[round(row.size, 1)] += len(row.printed.text)
        return sizes.most_common(1)[0][0]

    @property
    def upright(self) -> bool:
        return self.rows[0].printed.upright

    @cached_property
    def bold(self) -> bool:
        return all(row.printed.bold for row in self.rows)

    @property
    def font(self) -> str:
        return self.rows[0].printed.font

    @cached_property
    def text(self) -> str:
        return "".join(row.line.text for row in self.rows)


@dataclass
class Surroundings:
    """What else is on the page, for looking up what is between two things."""

    panels: list[Rect]
    level: list[Rect]
    upright: list[Rect]
    pictures: list[Rect] = field(default_factory=list)

    def rule_between(self, above: Rect, below: Rect) -> bool:
        """Whether a rule parts two boxes below each other."""
        return any(
            above.bottom - 3 <= (rule.top + rule.bottom) / 2 <= below.top + 3
            and overlap_x(rule, above) > 0.4 * width(above)
            and overlap_x(rule, below) > 0.4 * min(width(below), width(above))
            for rule in self.level
        )

    def rule_beside(self, left: Rect, right: Rect) -> bool:
        """Whether a rule parts two boxes beside each other."""
        return any(
            left.right - 3 <= (rule.left + rule.right) / 2 <= right.left + 3
            and overlap_y(rule, left) > 0.3 * height(left)
            and overlap_y(rule, right) > 0.3 * min(height(right), height(left))
            for rule in self.upright
        )


def body_size(rows: Iterable[Row]) -> float:
    """The font size of most of the text."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[max(round(row.size * 2) / 2, _SMALLEST)] += len(row.printed.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def find_stacks(rows: Sequence[Row], around_: Surroundings, usual: float) -> list[Stack]:
    """All rows in stacks, with their kinds.

    Args:
        usual: the size of the page's running text.
    """
    for row in rows:
        row.panel = panel_of(row.box, around_.panels)
    level = [row for row in rows if not row.printed.upright]
    font = _usual_font(level, usual)
    stacks = _level_stacks(level, around_)
    stacks += _upright_stacks([row for row in rows if row.printed.upright])
    for stack in stacks:
        stack.panel = stack.rows[0].panel
        stack.kind = _kind(stack, usual, font)
    _leave_bands(stacks, around_.panels)
    return stacks


def _leave_bands(stacks: Sequence[Stack], panels: Sequence[Rect]) -> None:
    """Move titles that are printed on a band of their own, and nothing else with them, to the panel around it."""
    for index, panel in enumerate(panels):
        inner = [stack for stack in stacks if stack.panel == index]
        if len(inner) == 1 and inner[0].kind != "body" and len(inner[0].text) <= _LONGEST_ON_BAND:
            inner[0].panel = next(
                (i for i in range(index + 1, len(panels)) if inside(panel, panels[i], 4)), -1
            )
            inner[0].band = panel


def _level_stacks(rows: Sequence[Row], around_: Surroundings) -> list[Stack]:
    """Rows joined where each is the only one right below the other."""
    ordered = sorted(rows, key=lambda row: (row.box.top, row.box.left))
    below: dict[Row, list[Row]] = defaultdict(list)
    above: dict[Row, list[Row]] = defaultdict(list)
    for i, row in enumerate(ordered):
        reach = row.box.bottom + _GAP * row.size
        for other in ordered[i + 1 : i + 1 + _MOST_NEAR]:
            if other.box.top > reach or len(below[row]) == _MOST_BELOW:
                break
            if other.box.top < row.box.bottom - 0.5 * row.size or not _is_same_size(row, other):
                continue
            if not _is_in_column(other, row):
                continue
            if any(
                share_x(b.box, other.box) > 0.3 and b.box.bottom <= other.box.top + 0.3 * b.size
                for b in below[row]
            ):
                continue
            below[row].append(other)
            above[other].append(row)
    stacks: dict[Row, Stack] = {}
    for row in ordered:
        upper = above[row][0] if len(above[row]) == 1 else None
        if (
            upper is not None
            and len(below[upper]) == 1
            and _belong(upper, row, around_)
            and not _is_byline_above(stacks[upper], row)
        ):
            stacks[row] = stacks[upper]
            stacks[row].rows.append(row)
        else:
            stacks[row] = Stack([row])
    found = {id(stack): stack for stack in stacks.values()}.values()
    return [part for stack in found for part in _parted(stack)]


def _parted(stack: Stack) -> Iterator[Stack]:
    """A stack, divided below rows that end no sentence and are set apart, as headings in the size of the text are."""
    steps = [min(b.box.top - a.box.top, b.box.bottom - a.box.bottom) for a, b in pairwise(stack.rows)]
    far = _SET_APART * median(steps) if len(steps) >= _FEWEST_STEPS else float("inf")
    start = 0
    for at, (row, step) in enumerate(zip(stack.rows, steps, strict=False), 1):
        if step > far and not row.line.ends_sentence:
            yield Stack(stack.rows[start:at])
            start = at
    yield Stack(stack.rows[start:])


def _is_in_column(lower: Row, upper: Row) -> bool:
    """Whether a row is below another in its column. One may be indented, and the other short."""
    boxes = (replace(row.box, left=row.box.left - _INDENT * row.size) for row in (lower, upper))
    return share_x(*boxes) >= 0.3


def _is_same_size(one: Row, other: Row) -> bool:
    return max(one.size, other.size) <= _SAME_SIZE * min(one.size, other.size)


def _belong(upper: Row, lower: Row, around_: Surroundings) -> bool:
    """Whether two rows, one right below the other, are of one stack."""
    if upper.panel != lower.panel:
        return False
    if upper.printed.bold != lower.printed.bold:
        bold, other = (upper, lower) if upper.printed.bold else (lower, upper)
        if bold.box.right < other.box.right - upper.size or not bold.line.ends_sentence:
            return False
    if upper.printed.font != lower.printed.font and upper.printed.font and lower.printed.font:
        return False
    if lower.line.is_byline and not (upper.line.is_byline or upper.line.ends_sentence):
        return False
    return not around_.rule_between(upper.box, lower.box)


def _is_byline_above(stack: Stack, row: Row) -> bool:
    """Whether a stack is a byline on its own above a text: it may be of all columns, and only by chance above this one."""
    return all(upper.line.is_byline for upper in stack.rows) and not row.line.is_byline


def _upright_stacks(rows: Sequence[Row]) -> list[Stack]:
    """Upright rows beside each other, from right to left, or below each other, as if something level were between."""
    stacks: list[Stack] = []
    for row in sorted(rows, key=lambda row: (-round(row.box.right / max(1.0, row.size)), row.box.top)):
        for stack in stacks:
            if _goes_on_upright(stack.rows[-1], row):
                stack.rows.append(row)
                break
        else:
            stacks.append(Stack([row]))
    return stacks


def _goes_on_upright(last: Row, row: Row) -> bool:
    if not _is_same_size(last, row) or last.panel != row.panel:
        return False
    if share_x(last.box, row.box) > 0.5:
        return -0.3 * row.size <= row.box.top - last.box.bottom <= row.size
    return (
        -0.3 * row.size <= last.box.left - row.box.right <= 1.2 * row.size
        and overlap_y(last.box, row.box) > 0
    )


def _usual_font(rows: Iterable[Row], size: float) -> str:
    """The font of most of the running text."""
    fonts: Counter[str] = Counter()
    for row in rows:
        if 0.95 * size < row.size < 1.05 * size:
            fonts[row.printed.font] += len(row.printed.text)
    return fonts.most_common(1)[0][0] if fonts else ""


def _kind(stack: Stack, usual: float, font: str) -> Kind:
    text = stack.text
    ratio = stack.size / usual
    sentence = 200 if stack.rows[0].line.is_latin else 90  # characters at most, on average
    stops = sum(text.count(stop) for stop in "。！？；") + text.count(". ") + text.endswith(".")
    ends = stack.rows[-1].line.ends_sentence and not stack.bold
    runs = len(stack.rows) >= 3 and stops * sentence >= len(text) and _fills_column(stack)
    if stack.upright:
        return "display"
    if ratio >= _DISPLAY:
        long = len(text) >= 60 and ("。" in text or ". " in text)
        return "body" if runs and long and ratio <= _LARGE_BODY else "display"
    if (
        runs
        or (ends and (stops or len(text) > 3))
        or (_may_be_part(stack) and not stack.bold and stack.font == font)
    ):
        return "body"
    return "short"


def _may_be_part(stack: Stack) -> bool:
    """Whether rows without a sentence's end may be a part of a text; a table's column has many rows without a mark."""
    marked = len(stack.rows) < _ROWS_WITHOUT_MARK or _MARK.search(stack.text)
    return len(stack.rows) >= 2 and bool(marked) and _fills_column(stack)


def _fills_column(stack: Stack) -> bool:
    """Whether most lines, but those at the end of a paragraph, reach the right side of the widest."""
    inner = [row for row in stack.rows[:-1] if not row.line.ends_sentence]
    reach = sum(row.box.right >= stack.box.right - 1.6 * stack.size for row in inner)
    return reach >= 0.6 * len(inner)


def surroundings(page: PrintedPage, panels: list[Rect]) -> Surroundings:
    """The rules, panels and pictures of a page."""
    return Surroundings(panels, level_rules(page.rules), upright_rules(page.rules), list(page.pictures))
