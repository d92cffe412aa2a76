"""Reads the page of one article of a Chinese e-paper, such as ``content_4711.htm``.

The fields are where Founder's publishing system (方正翔宇) and the systems that imitate it put them:
a comment ``<!--enpproperty <founder-title>…</founder-title>… /enpproperty-->`` (older: ``<title>``, ``<date>``,
``<author>``, ``<introtitle>``, ``<subtitle>``); elements ``<founder-title>``, ``<founder-author>``,
``<founder-content>``; comments ``<!--<npm:article-title>-->…<!--</npm:article-title>-->`` and
``<!--enpcontent-->…<!--/enpcontent-->``; ids and classes of its templates (``ozoom``, ``articleContent``, ``PreTitle``,
``Title``, ``SubTitle``, ``font01``, ``newsdetatit``, ``doctitle`` …).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

from ingest.metadata import byline_names, closing_byline, dispatch_byline, is_byline
from ingest.page.jumps import without_marks
from ingest.readers.html_source import parse_html, shown_lines, shown_text
from ingest.readers.options import calendar_day
from ingest.readers.web_residue import is_residue
from rag.schema import Jump

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PROPERTY = re.compile(r"<!--\s*enpproperty\b")
_MARKED = re.compile(
    r"""<founder-(?:title|content|author)>|<!--\s*<npm:article-|\bid\s*=\s*["']?(?:ozoom|doccontent)\b""",
    re.I,
)
_FIELD = re.compile(r"<(?:founder-)?(?P<name>[a-z]{2,20})>(?P<value>[^<]{0,2000})</")
_MARKS = (
    (re.compile(r"<!--\s*<(/?)npm:([a-z-]{1,40})/?>\s*-->", re.I), r"<\1npm-\2>"),
    (re.compile(r"<!--\s*(/?)enpcontent\s*-->", re.I), r"<\1enpcontent>"),
)


def _paths(selectors: str) -> tuple[str, ...]:
    """XPaths of a list of CSS selectors, each a tag, ``#id``, ``.class``, or two of these of which one is in the other."""
    return tuple("".join(map(_step, selector.split())) for selector in selectors.split(","))


def _step(selector: str) -> str:
    if selector.startswith("#"):
        return f"//*[@id='{selector[1:]}']"
    if selector.startswith("."):
        return f"//*[contains(concat(' ', normalize-space(@class), ' '), ' {selector[1:]} ')]"
    return f"//{selector}"


_TITLE = _paths(
    "npm-article-title, founder-title, #Title, #NewsArticleTitle, #doctitle, .font01, .title_a, .bt1, .BSHARE_TEXT,"
    " .article-title, .newsdetatit h3, .text_c h1, .article h1, h1, h2"
)
_PRETITLE = _paths("npm-article-pretitle, #PreTitle, #yinti, .intro, .pretitle, .text_c h3, .article h3")
_SUBTITLE = _paths("npm-article-subtitle, #SubTitle, #subdoctitle, .sub, .subtitle, .text_c h2, .article h2")
_AUTHOR = _paths(
    "npm-article-author, founder-author, #NewsArticleAuthor, #Author, .sec, .author, .text_c h4, .article h4"
)
_BODY = _paths(
    "npm-article-content, founder-content, enpcontent, #ozoom, #articleContent, #doccontent, #zoom, .newsdetatext,"
    " .M_m_cont, .c_c, .article-content, article"
)
_CAPTIONS = _paths("npm-article-pic-text, .pictext, .attachment, #newspic")
_NO_NAMES = frozenset("null none 佚名 未知 无 admin".split())
_DATE_LINE = re.compile(r"《[^《》]{2,12}》\s*[（(].{0,60}$")


@dataclass(frozen=True, slots=True)
class EPaperArticle:
    """An article of an e-paper; what its file does not say is empty.

    Attributes:
        lines: the paragraphs of its text; of a picture without text, its caption.
        rest: captions of the pictures of a text, editors' names, and marks that lead to other pages.
        jumps: what these marks say.
    """

    headline: str
    subheadline: str
    byline: str
    lines: tuple[str, ...]
    rest: tuple[str, ...] = ()
    jumps: tuple[Jump, ...] = ()
    date: date | None = None
    page: str = ""
    section: str = ""
    paper: str = ""
    url: str = ""


def read_article(html: str, timezone: str) -> EPaperArticle:
    """The article of a decoded content file.

    Raises:
        FileUnreadable: there is nothing in the file.
    """
    fields = property_fields(html)
    for mark, element in _MARKS:
        html = mark.sub(element, html)
    tree = parse_html(html)
    headline = _first(tree, _TITLE) or fields.get("title", "")
    pretitle = _first(tree, _PRETITLE) or fields.get("introtitle", "")
    subtitle = _first(tree, _SUBTITLE) or fields.get("subtitle", "")
    above = list(dict.fromkeys(title for title in (pretitle, subtitle) if title and title != headline))
    captions = _captions(tree)
    body = [line for line in _body(tree) if line != headline]
    lines = [line for line in body if not is_residue(line)] or body
    rest = [line for line in (*captions, *body) if line not in lines]
    lines, marks, jumps = without_marks(lines)
    author = _DATE_LINE.sub("", _first(tree, _AUTHOR) or fields.get("author", "")).strip()
    url = fields.get("url", "")
    return EPaperArticle(
        headline=headline,
        subheadline=" ".join(above),
        byline=_byline(author, lines),
        lines=tuple(lines or captions),
        rest=(*(rest if lines else ()), *marks),
        jumps=tuple(jumps),
        date=property_date(fields, timezone),
        page=fields.get("pagenum", ""),
        section=fields.get("nodename", "") if "pagenum" in fields else "",
        paper=fields.get("papername", ""),
        url=url if url.startswith(("http://", "https://")) else "",
    )


def has_article(html: str) -> bool:
    """Whether a file, or its beginning, has the text of an article as e-papers mark it."""
    before, *properties = _PROPERTY.split(html)
    return any(map(_MARKED.search, [before, *(part.partition("-->")[2] for part in properties)]))


def property_fields(html: str) -> dict[str, str]:
    """The fields of the comment ``enpproperty``, without the prefix ``founder-``; empty ones are left out."""
    match = _PROPERTY.search(html)
    found = _FIELD.finditer(html, match.end(), html.find("-->", match.end())) if match else ()
    values = ((field["name"], " ".join(unescape(field["value"]).split())) for field in found)
    return {name: value for name, value in values if value and value.lower() != "null"}


def property_date(fields: dict[str, str], timezone: str) -> date | None:
    try:
        return calendar_day(fields.get("date", ""), timezone)
    except ValueError:
        return None


def _first(tree: HtmlElement, paths: tuple[str, ...]) -> str:
    """The text of the first element on these paths that has one."""
    return next((text for path in paths for element in tree.xpath(path) if (text := shown_text(element))), "")


def _body(tree: HtmlElement) -> list[str]:
    for path in _BODY:
        for element in tree.xpath(path):
            for caption in (found for path in _CAPTIONS for found in element.xpath(f".{path}")):
                caption.drop_tree()
            if lines := shown_lines(element):
                return lines
    return []


def _captions(tree: HtmlElement) -> list[str]:
    for path in _CAPTIONS:
        if captions := [line for element in tree.xpath(path) for line in shown_lines(element)]:
            return captions
    return []


def _byline(author: str, lines: list[str]) -> str:
    """The names in the author's field, in the dispatch line, in a line of their own above the text, or at its end."""
    if author and author.lower() not in _NO_NAMES:
        return byline_names(author) or author
    if not lines:
        return ""
    first = lines[0].lstrip("■□◎●▲△◆◇ ")
    if is_byline(first):
        return byline_names(first)
    found = dispatch_byline(lines[0]) or closing_byline(lines[-1])
    return found.names if found else ""
