"""Renders the sources of an answer: articles with the cited words marked, and the lines they were printed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.archive import Archive, Continuations, Copies, Takedowns
from rag.journal import Entry
from rag.journal.entries import citations_of
from rag.schema import Citation, Version
from web.desk.context import PageContext
from web.desk.printed import PrintedLine, printed_lines
from web.marking import Line, Mark, MarkedArticle, mark_article, mark_line
from web.page_picture import PagePicture, page_pictures

PICTURES_PATH = "/desk/printed"


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of the source file with the cited characters marked."""

    number: int
    text: Line
    is_cited: bool
    is_blank: bool


@dataclass(frozen=True, slots=True)
class PrintedSource:
    """The printed lines of an article, or why there are none.

    Attributes:
        notice: why no printed lines can be shown; empty if they are shown.
        where: the source file and the numbers of the cited lines, in words.
        runs: groups of adjacent lines.
    """

    notice: str = ""
    where: str = ""
    runs: tuple[tuple[LineView, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's version, with its fields split at the marks."""

    version: Version
    printed: MarkedArticle
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartView:
    """Another part of an article, with the pictures of its pages."""

    article: ArticleView
    pictures: tuple[PagePicture, ...]


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article that a statement cites.

    Attributes:
        quotes: its cited words, shown if the archive no longer has the article (`article` is None).
        removed: when and why it was taken down, in words; empty if it was not.
        pictures: of the pages that it is printed on.
        parts: its other parts, on pages in other files.
        copies: its other printings.
        newest: its newest version, if that is not the cited one.
    """

    headline: str
    quotes: tuple[str, ...]
    removed: str = ""
    article: ArticleView | None = None
    source: PrintedSource | None = None
    pictures: tuple[PagePicture, ...] = ()
    parts: tuple[PartView, ...] = ()
    copies: tuple[ArticleView, ...] = ()
    newest: ArticleView | None = None


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that the search found for a declined question; `article` is None if the archive no longer has it."""

    summary: str
    passages: tuple[str, ...]
    article: ArticleView | None


def sources_html(archive: Archive, entry: Entry, statement: int | None, page: PageContext) -> str:
    """The articles that a statement cites; for a declined question, the articles that the search found."""
    if statement is not None:
        cited = citations_of(entry.answer, statement)
        keys = dict.fromkeys((citation.article_id, citation.version) for citation in cited)
        groups = ([c for c in cited if (c.article_id, c.version) == key] for key in keys)
        articles = [_cited_article(archive, group, page) for group in groups]
        return page.render("sources.html", entry=entry, articles=articles)
    if entry.answer.status != "not_reported":
        return ""
    # Scores are not shown, because they would influence the checker's verdict.
    keys = dict.fromkeys((found.article_id, found.version) for found in entry.found)
    return page.render(
        "found.html", entry=entry, articles=[_found(archive, entry, *key, page) for key in keys]
    )


# --- an article that is cited ---


def _cited_article(archive: Archive, cited: Sequence[Citation], page: PageContext) -> CitedArticle:
    first = cited[0]
    quotes = tuple(citation.quote for citation in cited)
    try:
        version = archive.version(first.article_id, first.version)
    except Archive.NotFound:
        return CitedArticle(first.headline, quotes, _taken_down(archive, first.article_id, page))
    newest = archive.version(version.article_id)
    marks: list[Mark] = [(citation.field, citation.start, citation.end) for citation in cited]
    return CitedArticle(
        first.headline,
        quotes,
        article=_article(archive, version, marks, page),
        source=_printed_source(archive, version, marks, page),
        pictures=page_pictures(archive, version, marks, PICTURES_PATH),
        parts=tuple(
            _part(archive, part) for part in Continuations(archive).parts(version) if part is not version
        ),
        copies=tuple(_unmarked(copy) for copy in Copies(archive).same_story(version.article_id)),
        newest=_unmarked(newest) if newest.version != version.version else None,
    )


def _article(archive: Archive, version: Version, marks: Sequence[Mark], page: PageContext) -> ArticleView:
    """An article, with a caution if it was withdrawn or has a newer version."""
    state, newest = archive.state(version.article_id)
    cautions = [] if state == "live" else [page.words(f"article_{state}")]
    if newest > version.version:
        cautions.append(page.words("article_newer", newest=newest, version=version.version))
    return ArticleView(version, mark_article(version, marks), tuple(cautions))


def _taken_down(archive: Archive, article_id: str, page: PageContext) -> str:
    takedown = Takedowns(archive).of_article(article_id)
    return (
        page.words("taken_down_why", moment=page.moment(takedown.taken_at), why=takedown.why)
        if takedown
        else ""
    )


def _part(archive: Archive, version: Version) -> PartView:
    return PartView(_unmarked(version), page_pictures(archive, version, [], PICTURES_PATH))


def _unmarked(version: Version) -> ArticleView:
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
    if redacted_at := archive.redacted_at(version.source_sha256):
        where = f"{where} {page.words('redacted', moment=page.moment(redacted_at))}"
    return PrintedSource(where=where, runs=tuple(tuple(map(_line_view, run)) for run in runs))


def _line_view(line: PrintedLine) -> LineView:
    text = mark_line(line.text, line.marks)
    return LineView(line.number, text, is_cited=bool(line.marks), is_blank=not line.text.strip())


# --- articles found for a declined question ---


def _found(archive: Archive, entry: Entry, article_id: str, number: int, page: PageContext) -> FoundArticle:
    passages = [p for p in entry.found if (p.article_id, p.version) == (article_id, number)]
    headline = passages[0].headline or page.words("no_headline")
    try:
        version = archive.version(article_id, number)
    except Archive.NotFound:
        article = None
    else:
        marks: list[Mark] = [("text", passage.start, passage.end) for passage in passages]
        article = _article(archive, version, marks, page)
    removed = _taken_down(archive, article_id, page) if article is None else ""
    summary = f"{passages[0].date or ''} {removed or headline}"
    return FoundArticle(summary, tuple(passage.text for passage in passages), article)
