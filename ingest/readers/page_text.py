"""Reads a newspaper page from a text file: its articles, with date, paper and page number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from ingest.clean import decode
from ingest.page import split_page
from ingest.readers.base import FileUnreadable, Item, Page
from ingest.readers.markup import head_text, markup_kind, refuse_markup
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile

LARGEST_PAGE = 2 << 20  # bytes

_FILE_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[-_.]?)(?P<month>\d\d)(?P=gap)(?P<day>\d\d)"
    r"(?:[-_.]?(?P<page>[A-Za-z]\d{1,2})|[-_.](?P<number>\d{1,3}))?(?![\dA-Za-z])"
)


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
        named_date, named_page = day_and_page_named(path.name)
        furniture = split.furniture
        day = options.date or furniture.date or named_date
        paper = options.paper or furniture.paper or options.default_paper
        page = options.page or furniture.page or named_page
        drafts = tuple(replace(draft, date=day, paper=paper, page=page) for draft in split.articles)
        yield Page(drafts, tuple(part.text for part in split.leftover))


def day_and_page_named(name: str) -> tuple[date | None, str]:
    """Date and page number in a file's name, as far as they are there; leading zeros of the number are dropped."""
    match = _FILE_NAME.search(name)
    if match is None:
        return None, ""
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None, ""
    number = match["number"]
    return day, (match["page"] or "").upper() or (str(int(number)) if number else "")
