"""Reads what a web page says about its article in its head: headline, date, authors, address, site, section and language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ingest.clean import cjk_only
from ingest.metadata import byline_names
from ingest.readers.html_source import shown_text, title_of
from ingest.readers.options import calendar_day
from ingest.readers.wechat import wechat_account, wechat_day

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_DATES = (
    "article:published_time", "og:published_time", "og:release_date", "datepublished", "pubdate", "publishdate",
    "publish-date", "publish_date", "publishedtime", "dc.date", "dc.date.issued", "dcterms.created", "dcterms.date",
    "parsely-pub-date", "sailthru.date", "date",
)  # fmt: skip
_AUTHORS = (
    "author",
    "article:author",
    "og:article:author",
    "dc.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
)
_NO_AUTHORS = frozenset("admin administrator editor 佚名 编辑 管理员 网站编辑 未知 无 本站 null none".split())
_ARTICLE_TYPES = (
    "Article",
    "NewsArticle",
    "ReportageNewsArticle",
    "BlogPosting",
    "WebPage",
    "AnalysisNewsArticle",
)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)")
_DAY_IN_PATH = re.compile(r"/(?P<y>20\d\d|19\d\d)[-/]?(?P<m>\d\d)[-/]?(?P<d>\d\d)(?!\d)")
_BETWEEN_TITLE_AND_SITE = re.compile(r"\s*[_|｜丨]\s*|\s+[-–—]+\s+|[-–—]{1,2}(?=[\u4e00-\u9fff]{2,12}$)")
_SITE = re.compile(r"(?:网|報|报|新闻|新聞|频道|客户端|门户|News|Times|Post|Daily|Herald|Gazette|Courier)$")
_BETWEEN_NAMES = re.compile(r"\s*(?:[;；,，、/|]|\band\b|&)\s*")
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class WebMetadata:
    """What a page says about its article; empty where it says nothing."""

    headline: str
    date: date | None
    byline: str
    url: str
    site: str
    section: str
    language: str


def read_metadata(tree: HtmlElement, timezone: str) -> WebMetadata:
    """The metadata of a page, from its ``<meta>`` elements, JSON-LD, microdata and title.

    Args:
        timezone: in which a time with an offset becomes a day.
    """
    metas = _metas(tree)
    linked = _linked_data(tree)
    url = _address(tree, metas)
    site = (
        wechat_account(tree)
        or metas.get("og:site_name")
        or _name(linked.get("publisher"))
        or metas.get("application-name", "")
    )
    headline = _headline(tree, metas, linked, site)
    return WebMetadata(
        headline=headline,
        date=_published(tree, metas, linked, timezone) or _day_in(url) or wechat_day(tree, timezone),
        byline=_byline(tree, metas, linked, site),
        url=url,
        site=site,
        section=metas.get("article:section") or _text(linked.get("articleSection")),
        language=_language(tree, headline),
    )


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The contents of the ``<meta>`` elements by name, property or itemprop in lower case; the first of a name counts."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas


def _linked_data(tree: HtmlElement) -> dict[str, Any]:
    """The first article of the page's JSON-LD; empty if there is none."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _items(data):
            types = item.get("@type")
            if any(kind in _ARTICLE_TYPES for kind in (types if isinstance(types, list) else [types])):
                return item
    return {}


def _items(data: Any) -> Iterator[dict[str, Any]]:
    listed = data if isinstance(data, list) else [data]
    for item in listed:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in graph if isinstance(part, dict)) if isinstance(graph, list) else ()


def _text(value: Any) -> str:
    value = value[0] if isinstance(value, list) and value else value
    return " ".join(value.split()) if isinstance(value, str) else ""


def _name(value: Any) -> str:
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


# --- headline ----------------------------------------------------------------------------------------


def _headline(tree: HtmlElement, metas: dict[str, str], linked: dict[str, Any], site: str) -> str:
    """The ``<h1>`` that the page's title repeats or shortens, else the title without the site's name."""
    title = title_of(tree)
    titles = [metas.get("og:title", ""), _text(linked.get("headline")), title]
    compact = ["".join(title.split()) for title in titles]
    headings = [shown_text(heading)[:_LONGEST_TITLE] for heading in tree.iter("h1")]
    headings = [heading for heading in headings if heading and heading != site]
    for heading in headings:
        if any("".join(heading.split()) in title for title in compact):
            return heading
    named = next((_without_site(title, site) for title in titles if title), "")
    if len(headings) == 1 and sum(char in headings[0] for char in named) * 2 > len(named):
        return headings[0]
    return (named or next(iter(headings), ""))[:_LONGEST_TITLE]


def _without_site(title: str, site: str) -> str:
    parts = [(match.start(), match.end()) for match in _BETWEEN_TITLE_AND_SITE.finditer(title)]
    for start, end in parts:
        rest = title[end:].strip()
        if start and (rest == site or (site and rest.endswith(site)) or _SITE.search(rest)):
            return title[:start].strip()
    return title


# --- date, authors, address, language ----------------------------------------------------------------


def _published(
    tree: HtmlElement, metas: dict[str, str], linked: dict[str, Any], timezone: str
) -> date | None:
    times = tree.xpath(
        "//time[@pubdate or @itemprop='datePublished']/@datetime | //*[@itemprop='datePublished']/@content"
    )
    values = [_text(linked.get("datePublished")), *(metas.get(name, "") for name in _DATES), *times]
    if not any(values):
        values = tree.xpath("(//article//time | //header//time)[1]/@datetime")
    for value in values:
        try:
            return calendar_day(str(value), timezone)
        except ValueError:
            continue
    return None


def _day_in(url: str) -> date | None:
    match = _DAY_IN_PATH.search(urlsplit(url).path)
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"])) if match else None
    except ValueError:
        return None


def _byline(tree: HtmlElement, metas: dict[str, str], linked: dict[str, Any], site: str) -> str:
    authors = linked.get("author")
    written = [_name(author) for author in (authors if isinstance(authors, list) else [authors])]
    for name in _AUTHORS:
        written = written if any(written) else [metas.get(name, "")]
    if not any(written):
        found = tree.xpath("//*[@itemprop='author' or @rel='author' or @class='author' or @class='byline']")
        written = [shown_text(element)[:200] for element in found[:5]]
    return author_names(written, site)


def author_names(written: Iterable[str], site: str) -> str:
    """The people in texts that name authors, each once."""
    names = [
        name for text in written for name in _names(text) if name.lower() not in (*_NO_AUTHORS, site.lower())
    ]
    names = list(dict.fromkeys(names))
    return (", " if any(" " in name for name in names) else " ").join(names)


def _names(written: str) -> list[str]:
    """The people that a text names as authors; a web address is none."""
    if "://" in written:
        return []
    if (chinese := byline_names(written)) and cjk_only(chinese):
        return chinese.split(" ")
    names = _BETWEEN_NAMES.split(re.sub(r"^(?:written )?by:?\s+", "", written.strip(), flags=re.IGNORECASE))
    return [name for name in names if 1 < len(name) <= 60 and (_LATIN_LETTER.search(name) or cjk_only(name))]


def _address(tree: HtmlElement, metas: dict[str, str]) -> str:
    """The page's own address; empty if it has none, or only that of the whole site."""
    canonical = tree.xpath("//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
    saved = [
        match[1] for comment in tree.xpath("//comment()") if (match := _SAVED_FROM.search(comment.text or ""))
    ]
    for url in (*canonical, metas.get("og:url", ""), *saved):
        url = str(url).strip()
        try:
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query):
            return url
    return ""


def _language(tree: HtmlElement, headline: str) -> str:
    """The page's language, unless its headline is in another script: many sites declare the language of their template."""
    declared = (
        (tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip().lower()
    )
    is_chinese = len(cjk_only(headline)) * 3 > len(headline)
    if declared.startswith("zh") and is_chinese:
        return "zh-Hant" if re.match(r"zh-(?:tw|hk|mo|hant)", declared) else "zh-Hans"
    if declared.startswith("en") and not is_chinese:
        return "en"
    return ""
