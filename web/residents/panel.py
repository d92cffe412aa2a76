"""Renders the side panel: an article with the cited words marked, or the form to report an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.cite.quote_limit import may_show
from rag.schema import Citation, Version
from rag.text.sentences import Span
from web.marking import MarkedArticle, mark_article
from web.page_picture import PagePicture
from web.reasons import REASONS
from web.residents.context import PageContext
from web.urls import is_web_address

NOTE_LIMIT = 500
"""Maximum length in characters of a resident's note in a report."""

OLD_AFTER_DAYS = 180
"""Age from which an article gets the warning that it may be out of date."""


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of an article, printed on a page of its own, with its fields split at the marks."""

    version: Version
    printed: MarkedArticle


def source_panel(
    version: Version,
    cited: Citation | None,
    *,
    parts: Sequence[Version],
    today: date,
    superseded: bool,
    pictures: Sequence[PagePicture],
    page: PageContext,
) -> str:
    """An article as printed, with all its parts in order.

    Args:
        version: the version to show.
        parts: the article's parts on different pages, of which `version` is one.
        cited: the citation that was clicked, whose words are marked; None if an article without citation was clicked.
        today: the date from which the article's age is counted.
        superseded: whether the article has a newer version.
        pictures: of the pages that it is printed on.
        page: texts and settings.
    """
    views = [_part(part, cited if part is version else None) for part in parts]
    return page.render(
        "source_panel.html",
        version=version,
        parts=views,
        pictures=pictures,
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


def notice_panel(title: str, notice: str, page: PageContext, **values: object) -> str:
    """A panel with a short notice; `title` and `notice` are keys of the wording, `values` fill the notice in."""
    return page.render("notice_panel.html", title=title, notice=page.words(notice, **values))


def _part(version: Version, cited: Citation | None) -> PartView:
    if version.quote_only:
        return PartView(version, _quoted_only(version, cited))
    marks = [(cited.field, cited.start, cited.end)] if cited else []
    return PartView(version, mark_article(version, marks))


def _quoted_only(version: Version, cited: Citation | None) -> MarkedArticle:
    """A quote-only article: of its text no more than the words that the reader's browser has already."""
    shown = ""
    if cited and cited.field == "text" and may_show(version, [Span(cited.start, cited.end)]):
        shown = cited.quote if version.text[cited.start : cited.end] == cited.quote else ""
    return mark_article(replace(version, text=shown), [("text", 0, len(shown))])


def _cautions(version: Version, today: date, superseded: bool, page: PageContext) -> Iterator[str]:
    if version.quote_only:
        yield page.words("quote_only")
    if superseded:
        yield page.words("newer_version")
    if version.date and (today - version.date).days >= OLD_AFTER_DAYS:
        yield page.words("old_article", ago=page.words.ago(version.date, today))
