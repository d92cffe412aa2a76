"""Reads newspaper pages from a PDF: its articles by the places of their lines, and a picture of each page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.pdf import PICTURE_SIDE, Document, NoDocument, TooMuchOnPage, as_webp, open_document
from ingest.readers.base import FileUnreadable, Item, Progress
from ingest.readers.options import ReadOptions
from ingest.readers.printed_pages import SeenPage, read_printed_pages
from ingest.readers.recognition import LONGEST_SIDE as RECOGNISED_SIDE
from ingest.readers.recognition import recognise
from rag.archive import SourceFile

LARGEST_FILE = 300 << 20  # bytes

_SIGNATURE = b"%PDF-"
_BEFORE_SIGNATURE = 1024  # bytes that may be before the signature
_AFTER_OTHER = 0.85  # a ZIP may also have a PDF near its beginning


class Pdf:
    """Pages of a newspaper as PDF; a file may have one page or a whole edition."""

    name = "pdf"

    def sniff(self, head: bytes, name: str) -> float:
        if head.startswith(_SIGNATURE):
            return 1.0
        return _AFTER_OTHER if _SIGNATURE in head[:_BEFORE_SIGNATURE] else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """
        Raises:
            FileUnreadable: the file is too large, damaged, protected by a password, or has too many pages.
        """
        if path.stat().st_size > LARGEST_FILE:
            raise FileUnreadable(f"too large (over {LARGEST_FILE >> 20} MB): split it into its pages.")
        data = path.read_bytes()
        try:
            document = open_document(data)
        except NoDocument as error:
            raise FileUnreadable(str(error)) from error
        try:
            pages: list[SeenPage] = []
            for index in range(len(document)):
                pages.append(_seen(document, index))
                yield Progress(len(pages) / len(document))
        finally:
            document.close()
        yield from read_printed_pages(path, data, pages, options)


def _seen(document: Document, index: int) -> SeenPage:
    """A page with its picture; one whose text is of no use is recognised from its picture."""
    try:
        page = document.page(index)
        picture = as_webp(document.picture(index))
    except (NoDocument, TooMuchOnPage) as error:
        return SeenPage(None, problem=str(error))
    if not page.illegible:
        return SeenPage(page.printed, picture)
    printed, straight = recognise(document.picture(index, RECOGNISED_SIDE), page.printed.width)
    straight.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    problem = "" if printed.lines else f"{page.illegible}, and no text was recognised in it"
    return SeenPage(printed if printed.lines else None, as_webp(straight), problem)
