"""Reads a page's raw text as lines: columns in reading order, each line repaired, with its place in the file."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.clean import AlignedText, clean_line
from ingest.clean.doubled import undouble
from ingest.page.jumps import find_jumps
from ingest.page.lines import Line
from ingest.page.side_by_side import Span, reading_order
from ingest.page.table_rows import table_rows

_EDGE_LINES = 6
_LINE_BREAK = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_SPACE, _LAYOUT_SPACE = (
    0.5,
    1.0,
)  # em; where a tool sets columns side by side, a space takes up a character's place
_MOST_REPEATED = 3  # lines of a headline that is printed again
_SHORTEST_REPEATED = 4


_VisibleLine = tuple[
    AlignedText, float, int
]  # its text, its indent in em, the number of empty lines before it


@dataclass(frozen=True, slots=True)
class TextLines:
    """The lines of a page with anything visible on them, in reading order.

    Attributes:
        is_in_order: False if columns stand side by side and cannot be told apart, so that lines run across them.
    """

    lines: list[Line]
    is_in_order: bool = True


def read_lines(raw: str, start: int, end: int) -> TextLines:
    """The lines of the page ``raw[start:end]``. Takes time linear in its length, unless columns stand side by side."""
    order = reading_order(raw, list(_line_spans(raw, start, end)))
    space = _LAYOUT_SPACE if order.has_columns else _SPACE
    visible = _with_drop_capitals(list(_visible_lines(raw, order.lines, space)))
    places = sorted(spaced.raw_start for spaced, _, _ in visible)
    top, bottom = (places[:_EDGE_LINES] or [0])[-1], (places[-_EDGE_LINES:] or [0])[0]
    lines: list[Line] = []
    rows = table_rows([raw[spaced.raw_start : spaced.raw_end] for spaced, _, _ in visible])
    for i, (spaced, indent, blanks) in enumerate(visible):
        at_edge = spaced.raw_start <= top or spaced.raw_start >= bottom
        lines.extend(_without_jumps(Line(spaced, indent, blanks, at_edge, in_table=i in rows)))
    _mark_repeated(lines)
    _mark_date_after_signature(lines)
    _mark_ends_of_parts(lines)
    return TextLines(lines, order.is_safe)


def _visible_lines(raw: str, spans: Sequence[Span], space: float) -> Iterator[_VisibleLine]:
    """The lines that are not empty."""
    blanks = 0
    for start, end in spans:
        spaced = undouble(clean_line(raw, start, end))
        if not spaced.text:
            blanks += 1
            continue
        yield spaced, _indent(raw[start : spaced.offsets[0]], space), blanks
        blanks = 0


def _with_drop_capitals(lines: list[_VisibleLine]) -> list[_VisibleLine]:
    """The lines, with a capital that stands alone (a drop capital) joined to the word that it begins."""
    joined: list[_VisibleLine] = []
    for spaced, indent, blanks in lines:
        if joined and _is_capital(joined[-1][0].text) and spaced.text[0].islower():
            capital, indent, blanks = joined.pop()
            spaced = AlignedText(capital.text + spaced.text, capital.offsets + spaced.offsets)
        joined.append((spaced, indent, blanks))
    return joined


def _is_capital(text: str) -> bool:
    return len(text) == 1 and "A" <= text <= "Z"


def _line_spans(raw: str, start: int, end: int) -> Iterator[Span]:
    for line_break in _LINE_BREAK.finditer(raw, start, end):
        yield start, line_break.start()
        start = line_break.end()
    yield start, end


def _indent(white_space: str, space: float) -> float:
    """Width in em."""
    return sum(
        1.0 if char == "\u3000" else 2.0 if char == "\t" else space if char.isspace() else 0.0
        for char in white_space
    )


def _without_jumps(line: Line) -> Iterator[Line]:
    """A line, and the jumps on it as lines of their own."""
    at = 0
    for start, end, jump in find_jumps(line.spaced.text):
        if start > at:
            yield replace(line, spaced=line.spaced.cut(at, start))
        yield replace(line, spaced=line.spaced.cut(start, end), jump=jump, is_jump=True)
        at = end
    if at < len(line.spaced.text):
        yield replace(line, spaced=line.spaced.cut(at, len(line.spaced.text))) if at else line


def _mark_repeated(lines: list[Line]) -> None:
    """Mark a run of lines that equals the run before it: a headline that is printed again to make it bold."""
    may_be = [_may_be_repeated(line) for line in lines]
    for size in range(_MOST_REPEATED, 0, -1):
        for i in range(len(lines) - 2 * size + 1):
            first, second = lines[i : i + size], lines[i + size : i + 2 * size]
            if all(may_be[i : i + size]) and [a.text for a in first] == [b.text for b in second]:
                lines[i + size : i + 2 * size] = [replace(line, is_repeated=True) for line in second]
    for i in range(1, len(lines)):
        beside = [
            *lines[max(0, i - 2) : i - 1],
            *lines[i + 2 : i + 3],
        ]  # the end or the beginning of a headline
        if lines[i].text == lines[i - 1].text and any(line.is_repeated for line in beside):
            lines[i] = replace(lines[i], is_repeated=True)


def _may_be_repeated(line: Line) -> bool:
    letters = sum(map(str.isalnum, line.text))
    return letters >= _SHORTEST_REPEATED and not line.ends_sentence and line.furniture is None


def _mark_date_after_signature(lines: list[Line]) -> None:
    for i in range(1, len(lines)):
        if lines[i - 1].is_signature:
            lines[i] = replace(lines[i], after_signature=True)


def _mark_ends_of_parts(lines: list[Line]) -> None:
    """Tell the last line before a jump to another page, and the first line after one from another page."""
    content = [i for i, line in enumerate(lines) if not line.furniture and not line.is_icon]
    for i, line in enumerate(lines):
        if line.is_jump and line.jump is not None:
            at = bisect(content, i) - (line.jump.direction == "to")
            if 0 <= at < len(content):
                lines[content[at]] = replace(lines[content[at]], jump=line.jump)
