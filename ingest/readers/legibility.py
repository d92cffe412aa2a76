"""Keeps out of the archive what no one can read: articles and whole pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.clean import illegible
from ingest.readers.base import FileUnreadable, Page, Problem
from rag.schema import Draft


def why_illegible(draft: Draft) -> str:
    """Why nobody can read an article; empty if it can be read."""
    return illegible(draft.text) or illegible(draft.headline)


def legible_pages(pages: Sequence[Page]) -> tuple[list[Page], list[Problem]]:
    """The pages that can be read, without those of their articles that cannot; and a problem for each page or article left out.

    Raises:
        FileUnreadable: none of the pages can be read.
    """
    kept: list[Page] = []
    problems: list[Problem] = []
    for number, page in enumerate(pages, start=1):
        if reason := illegible(_whole_text(page)):
            problems.append(Problem(f"page {number}" if len(pages) > 1 else "", reason))
            continue
        bad = {at: why for at, draft in enumerate(page.drafts) if (why := why_illegible(draft))}
        problems += [Problem(_place(page.drafts[at]), why) for at, why in bad.items()]
        kept.append(
            replace(page, drafts=tuple(draft for at, draft in enumerate(page.drafts) if at not in bad))
        )
    if problems and not kept:
        raise FileUnreadable(f"{problems[0].reason}.")
    return kept, problems


def _whole_text(page: Page) -> str:
    return "\n".join(_texts(page))


def _texts(page: Page) -> Iterator[str]:
    for draft in page.drafts:
        yield from (draft.headline, draft.text)
    yield from page.leftover


def _place(draft: Draft) -> str:
    page = f"page {draft.page}, " if draft.page else ""
    return f"{page}article “{draft.headline[:30] or draft.text[:30]}”"
