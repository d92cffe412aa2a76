"""Reads the posts of a WordPress export (WXR), one at a time, so that it can have any size."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.clean import plain_text
from ingest.clean.decode import DAMAGE, declared_encoding, find_encoding
from ingest.readers.base import HEAD, Article, Item, Note, Problem
from ingest.readers.counted import counted
from ingest.readers.identity import made_id
from ingest.readers.options import ReadOptions
from ingest.readers.story import Story
from ingest.readers.web_residue import without_residue
from ingest.readers.xml_text import (
    LONGEST_ELEMENT,
    Element,
    elements,
    namespaces,
    parse_element,
    pieces,
    root_tag,
)
from rag.archive import SourceFile

if TYPE_CHECKING:
    from lxml import etree

_EXPORT = "wordpress.org/export/"
_COMMON = {  # for an export whose head is damaged
    "wp": "http://wordpress.org/export/1.2/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_ADDRESS = re.compile(r"https?://\S+")
_TITLE = re.compile(r"<title>(?:<!\[CDATA\[)?([^<>\]]{0,300})")
_ARTICLE_TYPES = frozenset(
    ("", "post", "news", "article", "story")
)  # the others are WordPress's own, or a plug-in's
_DRAFTS = frozenset(("draft", "auto-draft"))
_NO_PERSONS = frozenset(("admin", "administrator", "root", "webmaster", "wordpress", "管理员"))
_NO_SECTIONS = frozenset(("uncategorized", "未分类", "未分類"))


class WordPress:
    """The export of a WordPress site."""

    name = "wordpress"

    def sniff(self, head: bytes, name: str) -> float:
        root = root_tag(head)
        return 1.0 if root.startswith("rss") and _EXPORT in root else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        with path.open("rb") as file:
            head = file.read(HEAD)
        file_read = SourceFile(path.name, path, find_encoding(head, declared_encoding(head)))
        _ = file_read.sha256  # computed now, so that a change while it is read is noticed
        yield file_read
        title = _TITLE.search(head.decode(file_read.encoding, "replace"))
        site = plain_text(title[1]) if title else ""
        declared = _COMMON | namespaces(root_tag(head))
        authors: dict[str, str] = {}
        others: Counter[str] = Counter()
        number = done = 0
        for element in elements(pieces(path, file_read.encoding), "wp:author|item"):
            done += len(element.text.encode(file_read.encoding, "replace"))
            if element.text.startswith("<wp:author"):
                authors |= _author(element, declared)
                continue
            number += 1
            item = _post(element, f"item {number}", path.name, site, declared, authors, options, done)
            if isinstance(item, str):
                others[item] += 1
            else:
                yield item
        if not number:
            yield Problem("", "there are no posts in this export")
        if others:
            yield Note("", f"not published, so not taken: {counted(others)}", done)


def _author(element: Element, declared: Mapping[str, str]) -> dict[str, str]:
    """The name that readers see, by the author's account."""
    author, _ = parse_element(element, declared)
    if author is None:
        return {}
    return {_field(author, "wp:author_login"): _field(author, "wp:author_display_name")}


def _post(
    element: Element,
    where: str,
    file_name: str,
    site: str,
    declared: Mapping[str, str],
    authors: dict[str, str],
    options: ReadOptions,
    done: int,
) -> Article | Problem | str:
    """An item as an article, or if it is no published one, what it is."""
    if len(element.text) > LONGEST_ELEMENT:
        return Problem(where, f"longer than {LONGEST_ELEMENT:,} characters", done)
    post, damage = parse_element(element, declared)
    if post is None:
        return Problem(where, f"the XML is damaged ({damage})", done)
    if kind := _unpublished(post):
        return kind
    headline = plain_text(_field(post, "title"))
    content, excerpt = (_shown(_field(post, name)) for name in ("content:encoded", "excerpt:encoded"))
    account = _field(post, "dc:creator")
    byline = authors.get(account) or account
    story = Story(
        source_id=_field(post, "guid") or _field(post, "link") or made_id(file_name, headline),
        text=content or excerpt,
        place=(element.start, element.end),
        headline=headline,
        byline="" if byline.lower() in _NO_PERSONS else byline,
        dates=_dates(post),
        paper=site,
        section=_section(post),
        url=_field(post, "link"),
    )
    notes = [f"the XML is damaged ({damage})" if damage else "", "" if content else "only a summary"]
    if DAMAGE in element.text:
        notes.append("some characters are damaged")
    return story.item(where, options, *notes, done=done)


def _shown(html: str) -> str:
    """What a reader saw of a text, without the addresses of what WordPress shows in their place, and without credits."""
    lines = plain_text(html).split("\n")
    return "\n".join(line for line in without_residue(lines) if not _ADDRESS.fullmatch(line))


def _unpublished(post: etree._Element) -> str:
    """What an item is that is no published article; empty if it is one."""
    type_, status = _field(post, "wp:post_type"), _field(post, "wp:status")
    if type_ not in _ARTICLE_TYPES:
        return type_
    if status in _DRAFTS:
        return "draft"
    if status not in ("publish", ""):
        return f"{status} post"
    return "protected post" if _field(post, "wp:post_password") else ""


def _dates(post: etree._Element) -> tuple[str, ...]:
    """The day in the site's own time zone; none if WordPress has written zeros."""
    local = _field(post, "wp:post_date")
    return () if local.startswith("0000") else (local or _field(post, "pubDate"),)


def _section(post: etree._Element) -> str:
    for category in post.iterfind("category"):
        name = plain_text("".join(category.itertext()))
        if category.get("domain", "category") == "category" and name.lower() not in _NO_SECTIONS:
            return name
    return ""


def _field(element: etree._Element, name: str) -> str:
    found = element.find(name, _COMMON | {prefix or "": uri for prefix, uri in element.nsmap.items()})
    return "" if found is None else "".join(found.itertext()).strip()
