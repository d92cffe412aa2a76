"""What an item of news XML says, in each of its three languages: NITF, NewsML-G2 and NewsML 1.

Elements are found by their names without namespaces, which differ between the versions of the standards.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.clean import plain_text
from ingest.metadata import joined_names
from ingest.readers.story import Story

if TYPE_CHECKING:
    from lxml import etree

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_AS_HTML = {"hl1": "h2", "hl2": "h3", "block": "div", "bq": "blockquote", "nitf-table": "div", "note": "div"}
_NO_TEXT = frozenset(("media", "figure", "body.head", "body.end", "head"))


@dataclass(frozen=True, slots=True)
class NewsItem:
    """An item of news XML.

    Attributes:
        story: without a place.
        kind: what it is: `text`, or `picture`, `package` …
        status: `usable`, or in small letters why it may not be published: `canceled`, `withheld`, `embargoed`.
        embargo: the time before which it may not be published, as it is written; empty if there is none.
        expires: the time after which it may not be published any more, as it is written; empty if there is none.
        version: a higher one replaces a lower one.
        summary: whether it has no text but an abstract.
    """

    story: Story
    kind: str = "text"
    status: str = "usable"
    embargo: str = ""
    expires: str = ""
    version: int = 0
    summary: bool = False


# --- NITF ----------------------------------------------------------------------------------------------


def nitf(root: etree._Element) -> NewsItem:
    """https://iptc.org/standards/nitf/"""
    data = _first(root, "docdata")
    published = _attributes(root, "pubdata")
    content = [part for block in _all(root, "body.content") for part in _articles_of(block)]
    text, abstract = _text(content), _text(_all(root, "abstract"))
    metas = {meta.get("name", ""): meta.get("content", "") for meta in _all(root, "meta")}
    names = ("date.issue", "story.date", "date.release")
    story = Story(
        source_id=_attributes(root, "doc-id").get("id-string", "").strip(),
        text=text or abstract,
        place=(0, 0),
        headline=_words(root, "hl1") or _words(root, "title"),
        subheadline=_words(_first(root, "body.head"), "hl2"),
        byline=_nitf_byline(root),
        dates=(published.get("date.publication", ""), *(_attributes(root, n).get("norm", "") for n in names)),
        paper=published.get("name", ""),
        page=metas.get("print_page_number", ""),
        section=published.get("position.section", "") or metas.get("print_section", ""),
        url=published.get("ex-ref", ""),
        lang=root.get(_LANG, ""),
    )
    status = data.get("management-status", "").lower() if data is not None else ""
    licences = [dict(element.attrib) for element in _all(root, "doc.rights")]
    ends = [str(licence.get("enddate", "")) for licence in licences]
    return NewsItem(
        story,
        status=status or "usable",
        embargo=_attributes(root, "date.release").get("norm", "")
        or min((str(licence.get("startdate", "")) for licence in licences), default=""),
        expires=_attributes(root, "date.expire").get("norm", "") or (max(ends) if all(ends) and ends else ""),
        summary=not text,
    )


def _articles_of(content: etree._Element) -> list[etree._Element]:
    """The body, without the blocks that only repeat the beginning of the full text."""
    full = [block for block in _all(content, "block") if block.get("class") == "full_text"]
    return full or [content]


def _nitf_byline(root: etree._Element) -> str:
    byline = _first(root, "byline")
    people = [_plain(person) for person in _all(byline, "person")]
    return joined_names(people) or _plain(byline)


# --- NewsML-G2 -----------------------------------------------------------------------------------------


def newsml_g2(root: etree._Element) -> NewsItem:
    """https://iptc.org/std/NewsML-G2/"""
    meta, content = _first(root, "itemMeta"), _first(root, "contentMeta")
    inner = _inline(_first(root, "contentSet"))
    headlines = list(_all(content, "headline"))
    sub = [headline for headline in headlines if "sub" in headline.get("role", "").lower()]
    main = [headline for headline in headlines if headline not in sub]
    package = _local(root) != "newsItem"
    story = replace(
        inner.story,
        source_id=root.get("guid", "").strip(),
        headline=_plain(main[0] if main else None) or inner.story.headline or _words(meta, "title"),
        subheadline=_plain(sub[0] if sub else None) or inner.story.subheadline,
        byline=_words(content, "by") or inner.story.byline or _people(content),
        dates=(
            _words(meta, "firstCreated"),
            _words(content, "contentCreated"),
            _words(meta, "versionCreated"),
            *inner.story.dates,
        ),
        paper=_provider(_first(meta, "provider")) or inner.story.paper,
        section=inner.story.section or _words(_first(meta, "service"), "name"),
        lang=root.get(_LANG, "") or _attributes(content, "language").get("tag", ""),
    )
    embargo = _first(meta, "embargoed")
    status = _code(_first(meta, "pubStatus")) or inner.status
    return NewsItem(
        story,
        kind=_local(root).removesuffix("Item") if package else _code(_first(meta, "itemClass")) or "text",
        status="embargoed" if embargo is not None and not _plain(embargo) else status,
        embargo=_plain(embargo) or inner.embargo,
        expires=_words(meta, "expires") or inner.expires,
        version=_number(root.get("version", "")),
        summary=inner.summary,
    )


def _inline(content: etree._Element | None) -> NewsItem:
    """The first rendition of the content that has a text."""
    for part in () if content is None else content:
        name = _local(part)
        if name == "inlineXML":
            found = [nitf(child) if _local(child) == "nitf" else _html(child) for child in _children(part)]
        elif name == "inlineData":
            found = [_data(part)]
        else:
            continue
        for item in found:
            if item.story.text:
                return item
    return NewsItem(Story("", "", (0, 0)))


def _html(element: etree._Element) -> NewsItem:
    body = _first(element, "body")
    return NewsItem(Story("", _text([element if body is None else body]), (0, 0)))


def _data(element: etree._Element) -> NewsItem:
    text = "".join(element.itertext())
    return NewsItem(
        Story("", plain_text(text) if "html" in element.get("contenttype", "") else _lines(text), (0, 0))
    )


def _provider(provider: etree._Element | None) -> str:
    if provider is None:
        return ""
    return _words(provider, "name") or provider.get("literal", "") or _code(provider, lower=False)


def _people(content: etree._Element | None) -> str:
    people = [
        creator for creator in _all(content, "creator") if _code_of(creator.get("type", "")) == "person"
    ]
    return joined_names([_words(person, "name") for person in people])


# --- NewsML 1 ------------------------------------------------------------------------------------------


def newsml_1(root: etree._Element) -> NewsItem:
    """https://iptc.org/standards/newsml-1/"""
    identity = [_words(root, name) for name in ("ProviderId", "DateId", "NewsItemId")]
    contents = [_embedded(content) for content in _all(root, "DataContent")]
    inner = next((item for item in contents if item.story.text), NewsItem(Story("", "", (0, 0))))
    status = _attributes(root, "Status").get("FormalName", "").lower()
    change = _first(root, "StatusWillChange")
    story = replace(
        inner.story,
        source_id=":".join(filter(None, identity)),
        headline=_words(root, "HeadLine") or inner.story.headline,
        subheadline=_words(root, "SubHeadLine") or inner.story.subheadline,
        byline=_words(root, "ByLine") or inner.story.byline,
        dates=(_words(root, "FirstCreated"), identity[1], *inner.story.dates),
        paper=_attributes(_first(root, "Provider"), "Party").get("FormalName", "") or inner.story.paper,
        lang=_attributes(root, "Language").get("FormalName", ""),
    )
    return NewsItem(
        story,
        status=status or inner.status,
        embargo=_words(change, "DateAndTime") if status == "embargoed" else inner.embargo,
        expires=inner.expires,
        version=_number(_words(root, "RevisionId")),
        summary=inner.summary,
    )


def _embedded(content: etree._Element) -> NewsItem:
    inner = _first(content, "nitf")
    if inner is not None:
        return nitf(inner)
    return _html(content) if len(content) else _data(content)


# --- elements ------------------------------------------------------------------------------------------


def _local(element: etree._Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _children(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if isinstance(child.tag, str)]


def _all(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The elements with this name in an element, in any namespace."""
    return iter(()) if element is None else element.iter(f"{{*}}{name}")


def _first(element: etree._Element | None, name: str) -> etree._Element | None:
    return next(_all(element, name), None)


def _attributes(element: etree._Element | None, name: str) -> Mapping[str, str]:
    found = _first(element, name)
    return {} if found is None else {str(key): str(value) for key, value in found.attrib.items()}


def _plain(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _words(element: etree._Element | None, name: str) -> str:
    return _plain(_first(element, name))


def _code(element: etree._Element | None, *, lower: bool = True) -> str:
    """The code of an element without its scheme: ``canceled`` of ``stat:canceled``."""
    code = (
        "" if element is None else element.get("qcode") or element.get("uri") or element.get("literal") or ""
    )
    return _code_of(code).lower() if lower else _code_of(code)


def _code_of(name: str) -> str:
    return name.rsplit(":", 1)[-1].rsplit("/", 1)[-1]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _lines(text: str) -> str:
    return "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def _text(elements: Iterable[etree._Element]) -> str:
    """The text of elements, a paragraph a line, without pictures and their captions."""
    from lxml import etree

    shown = []
    for element in elements:
        html = copy.deepcopy(element)
        html.tail = None
        for part in [part for part in html.iter() if _local(part) in _NO_TEXT and part is not html]:
            _remove(part)
        for part in html.iter(etree.Element):
            part.tag = _AS_HTML.get(_local(part), _local(part))
        html.tag = "div"
        etree.cleanup_namespaces(html)
        shown.append(plain_text(etree.tostring(html, encoding="unicode", method="html")))
    return "\n".join(filter(None, shown))


def _remove(element: etree._Element) -> None:
    """Take an element out, and leave what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)
