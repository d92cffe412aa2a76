"""Draws what an answer rests on: the article with the cited words marked, and the lines they were printed on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlsplit

from rag.archive import Archive, Copies
from rag.journal import Entry
from rag.journal.entries import citations_of
from rag.schema import Citation, FieldName, Version
from web.article_view import marked, render_article
from web.check.printed import PrintedLine, printed_lines
from web.check.wording import Setting

Stretch = tuple[FieldName, int, int]


def sources_html(archive: Archive, entry: Entry, statement: int | None, setting: Setting) -> str:
    """The articles that a statement cites; where nothing was answered, those that had been found."""
    if statement is None:
        return _found(archive, entry, setting)
    cited = citations_of(entry.answer, statement)
    articles = list(dict.fromkeys((citation.article_id, citation.version) for citation in cited))
    groups = ([c for c in cited if (c.article_id, c.version) == article] for article in articles)
    body = "".join(_cited_article(archive, entry, group, setting) for group in groups)
    return f"<h2>{setting.words('sources')}</h2>{body}" if body else ""


# --- an article that is cited ---


def _cited_article(archive: Archive, entry: Entry, cited: Sequence[Citation], setting: Setting) -> str:
    first = cited[0]
    try:
        version = archive.version(first.article_id, first.version)
    except Archive.NotFound:
        return _gone(cited, setting)
    stretches = [(citation.field, citation.start, citation.end) for citation in cited]
    return (
        '<section class="source">'
        + _heading(version, entry, setting)
        + _caution(archive, version, setting)
        + f'<div class="article" tabindex="0">{render_article(version, stretches)}</div>'
        + _as_printed(archive, version, stretches, setting)
        + _copies(archive, version, entry, setting)
        + _newest_version(archive, version, setting)
        + "</section>"
    )


def _gone(cited: Sequence[Citation], setting: Setting) -> str:
    quotes = "".join(f"<blockquote>{escape(citation.quote)}</blockquote>" for citation in cited)
    return (
        f'<section class="source"><p class="caution">{setting.words("article_gone")}</p>{quotes}'
        f"<p>{escape(cited[0].headline)}</p></section>"
    )


def _heading(version: Version, entry: Entry, setting: Setting) -> str:
    imprint = setting.imprint(paper=version.paper, day=version.date, page=version.page, today=entry.today)
    number = setting.words("article_id", article_id=version.article_id, version=version.version)
    return (
        f'<p class="imprint"><b>{escape(imprint)}</b> {escape(version.section)} '
        f'<span class="id">{number}</span>{_own_page(version.url, setting)}</p>'
    )


def _own_page(url: str, setting: Setting) -> str:
    if urlsplit(url).scheme not in ("http", "https"):
        return ""
    words = setting.words("own_page")
    return f' <a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{words}</a>'


def _caution(archive: Archive, version: Version, setting: Setting) -> str:
    """Whether the article is still answered from, in this version."""
    state, newest = archive.state(version.article_id)
    notes = [] if state == "live" else [setting.words(f"article_{state}")]
    if newest > version.version:
        notes.append(setting.words("article_newer", newest=newest, version=version.version))
    return "".join(f'<p class="caution">{note}</p>' for note in notes)


def _copies(archive: Archive, version: Version, entry: Entry, setting: Setting) -> str:
    """Where else the story was printed, each printing to be unfolded: papers change words when they reprint."""
    copies = Copies(archive).of(version.article_id)
    if not copies:
        return ""
    printings = "".join(
        f"<li><details><summary>{_printing(copy, entry, setting)}</summary>"
        f'<div class="article">{render_article(copy, [])}</div></details></li>'
        for copy in copies
    )
    return (
        f'<div class="copies"><h3>{setting.words("copies", count=len(copies))}</h3><ul>{printings}</ul></div>'
    )


def _printing(copy: Version, entry: Entry, setting: Setting) -> str:
    imprint = setting.imprint(paper=copy.paper, day=copy.date, page=copy.page, today=entry.today)
    number = setting.words("article_id", article_id=copy.article_id, version=copy.version)
    headline = escape(copy.headline) or setting.words("no_headline")
    return f'<b>{escape(imprint)}</b> {headline} <span class="id">{number}</span>'


def _newest_version(archive: Archive, version: Version, setting: Setting) -> str:
    newest = archive.version(version.article_id)
    if newest.version == version.version:
        return ""
    return (
        f'<details class="newest"><summary>{setting.words("newest_version", newest=newest.version)}</summary>'
        f'<div class="article">{render_article(newest, [])}</div></details>'
    )


# --- as printed ---


def _as_printed(archive: Archive, version: Version, stretches: Sequence[Stretch], setting: Setting) -> str:
    try:
        name = archive.source_name(version.source_sha256)
        if not version.paragraphs:
            said = setting.words("from_export", name=name, source_id=version.source_id)
            return f'<p class="from-export">{said}</p>'
        source = archive.source_text(version.source_sha256)
    except Archive.NotFound:
        return f'<p class="from-export">{setting.words("file_lost")}</p>'
    runs = printed_lines(source, version, stretches)
    if not runs:
        return f'<p class="from-export">{setting.words("not_on_page", name=name)}</p>'
    blocks = '<p class="gap">⋯</p>'.join(f"<ol>{''.join(map(_line, run))}</ol>" for run in runs)
    return (
        f'<div class="printed"><h3>{setting.words("printed")} '
        f'<span class="id">{_where(name, runs, setting)}</span></h3>{blocks}</div>'
    )


def _where(name: str, runs: Iterable[Sequence[PrintedLine]], setting: Setting) -> str:
    numbers = [line.number for run in runs for line in run if line.marks]
    key = "file" if numbers[0] != numbers[-1] else "file_line"
    return setting.words(key, name=name, first=numbers[0], last=numbers[-1])


def _line(line: PrintedLine) -> str:
    kind = "cited" if line.marks else "blank" if not line.text.strip() else ""
    return f'<li value="{line.number}" class="{kind}">{marked(line.text, line.marks)}</li>'


# --- what had been found, where nothing was answered ---


def _found(archive: Archive, entry: Entry, setting: Setting) -> str:
    """The articles found, without their scores: these would tell what the system made of them."""
    if entry.answer.status != "not_reported":
        return ""
    articles = list(dict.fromkeys((found.article_id, found.version) for found in entry.found))
    if not articles:
        return f'<p class="empty">{setting.words("nothing_found")}</p>'
    body = "".join(
        _found_article(archive, entry, article_id, version, setting, is_open=not i)
        for i, (article_id, version) in enumerate(articles)
    )
    return f"<h2>{setting.words('found')}</h2>{body}"


def _found_article(
    archive: Archive, entry: Entry, article_id: str, number: int, setting: Setting, *, is_open: bool
) -> str:
    passages = [f for f in entry.found if (f.article_id, f.version) == (article_id, number)]
    headline = escape(passages[0].headline) or setting.words("no_headline")
    summary = f"<summary>{escape(str(passages[0].date or ''))} {headline}</summary>"
    try:
        version = archive.version(article_id, number)
    except Archive.NotFound:
        inside = "".join(f"<blockquote>{escape(passage.text)}</blockquote>" for passage in passages)
    else:
        stretches: list[Stretch] = [("text", passage.start, passage.end) for passage in passages]
        inside = (
            _heading(version, entry, setting)
            + _caution(archive, version, setting)
            + f'<div class="article">{render_article(version, stretches)}</div>'
        )
    return f'<details class="source"{" open" if is_open else ""}>{summary}{inside}</details>'
