"""Reads the XML of news agencies and editorial systems: NITF, NewsML-G2 and NewsML 1."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.clean import damage_note
from ingest.readers.base import HEAD, Article, FileUnreadable, Item, Note, Problem, Withdrawal
from ingest.readers.counted import counted
from ingest.readers.identity import made_id
from ingest.readers.news_items import NewsItem, newsml_1, newsml_g2, nitf
from ingest.readers.options import ReadOptions, moment
from ingest.readers.xml_text import Element, decode_xml, elements, namespaces, parse_element, root_tag
from rag.archive import SourceFile

LARGEST_FILE = 64 << 20  # bytes

_LANGUAGES = {  # by root element: the elements that are items, and how one is read
    "nitf": ("nitf", nitf),
    "newsItem": ("newsItem", newsml_g2),
    "packageItem": ("packageItem", newsml_g2),
    "newsMessage": (r"(?:news|package|concept|knowledge|planning|catalog)Item", newsml_g2),
    "NewsML": ("NewsItem", newsml_1),
}
_TEXTS = ("text", "composite")
_ENDLESS = 20  # years; who writes a later end means none
_WITHDRAWN = ("canceled", "cancelled", "withheld")  # also if it was published before


@dataclass(frozen=True, slots=True)
class _Found:
    """An item, its place in words, and what is wrong with its XML."""

    where: str
    news: NewsItem
    damage: str


class NewsXml:
    """Items of news XML, alone or several in a message."""

    name = "newsml"

    def sniff(self, head: bytes, name: str) -> float:
        return 0.95 if _root(head) in _LANGUAGES else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """
        Raises:
            NotText: its encoding is unknown.
            FileUnreadable: it is none of these, or too large.
        """
        if path.stat().st_size > LARGEST_FILE:
            raise FileUnreadable(f"too large for news XML (over {LARGEST_FILE >> 20} MB): split it.")
        data = path.read_bytes()
        text, encoding = decode_xml(data)
        if (root := _root(data[:HEAD])) not in _LANGUAGES:
            raise FileUnreadable("this is neither NITF nor NewsML.")
        names, read_item = _LANGUAGES[root]
        yield SourceFile(path.name, data, encoding)
        if note := damage_note(text, encoding):
            yield Problem("", note)
        found: list[_Found] = []
        declared = namespaces(root_tag(data[:HEAD]))
        for number, element in enumerate(elements([text], rf"(?:[\w.-]+:)?{names}"), start=1):
            where = f"item {number}"
            parsed, damage = parse_element(element, declared)
            if parsed is None:
                yield Problem(where, f"the XML is damaged ({damage})")
                continue
            found.append(_Found(where, _placed(read_item(parsed), element, path.name), damage))
        yield from _items(found, options)


def _root(head: bytes) -> str:
    tag = root_tag(head)
    return tag.split(maxsplit=1)[0].rsplit(":", 1)[-1] if tag.split() else ""


def _placed(item: NewsItem, element: Element, file_name: str) -> NewsItem:
    story = item.story
    source_id = story.source_id or made_id(file_name, story.headline or story.text)
    return replace(item, story=replace(story, source_id=source_id, place=(element.start, element.end)))


def _items(found: list[_Found], options: ReadOptions) -> Iterator[Item]:
    """The items that are news and may be published, and what the others are."""
    newest: dict[str, int] = {}
    for item in found:
        identity = item.news.story.source_id
        newest[identity] = max(newest.get(identity, 0), item.news.version)
    others: Counter[str] = Counter()
    for item in found:
        news = item.news
        if news.version < newest[news.story.source_id]:
            others["earlier version"] += 1
        elif news.status in _WITHDRAWN:
            paper = options.paper or news.story.paper or options.default_paper
            yield Withdrawal(news.story.source_id, paper, f"{news.status} by its sender", item.where)
        elif not news.story.text and news.kind not in _TEXTS:
            others[news.kind] += 1
        else:
            yield _article(item, options)
    if not found:
        yield Problem("", "there are no news items in this file")
    if others:
        yield Note("", f"not read, without text or replaced by a later version: {counted(others)}")


def _article(found: _Found, options: ReadOptions) -> Article | Problem | Note:
    """An item as an article, or why it must not be published: it has expired, or nobody says when its embargo ends."""
    news, now = found.news, datetime.now(UTC)
    expires, until = (_moment(written, options.timezone) for written in (news.expires, news.embargo))
    if expires and expires <= now:
        return Note(found.where, f"expired ({news.expires}), so it is not taken")
    if news.embargo and not until:
        unreadable = f"under an embargo whose end cannot be read ({news.embargo[:40]!r}), so it is not taken"
        return Problem(found.where, unreadable)
    if news.status != "usable" and not (news.status == "embargoed" and until):
        return Problem(found.where, f"{news.status} by its sender, so it is not taken")
    notes = (
        f"the XML is damaged ({found.damage})" if found.damage else "",
        "only a summary" if news.summary else "",
        f"expires ({news.expires}): remove it then" if expires and expires.year - now.year < _ENDLESS else "",
    )
    item = news.story.item(found.where, options, *notes)
    return replace(item, until=until) if isinstance(item, Article) and until and until > now else item


def _moment(written: str, timezone: str) -> datetime | None:
    try:
        return moment(written, timezone) if written else None
    except ValueError:
        return None
