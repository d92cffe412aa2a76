"""Reads a saved article of a web site: a file, HTML or MHTML, is one article."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.document.opening import details_of
from ingest.metadata import closing_byline, dispatch_byline, printed_date
from ingest.readers.base import HEAD, Article, FileUnreadable, Item
from ingest.readers.html_source import (
    ShownText,
    looks_like_html,
    parse_html,
    read_html,
    shown_lines,
    shown_text,
)
from ingest.readers.identity import made_id
from ingest.readers.mhtml import is_mhtml, read_mhtml
from ingest.readers.options import ReadOptions
from ingest.readers.text_kinds import head_text, markup_kind
from ingest.readers.web_metadata import WebMetadata, author_names, read_metadata
from ingest.readers.web_residue import without_residue
from ingest.readers.wechat import wechat_content
from rag.archive import SourceFile
from rag.archive.source_file import TEXT
from rag.schema import Draft, Paragraph

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SHORTEST = 20  # characters of an article without spaces
_SAVE_ARTICLE = "open the article itself in a browser and save that page"
_SENTENCE_END = re.compile(r"[。！？!?.][”’」』）)\"']?$", re.MULTILINE)
_ERROR_PAGE = re.compile(
    r"^\W*(?:4\d\d|50\d)\b|\b(?:40[34]|not found|forbidden|access denied|page unavailable)\b|页面不存在|頁面不存在|找不到"
    r"|无法访问|無法訪問|访问受限|页面走丢|出错了|内容已删除|安全验证|just a moment",
    re.IGNORECASE,
)
_LONGEST_ERROR = 300  # characters of an error page
_BEFORE_TEXT = 300  # characters before the text in which its date is printed, if the headline is not found
_FURNITURE = (
    "//nav | //footer | //aside | //figcaption | //form",
    "//*[self::div or self::ul or self::section or self::p or self::span or self::a]"
    "[re:test(concat(' ', @class, ' ', @id, ' '), "
    r"'[\s_-](share|sharing|social|related|recommend|relate|hotnews|hot-news|breadcrumb|crumbs?|pictext|caption|"
    r"newsletter|comments?|copyright|editor|zebian|edit|tags?|pagination|prev-?next|qrcode|ad|ads|advert)[\s_-]', 'i')]",
)
_AS_HTML = {  # what trafilatura calls them
    "head": "h2",
    "list": "ul",
    "item": "li",
    "quote": "blockquote",
    "row": "tr",
    "cell": "td",
    "lb": "br",
}
_NAMESPACES = {"re": "http://exslt.org/regular-expressions"}


class WebPage:
    """An article's page, saved from a browser or downloaded."""

    name = "web"

    def sniff(self, head: bytes, name: str) -> float:
        if is_mhtml(head):
            return 0.98
        if looks_like_html(head, name):
            return 0.8
        is_text = name.lower().endswith((".txt", ".text"))
        return 0.3 if is_text and markup_kind(head_text(head)) == "a web page (HTML)" else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """Raises:
        FileUnreadable: it is no article (a list, an error page, an empty shell), or cannot be decoded.
        OSError
        """
        file, html, url = _open(path)
        tree = parse_html(html)
        lines = _article_lines(tree)
        metadata = read_metadata(tree, options.timezone)
        metadata = replace(metadata, url=metadata.url or url)
        lines = [line for line in lines if line != metadata.headline]
        _refuse_no_article(tree, metadata, lines)
        yield file
        byline = metadata.byline or _byline_above_text(tree, metadata, lines[0]) or _printed_byline(lines)
        yield Article(replace(_draft(path, html, metadata, lines, options), byline=byline))


def _open(path: Path) -> tuple[SourceFile, str, str]:
    """The file as it is kept, its HTML, and the address that is not in the HTML, if any."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if is_mhtml(head):
        saved = read_mhtml(path)
        beside = {TEXT: saved.html.encode("utf-8", "replace")}
        return SourceFile(path.name, saved.data, beside=beside), saved.html, saved.url
    data, html, encoding = read_html(path)
    return SourceFile(path.name, data, encoding), html, ""


def _article_lines(tree: HtmlElement) -> list[str]:
    """The paragraphs of the article on a page, without what web sites put around and into it."""
    if (content := wechat_content(tree)) is not None:
        return without_residue(shown_lines(content))
    from trafilatura import bare_extraction
    from trafilatura.settings import DEFAULT_CONFIG

    config = copy.deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(_SHORTEST)
    tree = copy.deepcopy(tree)
    for pattern in _FURNITURE:
        for element in tree.xpath(pattern, namespaces=_NAMESPACES):
            if element.getparent() is not None and element.tag not in ("body", "main", "article"):
                element.drop_tree()
    document = bare_extraction(tree, include_comments=False, config=config)
    if document is None or isinstance(document, dict) or document.body is None:
        return []
    for element in list(document.body.iter(*_AS_HTML)):
        element.tag = _AS_HTML[element.tag]
    return without_residue(shown_lines(document.body))


def _refuse_no_article(tree: HtmlElement, metadata: WebMetadata, lines: list[str]) -> None:
    """Raise FileUnreadable if a page is no article."""
    text = "\n".join(lines)
    length = len("".join(text.split()))
    if length < _LONGEST_ERROR and _ERROR_PAGE.search(f"{metadata.headline}\n{text}"):
        raise FileUnreadable(f"an error page ({metadata.headline[:40]!r}), no article: {_SAVE_ARTICLE}.")
    if length < _SHORTEST or not _SENTENCE_END.search(text):
        raise FileUnreadable(
            f"there is no article on this page (perhaps a script would load it): {_SAVE_ARTICLE}."
        )
    linked = {"".join(shown_text(link).split()) for link in tree.iter("a")}
    if sum(len(line) for line in lines if "".join(line.split()) in linked) * 2 > length:
        raise FileUnreadable(f"a list of links, no article: {_SAVE_ARTICLE}, or add the site's feed.")


def _draft(path: Path, html: str, metadata: WebMetadata, lines: list[str], options: ReadOptions) -> Draft:
    shown = ShownText(html)
    text, headline = "\n".join(lines), metadata.headline
    text_at = shown.find(lines[0])
    start = text_at[0] if text_at else 0
    headline_at = shown.find_last(headline, start)
    return Draft(
        text=text,
        headline=headline,
        date=metadata.date or _day_above_text(shown, headline_at, start) or options.date,
        paper=options.paper or metadata.site or options.default_paper,
        page=options.page,
        section=metadata.section,
        url=metadata.url,
        lang=metadata.language,
        source_id=metadata.url or made_id(path.name, headline),
        paragraphs=(
            *(shown.places("text", lines, start) or [Paragraph("text", 0, len(text), 0, len(html))]),
            *(shown.places("headline", [headline], headline_at[0]) if headline_at else ()),
        ),
    )


def _byline_above_text(tree: HtmlElement, metadata: WebMetadata, first: str) -> str:
    """The names in a line of details (``2024-03-18 来源：栖川日报 作者：方知远``) between the headline and the first line."""
    shown = shown_lines(tree)
    end = shown.index(first) if first in shown else 0
    start = max((at for at in range(end) if shown[at] == metadata.headline), default=end)
    details = filter(None, map(details_of, shown[start + 1 : end]))
    return author_names((found.byline for found in details), metadata.site)


def _printed_byline(lines: list[str]) -> str:
    """The names in the dispatch line or in the last line; empty if there are none."""
    found = dispatch_byline(lines[0]) or closing_byline(lines[-1])
    return found.names if found else ""


def _day_above_text(shown: ShownText, headline_at: tuple[int, int] | None, text_start: int) -> date | None:
    """The date between the headline and the text; if the page has no date there, the article has none."""
    start = headline_at[1] if headline_at else text_start
    return printed_date(shown.text[max(start, text_start - _BEFORE_TEXT) : text_start])
