"""Draws an article as printed, with stretches of its fields marked. All of its text is escaped: it is data."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from rag.schema import FieldName, Version

_BEFORE_TEXT: tuple[tuple[FieldName, str], ...] = (
    ("column", "p"),
    ("headline", "h3"),
    ("subheadline", "p"),
    ("byline", "p"),
)


def render_article(version: Version, marks: Sequence[tuple[FieldName, int, int]]) -> str:
    """The fields of a version as HTML.

    Args:
        marks: field, start and end (code points) of each stretch to mark.

    Returns:
        An ``<article>``; each field is an element of the field's name as class, marks are ``<mark>``.
    """
    above = "".join(
        f'<{tag} class="{name}">{_field(version, name, marks)}</{tag}>'
        for name, tag in _BEFORE_TEXT
        if version[name]
    )
    return f'<article>{above}<div class="text">{_field(version, "text", marks)}</div></article>'


def marked_paragraphs(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """`text` escaped, each line a ``<p>`` where there are several, with `marks` as ``<mark>``."""
    lines: list[str] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(marked(line, [(a - start, b - start) for a, b in marks]))
        start += len(line) + 1
    return lines[0] if len(lines) == 1 else "".join(f"<p>{line}</p>" for line in lines)


def marked(text: str, marks: Sequence[tuple[int, int]]) -> str:
    """`text` escaped, with `marks` as ``<mark>``; they may overlap, and reach beyond the text."""
    html: list[str] = []
    at = 0
    for start, end in sorted((max(a, 0), min(b, len(text))) for a, b in marks):
        start = max(start, at)
        if start < end:
            html += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
    return "".join([*html, escape(text[at:])])


def _field(version: Version, name: FieldName, marks: Sequence[tuple[FieldName, int, int]]) -> str:
    here = [(start, end) for field, start, end in marks if field == name]
    return marked_paragraphs(version[name], here) if name == "text" else marked(version[name], here)
