"""Splits an article's printed text into stretches with and without a mark, for a template to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.schema import FieldName, Version

Mark = tuple[FieldName, int, int]
"""Field, start and end (code points) of what is to be marked."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text of which all or nothing is marked."""

    text: str
    is_marked: bool


Line = tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class MarkedArticle:
    """The fields of an article, split at its marks; `text` line by line."""

    column: Line
    headline: Line
    subheadline: Line
    byline: Line
    text: tuple[Line, ...]


def mark_article(version: Version, marks: Sequence[Mark]) -> MarkedArticle:
    """The fields of a version with `marks`."""

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
    """`text` split at `marks` (start and end); they may overlap, and reach beyond the text."""
    stretches: list[Stretch] = []
    at = 0
    for start, end in sorted((max(a, 0), min(b, len(text))) for a, b in marks):
        start = max(start, at)
        if start < end:
            stretches += [Stretch(text[at:start], False), Stretch(text[start:end], True)]
            at = end
    return tuple(stretch for stretch in [*stretches, Stretch(text[at:], False)] if stretch.text)


def _mark_lines(text: str, marks: Sequence[tuple[int, int]]) -> list[Line]:
    """The lines of a text that are not blank, each with what is marked in it."""
    lines: list[Line] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(mark_line(line, [(a - start, b - start) for a, b in marks]))
        start += len(line) + 1
    return lines
