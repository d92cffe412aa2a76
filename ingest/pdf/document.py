"""A PDF file: its pages as printed pages, and their pictures."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from ingest.page.printed import PrintedPage
from ingest.pdf.characters import read_characters
from ingest.pdf.frame import PageFrame
from ingest.pdf.legibility import is_legible
from ingest.pdf.lines import group_lines
from ingest.pdf.shapes import read_shapes
from rag.schema import WendaError

MOST_PAGES = 200
LARGEST_SIDE = 14_400.0  # points (5 m), the most that PDF allows
LONGEST_SHAPE = 30  # times as long as wide; longer is no page, and recognition fails on it
PICTURE_SIDE = 2000  # pixels of a page picture's longer side
_LEAST_TEXT = 20  # characters; a page with fewer that is covered by a picture is a scan
_COVERED = 0.5  # of the page


class NoDocument(WendaError):
    """A file is no PDF that can be opened. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as read from a file.

    Attributes:
        illegible: why its text cannot be used, so that it needs text recognition; empty if it can.
    """

    printed: PrintedPage
    illegible: str = ""


class Document:
    """An open PDF. Close it after use."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf

    def __len__(self) -> int:
        return len(self._pdf)

    def close(self) -> None:
        """Free its memory."""
        self._pdf.close()

    def page(self, index: int) -> ReadPage:
        """What a page shows.

        Raises:
            NoDocument: it cannot be read.
            TooMuchOnPage
        """
        page = self._open(index)
        try:
            frame = _frame(page)
            shapes = read_shapes(page, frame)
            textpage = page.get_textpage()
            try:
                characters = read_characters(textpage, frame)
            finally:
                textpage.close()
        finally:
            page.close()
        text = "".join(character.text for character in characters)
        illegible = ""
        if not is_legible(text):
            illegible = "its fonts do not tell which characters they show"
        elif len(text) < _LEAST_TEXT and (shapes.covered > _COVERED or (not text and shapes.objects)):
            illegible = "it is a picture without text"
        printed = PrintedPage(
            frame.width,
            frame.height,
            tuple(group_lines(characters, shapes.rules)),
            tuple(shapes.rules),
            tuple(shapes.tints),
            tuple(shapes.pictures),
        )
        return ReadPage(printed, illegible)

    def picture(self, index: int, side: int = PICTURE_SIDE) -> Any:
        """A page as a `PIL.Image.Image` whose longer side has `side` pixels."""
        page = self._open(index)
        try:
            scale = side / max(1.0, *page.get_size())
            return page.render(scale=scale).to_pil().convert("RGB")
        finally:
            page.close()

    def _open(self, index: int) -> Any:
        from pypdfium2 import PdfiumError

        try:
            page = self._pdf[index]
        except PdfiumError as error:
            raise NoDocument("it is damaged.") from error
        width, height = page.get_size()
        shorter, longer = sorted((width, height))
        if shorter < 1 or longer > LARGEST_SIDE or longer > LONGEST_SHAPE * shorter:
            page.close()
            raise NoDocument(f"its size is not that of a page ({width:.0f} x {height:.0f} points).")
        return page


def open_document(data: bytes) -> Document:
    """Open a PDF.

    Raises:
        NoDocument: it is damaged, protected by a password, or has too many pages.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        pdf = PdfDocument(data)
        count = len(pdf)
    except PdfiumError as error:
        if "assword" in str(error):
            raise NoDocument(
                "it is protected by a password: save it without one and add it again."
            ) from error
        raise NoDocument("it is damaged: export it again.") from error
    if count > MOST_PAGES:
        pdf.close()
        raise NoDocument(f"it has {count} pages, more than {MOST_PAGES}: split it.")
    return Document(pdf)


def as_webp(picture: Any) -> bytes:
    """A `PIL.Image.Image` as the bytes of a WebP file."""
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", quality=80, method=2)
    return buffer.getvalue()


def _frame(page: Any) -> PageFrame:
    left, bottom, right, top = page.get_bbox()
    return PageFrame(left, bottom, right, top, page.get_rotation())
