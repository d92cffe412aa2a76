"""Finds where words of an article stand in the text of its source file, and on the pictures of its pages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rag.archive.archive import Archive
from rag.archive.layout import Box
from rag.schema import FieldName, Version

Part = tuple[FieldName, int, int]
"""A part of an article: field, start and end."""


@dataclass(frozen=True, slots=True)
class PagePlaces:
    """An article on one page of its source file.

    Attributes:
        page: from 0.
        picture: the name of the page's picture (see `Archive.beside`); empty if there is none.
        outline: where the article is printed.
        marks: where the given parts of it are printed.
    """

    page: int
    picture: str
    outline: tuple[Box, ...]
    marks: tuple[Box, ...]


def page_places(archive: Archive, version: Version, parts: Sequence[Part]) -> list[PagePlaces]:
    """Where an article and parts of it are printed, by page, those with a marked part first; empty if that is not known.

    Raises:
        Archive.NotFound: the source file is gone.
        ArchiveUnusable
    """
    layout = archive.layout(version.source_sha256)
    if layout is None:
        return []
    source = archive.source_text(version.source_sha256)
    whole = [(p.raw_start, p.raw_end) for p in version.paragraphs]
    marks = layout.boxes(r for part in parts for r in printed_ranges(source, version, *part))
    outline = layout.outline(whole)
    pages = dict.fromkeys([box.page for box in (*marks, *outline)])
    return [
        PagePlaces(
            page,
            layout.pictures[page] if page < len(layout.pictures) else "",
            tuple(box for box in outline if box.page == page),
            tuple(box for box in marks if box.page == page),
        )
        for page in pages
    ]


def printed_ranges(
    source: str, version: Version, field: FieldName, start: int, end: int
) -> Iterable[tuple[int, int]]:
    """The ranges of a source text that a part of an article was read from, one for each paragraph."""
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
