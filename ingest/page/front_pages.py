"""Numbers front pages: where the others have their number, a paper's first page has its masthead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.page.drafts import PageSplit

_SECOND = re.compile(r"(?P<section>[A-Z]?)0?2")


def number_front_pages(pages: Sequence[PageSplit]) -> Iterator[PageSplit]:
    """The pages of a file, of which one without a number right before page 2 (A2, B02) is page 1 (A1, B1)."""
    for index, page in enumerate(pages):
        after = pages[index + 1].furniture.page if index + 1 < len(pages) else ""
        second = _SECOND.fullmatch(after)
        yield _numbered(page, f"{second['section']}1") if second and not page.furniture.page else page


def _numbered(page: PageSplit, number: str) -> PageSplit:
    articles = tuple(replace(draft, page=number) for draft in page.articles)
    return replace(page, articles=articles, furniture=replace(page.furniture, page=number))
