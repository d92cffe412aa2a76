"""Splits an article's text into marked and unmarked segments, so that a template can highlight the marked ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.schema import FieldName, Version

Mark = tuple[FieldName, int, int]
"""Field, start and end (in code points) of a part to highlight."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Text that is entirely marked or entirely unmarked."""

    text: str
    is_marked: bool


Line = tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """The fields of an article, split into segments; `text` as a tuple of lines."""

    column: Line
    headline: Line
    subheadline: Line
    byline: Line
    text: tuple[Line, ...]


def mark_article(version: Version, marks: Sequence[Mark]) -> MarkedArticle:
    """Split the fields of a version at `marks`."""

    def within(name: FieldName) -> list[tuple[int, int]]:
        return [(start, end) for field, start, end in marks if field == name]

    return MarkedArticle(
        column=mark_line(version.column, within("column")),
        headline=mark_line(version.headline, within("headline")),
        subheadline=mark_line(version.subheadline, within("subheadline")),
        byline=mark_line(version.byline, within("byline")),
        text=tuple(_mark_lines(version.text, within("text"))),
    )


def mark_line(text: str, marks: Sequence[tuple[int, int]]) -> Line:
    """Split `text` at `marks` (start and end of each); they may overlap, and reach beyond the text."""
    segments: list[Segment] = []
    done = 0
    for start, end in sorted((max(a, 0), min(b, len(text))) for a, b in marks):
        start = max(start, done)
        if start < end:
            segments += [Segment(text[done:start], False), Segment(text[start:end], True)]
            done = end
    return tuple(segment for segment in [*segments, Segment(text[done:], False)] if segment.text)


def _mark_lines(text: str, marks: Sequence[tuple[int, int]]) -> list[Line]:
    """The non-blank lines of a text, each split at the marks in it."""
    lines: list[Line] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(mark_line(line, [(a - start, b - start) for a, b in marks]))
        start += len(line) + 1
    return lines
