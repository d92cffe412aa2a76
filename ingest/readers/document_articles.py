"""Makes articles of a document's drafts, which have no id of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.readers.base import Article, Problem
from ingest.readers.file_names import date_and_page
from ingest.readers.identity import made_id
from ingest.readers.options import ReadOptions
from rag.schema import Draft

_NO_DATE = "no date was found; set it with --date"


def document_articles(
    drafts: Sequence[Draft], path: Path, options: ReadOptions
) -> Iterator[Article | Problem]:
    """The articles of a document, with what the options and the file's name say where the text says nothing.

    Their ids are made of the file's name and the headline, so that a corrected text is a new version of the same article.
    """
    day, page = date_and_page(path.name)
    seen: dict[str, int] = {}
    for number, draft in enumerate(drafts, start=1):
        where = f"article {number}" if len(drafts) > 1 else ""
        if not draft.text.strip():
            yield Problem(where, "a headline without a text" if draft.headline else "no text")
            continue
        filled = replace(
            draft,
            date=draft.date or options.date or day,
            paper=draft.paper or options.paper or options.default_paper,
            page=draft.page or options.page or page,
            source_id=draft.source_id or _identity(path.name, draft.headline, seen),
        )
        yield Article(filled, where, "" if filled.date else _NO_DATE)


def _identity(name: str, headline: str, seen: dict[str, int]) -> str:
    """``press.docx#1a2b3c4d``; the second article with this headline has ``-2`` behind it."""
    made = made_id(name, headline)
    seen[made] = seen.get(made, 0) + 1
    return f"{made}-{seen[made]}" if seen[made] > 1 else made
