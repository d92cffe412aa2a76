"""The HTML of the side panel: an article as printed with the cited words marked, or the form to report an error."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rag.schema import Citation, Version
from web.marking import mark_article
from web.reasons import REASONS
from web.residents.context import PageContext
from web.urls import is_web_address

NOTE_LIMIT = 500
"""How many characters a reader may add to a report."""

OLD_AFTER_DAYS = 180
"""From when on an article is marked as one that things may have moved on from."""


def source_panel(
    version: Version, cited: Citation | None, *, today: date, superseded: bool, page: PageContext
) -> str:
    """An article as printed.

    Args:
        cited: the citation that was opened, whose words are marked; None where the article was.
        superseded: whether the article has a newer version.
    """
    marks = [(cited.field, cited.start, cited.end)] if cited else []
    return page.render(
        "source_panel.html",
        version=version,
        printed=mark_article(version, marks),
        today=today,
        is_cited=bool(cited),
        cautions=tuple(_cautions(version, today, superseded, page)),
        has_link=is_web_address(version.url),
    )


def report_panel(question: str, answer_id: str, page: PageContext) -> str:
    """The form to report an error in an answer."""
    return page.render(
        "report_panel.html", question=question, answer_id=answer_id, reasons=REASONS, limit=NOTE_LIMIT
    )


def notice_panel(title: str, notice: str, page: PageContext) -> str:
    """A panel that only says something; `title` and `notice` are keys of the wording."""
    return page.render("notice_panel.html", title=title, notice=notice)


def _cautions(version: Version, today: date, superseded: bool, page: PageContext) -> Iterator[str]:
    if superseded:
        yield page.words("newer_version")
    if version.date and (today - version.date).days >= OLD_AFTER_DAYS:
        yield page.words("old_article", ago=page.words.ago(version.date, today))
