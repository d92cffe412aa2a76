"""Finds the lines of the source file that cited words were printed on, with some lines of context."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.schema import FieldName, Version

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


def printed_lines(
    source: str, version: Version, cited: Sequence[tuple[FieldName, int, int]]
) -> list[list[PrintedLine]]:
    """The source lines of cited parts of an article, grouped into runs of adjacent lines.

    Args:
        source: the decoded source file.
        version: the article.
        cited: field, start and end of each cited part.

    Returns:
        The runs; empty if the parts' places in the file are unknown.
    """
    ranges = [r for field, start, end in cited for r in _raw_ranges(source, version, field, start, end)]
    lines = list(_lines(source, ranges))
    shown = sorted({near for i, line in enumerate(lines) if line.marks for near in _around(lines, i)})
    runs: list[list[PrintedLine]] = []
    for before, i in zip([-2, *shown], shown, strict=False):
        if i != before + 1:
            runs.append([])
        runs[-1].append(lines[i])
    return runs


def _raw_ranges(
    source: str, version: Version, field: FieldName, start: int, end: int
) -> Iterable[tuple[int, int]]:
    """The ranges of the file that a part of a field comes from, one per paragraph."""
    for paragraph in version.paragraphs:
        if paragraph.field != field or paragraph.start >= end or paragraph.end <= start:
            continue
        raw = source[paragraph.raw_start : paragraph.raw_end]
        clean = version[field][paragraph.start : paragraph.end]
        first, last = max(start - paragraph.start, 0), min(end, paragraph.end) - paragraph.start
        places = [place for place in _places(clean, raw)[first:last] if place is not None]
        if places:
            yield paragraph.raw_start + min(places), paragraph.raw_start + max(places) + 1
        else:
            yield paragraph.raw_start, paragraph.raw_end


def _places(clean: str, raw: str) -> list[int | None]:
    """For each character of repaired text, its index in the printed text; None where the two differ."""
    seen_clean = [i for i, char in enumerate(clean) if _is_visible(char)]
    seen_raw = [i for i, char in enumerate(raw) if _is_visible(char)]
    visible_clean, visible_raw = "".join(clean[i] for i in seen_clean), "".join(raw[i] for i in seen_raw)
    places: list[int | None] = [None] * len(clean)
    for at_clean, at_raw, size in _common_parts(visible_clean, visible_raw):
        for k in range(size):
            places[seen_clean[at_clean + k]] = seen_raw[at_raw + k]
    return places


def _common_parts(a: str, b: str) -> Iterable[tuple[int, int, int]]:
    if a == b:
        return [(0, 0, len(a))]
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return [(m.a, m.b, m.size) for m in matcher.get_matching_blocks()]


def _is_visible(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf")


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
