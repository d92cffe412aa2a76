"""Makes a draft of a document's lines: the headline block at its beginning, the text, and the date at its end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.document.lines import DocumentLine
from ingest.document.opening import details_of, opening_kind
from ingest.metadata import closing_byline, dispatch_byline, is_dispatch, printed_date
from rag.schema import Draft, FieldName, Paragraph

_LONGEST_OPENING = 16  # lines
_ENGLISH_DATELINE = re.compile(r"^[A-Z][\w .,'’()-]{2,70}?\s*(?:[-–—]{1,2}|:)\s")
_CLOSING_LINES = 4


@dataclass
class _Opening:
    """The lines before the text, by what they are. `body` are those that stay in the text."""

    headline: list[DocumentLine] = field(default_factory=list)
    subheadline: list[DocumentLine] = field(default_factory=list)
    column: list[DocumentLine] = field(default_factory=list)
    body: list[DocumentLine] = field(default_factory=list)
    byline: str = ""
    byline_place: tuple[int, int] = (0, 0)
    day: date | None = None


def draft_of(lines: Sequence[DocumentLine]) -> Draft:
    """The article that these lines are. Its date is one that the article gives as its own, at its beginning or end."""
    opening = _read_opening(lines)
    body = opening.body
    text, places = _join(body, "\n", "text")
    headline, headline_places = _join(opening.headline, " ", "headline")
    subheadline, subheadline_places = _join(opening.subheadline, " ", "subheadline")
    column, column_places = _join(opening.column, " ", "column")
    byline, (start, end) = (opening.byline, opening.byline_place) if opening.byline else _byline_in_text(body)
    byline_places = [Paragraph("byline", 0, len(byline), start, end)] if byline else []
    return Draft(
        text=text,
        headline=headline,
        subheadline=subheadline,
        column=column,
        byline=byline,
        date=opening.day or _dateline(body) or _closing_day(body),
        paragraphs=(*places, *headline_places, *subheadline_places, *column_places, *byline_places),
    )


def _read_opening(lines: Sequence[DocumentLine]) -> _Opening:
    opening = _Opening()
    displays: list[DocumentLine] = []
    last = len(lines)
    for at, line in enumerate(lines[:_LONGEST_OPENING]):
        kind = opening_kind(line)
        if kind == "text" or (line.role == "heading" and displays):
            last = at
            break
        details = details_of(line.text) if kind == "details" else None
        if details:
            opening.day = opening.day or details.day
            if details.byline and not opening.byline:
                opening.byline = details.byline
                opening.byline_place = (
                    line.raw_start + details.start,
                    min(line.raw_end, line.raw_start + details.end),
                )
        elif kind == "letterhead" and not displays:
            opening.column.append(line)
        elif kind == "dash" and displays:
            opening.subheadline.append(line)
        elif kind == "contact":
            opening.body.append(line)
        elif kind != "mark":
            displays.append(line)
    else:
        last = min(len(lines), _LONGEST_OPENING)
    _sort_displays(displays or _as_display(opening), opening, has_text=last < len(lines))
    opening.body = sorted([*opening.body, *lines[last:]], key=lambda line: line.raw_start)
    return opening


def _as_display(opening: _Opening) -> list[DocumentLine]:
    """A letterhead is the headline if there is no other."""
    letterhead, opening.column = opening.column, []
    return letterhead


def _sort_displays(displays: list[DocumentLine], opening: _Opening, *, has_text: bool) -> None:
    """Choose the headline: a title by its style, else the line that stands out most, else the first."""
    if not displays:
        return
    best = max(displays, key=lambda line: (line.role == "title", line.role == "heading", line.prominence))
    at = displays.index(best)
    end = at + 1
    while end < len(displays) and _continues(best, displays[end]):
        end += 1
    opening.headline = displays[at:end]
    opening.column = [*opening.column, *displays[:at]]
    below = displays[end:]
    if below and has_text and not opening.subheadline:
        opening.subheadline, below = below[:1], below[1:]
    opening.body = [*opening.body, *below]


def _continues(headline: DocumentLine, line: DocumentLine) -> bool:
    """Whether a line is set like the headline before it, larger than the text."""
    return (
        line.role == headline.role
        and headline.prominence > 1
        and abs(line.prominence - headline.prominence) < 0.1
    )


def _join(lines: Sequence[DocumentLine], between: str, name: FieldName) -> tuple[str, list[Paragraph]]:
    """The lines joined to one text, and the place of each in that text and in the source."""
    places: list[Paragraph] = []
    start = 0
    for line in lines:
        end = start + len(line.text)
        places.append(Paragraph(name, start, end, line.raw_start, line.raw_end))
        start = end + len(between)
    return between.join(line.text for line in lines), places


def _byline_in_text(body: Sequence[DocumentLine]) -> tuple[str, tuple[int, int]]:
    """The names in the dispatch line, in the last line, or in one before a signature or contact; and their place."""
    for lines, find in ((body[:1], dispatch_byline), (body[:-_CLOSING_LINES:-1], closing_byline)):
        for line in lines:
            if found := find(line.text):
                return found.names, (line.raw_start, line.raw_end)
    return "", (0, 0)


def _dateline(body: Sequence[DocumentLine]) -> date | None:
    """The date in front of the first sentence: ``栖川2024年3月18日电``, ``QICHUAN, March 18, 2024 —``."""
    if not body:
        return None
    text = body[0].text
    if is_dispatch(text):
        return printed_date(text[:40])
    english = _ENGLISH_DATELINE.match(text[:100])
    return printed_date(english.group()) if english else None


def _closing_day(body: Sequence[DocumentLine]) -> date | None:
    for line in body[:-_CLOSING_LINES:-1]:
        if (details := details_of(line.text)) and details.day:
            return details.day
    return None
