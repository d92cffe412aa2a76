"""Reads a press release or another single article from a text file: the headline, then a paragraph on each line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.clean import decode
from ingest.document import draft_of, plain_lines
from ingest.metadata import read_furniture
from ingest.page.lines import Line, read_lines
from ingest.readers.base import FileUnreadable, Item
from ingest.readers.loose import loose_articles
from ingest.readers.markup import head_text, markup_kind, refuse_markup
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile

LARGEST_RELEASE = 2 << 20  # bytes

_SNIFFED = 20_000  # characters
_WIDEST_COLUMN = 63  # em: a longer line is a paragraph that nothing has wrapped
_NARROWEST_COLUMN = 8  # em
_IN_WHOLE_PARAGRAPHS = 0.6  # share of the text that is in lines which are whole paragraphs


class Release:
    """One article as plain text."""

    name = "text"

    def sniff(self, head: bytes, name: str) -> float:
        if not name.lower().endswith((".txt", ".text")):
            return 0.0
        text = head_text(head)[:_SNIFFED]
        if not text.strip() or markup_kind(text):
            return 0.0
        return 0.7 if is_one_article(text) else 0.3

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """One article, with the date that it prints, else that of the options or of the file's name.

        Raises:
            NotText: the file is binary, or its encoding is unknown.
            FileUnreadable: it is empty, too large, or not plain text.
        """
        if path.stat().st_size > LARGEST_RELEASE:
            raise FileUnreadable(f"too large for one article (over {LARGEST_RELEASE >> 20} MB): split it.")
        data = path.read_bytes()
        raw, encoding = decode(data)
        refuse_markup(raw)
        lines = plain_lines(raw)
        if not lines:
            raise FileUnreadable("empty.")
        yield SourceFile(path.name, data, encoding)
        yield from loose_articles([draft_of(lines)], path, options)


def is_one_article(text: str) -> bool:
    """Whether a text is rather one article, with a paragraph on each line, than the text of a newspaper page.

    A page has narrow lines, most of which end in the middle of a sentence; several dispatch lines or bylines; a masthead or
    a page number.
    """
    if "\f" in text.strip():
        return False
    lines = read_lines(text)
    wide = [line for line in lines if line.widest >= _NARROWEST_COLUMN]
    whole = [line for line in wide if line.ends_sentence or line.narrowest > _WIDEST_COLUMN]
    if sum(map(_length, whole)) < _IN_WHOLE_PARAGRAPHS * sum(map(_length, wide)) or not whole:
        return False
    return not _is_page(lines)


def _length(line: Line) -> float:
    return line.narrowest


def _is_page(lines: list[Line]) -> bool:
    """Whether lines that are not wrapped are a page's: its furniture or several articles' beginnings are among them."""
    furniture = read_furniture([line.spaced.text for line in lines if line.furniture])
    starts = sum(line.is_dispatch or line.text.startswith("【本") for line in lines)
    bylines = sum(line.is_byline for line in lines)
    return bool(furniture.page or furniture.paper) or starts > 1 or bylines > 1
