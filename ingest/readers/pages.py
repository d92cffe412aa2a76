"""Reads a newspaper page from a text file: its articles, with date, paper and page number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ingest.clean import decode
from ingest.page import Leftover, split_page
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile
from rag.schema import Draft, WendaError

LARGEST_PAGE = 2 << 20  # bytes

_FILE_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<gap>[-_.]?)(?P<month>\d\d)(?P=gap)(?P<day>\d\d)"
    r"(?:[-_.]?(?P<page>[A-Za-z]\d{1,2})|[-_.](?P<number>\d{1,3}))?(?![\dA-Za-z])"
)


class PageUnreadable(WendaError):
    """A file cannot be read as a newspaper page: it is empty, too large, or no article was found in it."""


@dataclass(frozen=True, slots=True)
class PageRead:
    """A page that was read: the file, its articles (possibly none), and the text that is in none of them."""

    file: SourceFile
    drafts: tuple[Draft, ...]
    leftover: tuple[Leftover, ...]


def read_page(path: Path, options: ReadOptions) -> PageRead:
    """Read the articles of a page.

    Date, paper and page number come from the options, else from the page's own lines. If they are in neither, date and
    page number come from the file's name (`2024-03-18-02.txt`, `20240318_A02.txt`), and the paper from the settings.

    Raises:
        NotText: the file is binary, or its encoding is unknown.
        PageUnreadable: it is empty or too large.
        OSError
    """
    if path.stat().st_size > LARGEST_PAGE:
        raise PageUnreadable(
            f"too large for the text of one page (over {LARGEST_PAGE >> 20} MB). Put each page in a file of its own; "
            "name an export of articles .jsonl, or add it with --as articles."
        )
    data = path.read_bytes()
    raw, encoding = decode(data)
    if not raw.strip():
        raise PageUnreadable("empty.")
    split = split_page(raw)
    named_date, named_page = _from_name(path.name)
    furniture = split.furniture
    day = options.date or furniture.date or named_date
    paper = options.paper or furniture.paper or options.default_paper
    page = options.page or furniture.page or named_page
    drafts = tuple(replace(draft, date=day, paper=paper, page=page) for draft in split.articles)
    return PageRead(SourceFile(path.name, data, encoding), drafts, split.leftover)


def _from_name(name: str) -> tuple[date | None, str]:
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
