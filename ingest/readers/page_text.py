"""Reads newspaper pages from a text file: their articles, with date, paper and page number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.clean import damage_note, decode
from ingest.page import split_pages
from ingest.readers.base import FileUnreadable, Item, Page, Problem
from ingest.readers.options import ReadOptions
from ingest.readers.page_fields import page_fields
from ingest.readers.text_kinds import head_text, markup_kind, refuse_markup
from rag.archive import SourceFile

LARGEST_FILE = 16 << 20  # bytes: a thousand pages


class PageText:
    """The text of a page, as a PDF-to-text tool writes it, or of several with form feeds between them."""

    name = "pages"

    def sniff(self, head: bytes, name: str) -> float:
        if not name.lower().endswith(".txt") or markup_kind(head_text(head)):
            return 0.0
        return 0.5

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """Date, paper and page number are those of `page_fields`.

        Raises:
            NotText: the file is binary, or its encoding is unknown.
            FileUnreadable: it is empty or too large, or its only page cannot be split.
        """
        if path.stat().st_size > LARGEST_FILE:
            raise FileUnreadable(
                f"too large for the text of pages (over {LARGEST_FILE >> 20} MB). Put each edition in a file of its own; "
                "name an export of articles .jsonl, or add it with --as articles."
            )
        data = path.read_bytes()
        raw, encoding = decode(data)
        refuse_markup(raw)
        pages = split_pages(raw)
        if not pages:
            raise FileUnreadable("empty.")
        if len(pages) == 1 and pages[0].problem:
            raise FileUnreadable(pages[0].problem)
        yield SourceFile(path.name, data, encoding)
        if note := damage_note(raw, encoding):
            yield Problem("", note)
        heads = [page.furniture for page in pages]
        for number, page in enumerate(pages, 1):
            if page.problem:
                yield Problem(f"page {number}", page.problem)
                continue
            head = page_fields(page.furniture, heads, path.name, options)
            drafts = (
                replace(draft, date=head.date, paper=head.paper, page=head.page) for draft in page.articles
            )
            yield Page(tuple(drafts), tuple(part.text for part in page.leftover))
