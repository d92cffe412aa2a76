"""Reads a newspaper page from a text file: its articles, with date, paper and page number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.clean import decode
from ingest.page import split_page
from ingest.readers.base import FileUnreadable, Item, Page
from ingest.readers.file_names import date_and_page
from ingest.readers.markup import head_text, markup_kind, refuse_markup
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile

LARGEST_PAGE = 2 << 20  # bytes


class PageText:
    """The text of a page, as a PDF-to-text tool writes it."""

    name = "pages"

    def sniff(self, head: bytes, name: str) -> float:
        if not name.lower().endswith(".txt") or markup_kind(head_text(head)):
            return 0.0
        return 0.5

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """Date, paper and page number come from the options, else from the page's own lines. If they are in neither, date and
        page number come from the file's name (`2024-03-18-02.txt`, `20240318_A02.txt`), and the paper from the settings.

        Raises:
            NotText: the file is binary, or its encoding is unknown.
            FileUnreadable: it is empty or too large.
        """
        if path.stat().st_size > LARGEST_PAGE:
            raise FileUnreadable(
                f"too large for the text of one page (over {LARGEST_PAGE >> 20} MB). Put each page in a file of its own; "
                "name an export of articles .jsonl, or add it with --as articles."
            )
        data = path.read_bytes()
        raw, encoding = decode(data)
        if not raw.strip():
            raise FileUnreadable("empty.")
        refuse_markup(raw)
        yield SourceFile(path.name, data, encoding)
        split = split_page(raw)
        named_date, named_page = date_and_page(path.name)
        furniture = split.furniture
        day = options.date or furniture.date or named_date
        paper = options.paper or furniture.paper or options.default_paper
        page = options.page or furniture.page or named_page
        drafts = tuple(replace(draft, date=day, paper=paper, page=page) for draft in split.articles)
        yield Page(drafts, tuple(part.text for part in split.leftover))
