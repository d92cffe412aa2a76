"""Turns printed pages, of a PDF or of scans, into what a reader yields: the file with its text, layout and pictures, and its
pages' articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ingest.page import Leftover, PageSplit, join_jumps, split_printed
from ingest.page.geometry import PrintedSplit
from ingest.page.printed import PrintedPage, Rect
from ingest.readers.base import Item, Page, Problem
from ingest.readers.options import ReadOptions
from ingest.readers.page_fields import page_fields
from rag.archive import SourceFile
from rag.archive.layout import Box, Layout, PlacedLine
from rag.archive.source_file import LAYOUT, TEXT
from rag.schema import Paragraph

Moved = TypeVar("Moved", Paragraph, Leftover)

PAGE_BREAK = "\f"  # between the texts of two pages


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page of a file.

    Attributes:
        printed: what is on it; None if it cannot be read.
        picture: as WebP; empty if there is none.
        problem: why it cannot be read, or what is wrong with it.
    """

    printed: PrintedPage | None
    picture: bytes = b""
    problem: str = ""


def read_printed_pages(
    path: Path, data: bytes, pages: Sequence[SeenPage], options: ReadOptions
) -> Iterator[SourceFile | Item]:
    """The file as it is kept, then a `Page` for each page that could be read, and a `Problem` for each other.

    Date, paper and page number are those of `page_fields`.

    Args:
        data: the file's bytes.
        pages: all pages of the file, in order.
    """
    splits = [split_printed(page.printed) if page.printed is not None else None for page in pages]
    starts, text = _joined([split.text if split is not None else "" for split in splits])
    joined = iter(
        join_jumps([_moved(split.split, start) for split, start in zip(splits, starts, strict=True) if split])
    )
    pictures = {f"page-{number}.webp": page.picture for number, page in enumerate(pages, 1) if page.picture}
    layout = Layout(
        tuple(
            line
            for index, (page, split) in enumerate(zip(pages, splits, strict=True))
            for line in _placed(index, page.printed, split, starts[index])
        ),
        tuple(f"page-{n}.webp" if page.picture else "" for n, page in enumerate(pages, 1)),
    )
    beside = {TEXT: text.encode("utf-8"), LAYOUT: layout.to_json(), **pictures}
    yield SourceFile(path.name, data, "utf-8", beside)
    said = [split.split.furniture for split in splits if split is not None]
    for number, (page, split) in enumerate(zip(pages, splits, strict=True), 1):
        if page.problem:
            yield Problem(f"page {number}", page.problem)
        if split is not None:
            whole = next(joined)
            common = page_fields(whole.furniture, said, path.name, options)
            drafts = (
                replace(draft, date=common.date, paper=common.paper, page=common.page)
                for draft in whole.articles
            )
            yield Page(tuple(drafts), tuple(part.text for part in whole.leftover))


def _joined(texts: Sequence[str]) -> tuple[list[int], str]:
    """Where each text begins in all of them together, and that."""
    starts: list[int] = []
    start = 0
    for text in texts:
        starts.append(start)
        start += len(text) + len(PAGE_BREAK)
    return starts, PAGE_BREAK.join(texts)


def _placed(
    index: int, page: PrintedPage | None, split: PrintedSplit | None, start: int
) -> Iterator[PlacedLine]:
    if page is None or split is None:
        return
    for place in split.places:
        box = _box(index, place.line.box, page)
        yield PlacedLine(start + place.start, start + place.end, box, place.line.confidence)


def _box(index: int, rect: Rect, page: PrintedPage) -> Box:
    """A rectangle in fractions of the page, as far as it is on it."""
    x, y = (sorted((0.0, side, 1.0))[1] for side in (rect.left / page.width, rect.top / page.height))
    right, bottom = (
        sorted((0.0, side, 1.0))[1] for side in (rect.right / page.width, rect.bottom / page.height)
    )
    return Box(index, x, y, right, bottom)


def _moved(split: PageSplit, start: int) -> PageSplit:
    """A page whose raw offsets count in the text of the whole file."""

    def moved(part: Moved) -> Moved:
        return replace(part, raw_start=part.raw_start + start, raw_end=part.raw_end + start)

    articles = (replace(draft, paragraphs=tuple(map(moved, draft.paragraphs))) for draft in split.articles)
    return replace(split, articles=tuple(articles), leftover=tuple(map(moved, split.leftover)))
