"""The HTML of what an answer rests on: the article with the cited words marked, and the lines they were printed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.archive import Archive, Copies
from rag.journal import Entry
from rag.journal.entries import citations_of
from rag.schema import Citation, Version
from web.check.context import PageContext
from web.check.printed import PrintedLine, printed_lines
from web.marking import Line, Mark, MarkedArticle, mark_article, mark_line


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A line of the source file with the cited characters marked."""

    number: int
    text: Line
    is_cited: bool
    is_blank: bool


@dataclass(frozen=True, slots=True)
class PrintedSource:
    """Where an article was printed, as far as it is known.

    Attributes:
        notice: why no printed lines can be shown; empty where they are.
        where: the source file and the numbers of the cited lines.
        runs: adjacent lines.
    """

    notice: str = ""
    where: str = ""
    runs: tuple[tuple[DrawnLine, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article in the version that was answered from."""

    version: Version
    printed: MarkedArticle
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article that a statement cites.

    Attributes:
        quotes: what was quoted of it, for an article that the archive no longer has (`article` is None).
        copies: its other printings. newest: its newest version, where that is another one.
    """

    headline: str
    quotes: tuple[str, ...]
    article: ArticleView | None = None
    source: PrintedSource | None = None
    copies: tuple[ArticleView, ...] = ()
    newest: ArticleView | None = None


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that had been found where nothing was answered; `article` is None where it is gone."""

    summary: str
    passages: tuple[str, ...]
    article: ArticleView | None


def sources_html(archive: Archive, entry: Entry, statement: int | None, page: PageContext) -> str:
    """The articles that a statement cites; where nothing was answered, those that had been found."""
    if statement is not None:
        cited = citations_of(entry.answer, statement)
        keys = dict.fromkeys((citation.article_id, citation.version) for citation in cited)
        groups = ([c for c in cited if (c.article_id, c.version) == key] for key in keys)
        articles = [_cited_article(archive, group, page) for group in groups]
        return page.render("sources.html", entry=entry, articles=articles)
    if entry.answer.status != "not_reported":
        return ""
    # Without their scores: these would tell what the system made of them.
    keys = dict.fromkeys((found.article_id, found.version) for found in entry.found)
    return page.render(
        "found.html", entry=entry, articles=[_found(archive, entry, *key, page) for key in keys]
    )


# --- an article that is cited ---


def _cited_article(archive: Archive, cited: Sequence[Citation], page: PageContext) -> CitedArticle:
    first = cited[0]
    gone = CitedArticle(first.headline, tuple(citation.quote for citation in cited))
    try:
        version = archive.version(first.article_id, first.version)
    except Archive.NotFound:
        return gone
    newest = archive.version(version.article_id)
    marks: list[Mark] = [(citation.field, citation.start, citation.end) for citation in cited]
    return CitedArticle(
        gone.headline,
        gone.quotes,
        article=_article(archive, version, marks, page),
        source=_printed_source(archive, version, marks, page),
        copies=tuple(_plain(copy) for copy in Copies(archive).same_story(version.article_id)),
        newest=_plain(newest) if newest.version != version.version else None,
    )


def _article(archive: Archive, version: Version, marks: Sequence[Mark], page: PageContext) -> ArticleView:
    """An article with whether it is still answered from, in this version."""
    state, newest = archive.state(version.article_id)
    cautions = [] if state == "live" else [page.words(f"article_{state}")]
    if newest > version.version:
        cautions.append(page.words("article_newer", newest=newest, version=version.version))
    return ArticleView(version, mark_article(version, marks), tuple(cautions))


def _plain(version: Version) -> ArticleView:
    return ArticleView(version, mark_article(version, []))


# --- as printed ---


def _printed_source(
    archive: Archive, version: Version, marks: Sequence[Mark], page: PageContext
) -> PrintedSource:
    try:
        name = archive.source_name(version.source_sha256)
        if not version.paragraphs:
            return PrintedSource(page.words("from_export", name=name, source_id=version.source_id))
        source = archive.source_text(version.source_sha256)
    except Archive.NotFound:
        return PrintedSource(page.words("file_lost"))
    runs = printed_lines(source, version, marks)
    if not runs:
        return PrintedSource(page.words("not_on_page", name=name))
    numbers = [line.number for run in runs for line in run if line.marks]
    key = "file" if numbers[0] != numbers[-1] else "file_line"
    where = page.words(key, name=name, first=numbers[0], last=numbers[-1])
    return PrintedSource(where=where, runs=tuple(tuple(map(_drawn, run)) for run in runs))


def _drawn(line: PrintedLine) -> DrawnLine:
    text = mark_line(line.text, line.marks)
    return DrawnLine(line.number, text, is_cited=bool(line.marks), is_blank=not line.text.strip())


# --- what had been found, where nothing was answered ---


def _found(archive: Archive, entry: Entry, article_id: str, number: int, page: PageContext) -> FoundArticle:
    passages = [f for f in entry.found if (f.article_id, f.version) == (article_id, number)]
    headline = passages[0].headline or page.words("no_headline")
    try:
        version = archive.version(article_id, number)
    except Archive.NotFound:
        article = None
    else:
        marks: list[Mark] = [("text", passage.start, passage.end) for passage in passages]
        article = _article(archive, version, marks, page)
    summary = f"{passages[0].date or ''} {headline}"
    return FoundArticle(summary, tuple(passage.text for passage in passages), article)
