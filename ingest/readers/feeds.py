"""Reads articles from feeds: RSS, Atom and JSON Feed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ingest.clean import damage_note
from ingest.readers.base import Article, FileUnreadable, Item, Note, Problem
from ingest.readers.counted import counted
from ingest.readers.feed_entries import Entry, json_entries, xml_entries
from ingest.readers.identity import made_id
from ingest.readers.options import ReadOptions
from ingest.readers.web_residue import without_residue
from ingest.readers.xml_text import decode_xml, root_tag
from rag.archive import SourceFile

LARGEST_FEED = 64 << 20  # bytes

_XML_FEED = re.compile(
    r"rss\b|(?:\w+:)?feed\b.*(?:www\.w3\.org/2005/Atom|purl\.org/atom)"
    r"|rdf:RDF\b.*(?:purl\.org/rss/|my\.netscape\.com/rdf)",
    re.DOTALL,
)
_AFTER_OTHER_OUTPUT = re.compile(rb"<rss\s[^<>]{0,2000}>\s{0,100}<channel\b")
_JSON_FEED = re.compile(
    rb"""^\s*\{.{0,2000}?"version"\s{0,9}:\s{0,9}"https?:\\?/\\?/jsonfeed\.org\\?/version""", re.DOTALL
)
_MORE = re.compile(
    r"[\s\[（(【]*(?:阅读(?:全文|更多|原文)|查看(?:全文|更多|原文|详情)|點擊閱讀全文|閱讀(?:全文|更多)|点击(?:阅读|查看)全文|"
    r"(?:continue|keep) reading|read (?:more|on|the full (?:story|article))|full story)[\s\])）】>»→.。…]*$",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.)\])$")
_ORIGIN = re.compile(
    r"\n(?:The post .{1,300} (?:appeared first|first appeared) on .{1,200}|.{1,200}最先出现在.{1,200})$"
)
_SHORT = 200  # code points; a summary that has more may be all that there is


class Feed:
    """A feed of a web site, saved as a file."""

    name = "feed"

    def sniff(self, head: bytes, name: str) -> float:
        if _XML_FEED.match(root_tag(head)):
            return 0.95
        if b"jsonfeed.org" in head and _JSON_FEED.match(head.removeprefix(b"\xef\xbb\xbf")):
            return 0.95
        return 0.6 if _AFTER_OTHER_OUTPUT.search(head[:4096]) else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """
        Raises:
            NotText: its encoding is unknown.
            FileUnreadable: it is no feed, or too large.
        """
        if path.stat().st_size > LARGEST_FEED:
            raise FileUnreadable(f"too large for a feed (over {LARGEST_FEED >> 20} MB): split it.")
        data = path.read_bytes()
        text, encoding = decode_xml(data)
        read_entries = json_entries if text.lstrip("\ufeff \t\r\n").startswith("{") else xml_entries
        read = read_entries(text)
        yield SourceFile(path.name, data, encoding)
        if note := damage_note(text, encoding):
            yield Problem("", note)
        if read.damage:
            yield Problem("", f"{read.damage}; what can be read of it was read")
        for number, entry in enumerate(read.entries, start=1):
            if not entry.kind:
                yield _item(entry, f"entry {number}", path.name, options)
        if others := Counter(entry.kind for entry in read.entries if entry.kind):
            yield Note("", f"not published, so not taken: {counted(others)}")


def _item(entry: Entry, where: str, file_name: str, options: ReadOptions) -> Article | Problem:
    story = entry.story
    text = _ORIGIN.sub("", story.text)
    shown = _MORE.sub("", text)
    teaser = shown != text or _CUT_OFF.search(shown) or (entry.summary and len(shown) < _SHORT)
    shown = "\n".join(without_residue(shown.split("\n")))
    story = replace(
        story, text=shown, source_id=story.source_id or made_id(file_name, story.headline or shown)
    )
    return story.item(where, options, "only a summary" if teaser else "")
