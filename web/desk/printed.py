"""Finds the lines of the source file that cited words were printed on, with some lines of context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.archive import Part, printed_ranges
from rag.schema import Version

CONTEXT_LINES = 3
"""Lines shown before and after a cited line, not counting blank ones."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of the source file.

    Attributes:
        number: line number, from 1.
        marks: ``[start, end)`` of the cited characters in `text`.
    """

    number: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()


def printed_lines(source: str, version: Version, cited: Sequence[Part]) -> list[list[PrintedLine]]:
    """The source lines of cited parts of an article, grouped into runs of adjacent lines.

    Args:
        source: the decoded source file.
        version: the article.
        cited: field, start and end of each cited part.

    Returns:
        The runs; empty if the parts' places in the file are unknown.
    """
    ranges = [r for part in cited for r in printed_ranges(source, version, *part)]
    lines = list(_lines(source, ranges))
    shown = sorted({near for i, line in enumerate(lines) if line.marks for near in _around(lines, i)})
    runs: list[list[PrintedLine]] = []
    for before, i in zip([-2, *shown], shown, strict=False):
        if i != before + 1:
            runs.append([])
        runs[-1].append(lines[i])
    return runs


def _lines(source: str, ranges: Sequence[tuple[int, int]]) -> Iterable[PrintedLine]:
    start = 0
    for number, line in enumerate(source.split("\n"), 1):
        end = start + len(line)
        marks = [(max(a, start) - start, min(b, end) - start) for a, b in ranges if a < end and b > start]
        visible_marks = tuple(_trimmed(line, a, b) for a, b in marks if line[a:b].strip())
        yield PrintedLine(number, line.rstrip("\r"), visible_marks)
        start = end + 1


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    """A mark without white space at its ends."""
    cut = line[start:end]
    return start + len(cut) - len(cut.lstrip()), end - (len(cut) - len(cut.rstrip()))


def _around(lines: Sequence[PrintedLine], at: int) -> Iterable[int]:
    """The indexes of a line and of `CONTEXT_LINES` non-blank lines on either side."""
    yield at
    for step in (-1, 1):
        i, left = at + step, CONTEXT_LINES
        while 0 <= i < len(lines) and left:
            yield i
            left -= bool(lines[i].text.strip())
            i += step
