"""Decides the date, paper and page number of a page of a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from ingest.metadata import PageFurniture
from ingest.readers.file_names import date_and_page
from ingest.readers.options import ReadOptions


def page_fields(
    own: PageFurniture, all_pages: Sequence[PageFurniture], name: str, options: ReadOptions
) -> PageFurniture:
    """Date, paper, page number and section of one page.

    They come from the options, else from the page's running head; a page without a date or a paper has those of the file's
    other pages, if these agree. If they are in none, date and page number come from the file's name (the number only if
    the file is one page), and the paper from the settings.

    Args:
        own: what the page's running head says.
        all_pages: the same for all pages of the file.
        name: the file's name.
    """
    named_date, named_page = date_and_page(name)
    return replace(
        own,
        date=options.date or own.date or _common_date(all_pages) or named_date,
        paper=options.paper
        or own.paper
        or _common(page.paper for page in all_pages)
        or options.default_paper,
        page=options.page or own.page or (named_page if len(all_pages) == 1 else ""),
    )


def _common_date(pages: Iterable[PageFurniture]) -> date | None:
    dates = {page.date for page in pages if page.date}
    return dates.pop() if len(dates) == 1 else None


def _common(values: Iterable[str]) -> str:
    found = {value for value in values if value}
    return found.pop() if len(found) == 1 else ""
