"""Reads HTML files: recognises and decodes them, and finds where in the file a text that they show is."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.clean import plain_text
from ingest.clean.decode import decode_markup
from ingest.clean.markup import joined_source_lines
from ingest.readers.base import FileUnreadable
from ingest.readers.text_kinds import rough_text
from rag.schema import FieldName, Paragraph

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST_HTML = 16 << 20  # bytes; a page saved with its pictures inside has a few megabytes

_OPENING = re.compile(
    r"(?:\s|<\?xml[^<>]*>|<!--[^<>]*-->)*<(?:!doctype\s+html|html|head|body|meta|title)[\s>]", re.I
)
_FRAGMENT = re.compile(r"\s*<(?:div|p|article|section|h[1-6]|table)[\s>]", re.I)
_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # XML has none of these
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")


def looks_like_html(head: bytes, name: str) -> bool:
    """Whether a file that begins with these bytes is an HTML document, or by its name a piece of one."""
    start = rough_text(head[:4096])
    return bool(_OPENING.match(start)) or (name.lower().endswith(_SUFFIXES) and bool(_FRAGMENT.match(start)))


def read_html(path: Path) -> tuple[bytes, str, str]:
    """A file's bytes, its text, and its encoding: ``data.decode(encoding, errors="replace") == text``.

    Raises:
        NotText: its encoding is unknown.
        FileUnreadable: it is empty or too large.
        OSError
    """
    if path.stat().st_size > LARGEST_HTML:
        raise FileUnreadable(
            f"too large for a web page (over {LARGEST_HTML >> 20} MB): save it without its pictures."
        )
    data = path.read_bytes()
    if not data.strip():
        raise FileUnreadable("empty: save the page again.")
    return data, *decode_markup(data)


def parse_html(text: str) -> HtmlElement:
    """The tree of a decoded document. Line ends in it are what a reader sees of them: a space or nothing.

    Raises:
        FileUnreadable: nothing in it can be parsed.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        tree = html.document_fromstring(_CONTROL.sub(" ", text).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise FileUnreadable("there is nothing on this page: save it again, with its text.") from error
    for element in tree.iter(etree.Element):
        if element.text:
            shown = _CONTROL.sub(" ", element.text)  # an entity can be one too
            element.text = shown if element.tag == "pre" else joined_source_lines(shown)
        if element.tail:
            element.tail = joined_source_lines(_CONTROL.sub(" ", element.tail))
    return tree


def shown_lines(element: HtmlElement) -> list[str]:
    """The text of an element as a reader sees it (`plain_text`), without blank lines."""
    from lxml import etree

    html = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    html = html.replace("\n", "<br>")  # those of the source are gone
    lines = (" ".join(line.split()) for line in plain_text(f"<div>{html}</div>").split("\n"))
    return [line for line in lines if line]


def shown_text(element: HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join(shown_lines(element))


def title_of(tree: HtmlElement) -> str:
    """What the window of a browser is named after; empty if the document does not say."""
    return " ".join((tree.findtext(".//title") or "").split())


class ShownText:
    """What a decoded HTML document shows, without any spaces, with each character's offset in the document."""

    def __init__(self, html: str) -> None:
        parts: list[str] = []
        self._starts = array("q")  # of each part, in the shown text
        self._places: list[
            tuple[int, bool]
        ] = []  # of each part: its offset in the document; whether it is an entity
        length = 0
        for start, text, is_entity in _pieces(html):
            parts.append(text)
            self._starts.append(length)
            self._places.append((start, is_entity))
            length += len(text)
        self.text = "".join(parts)

    def find(self, text: str, start: int = 0) -> tuple[int, int] | None:
        """Where the text is shown at or after `start`, as a range of `self.text`; None if it is not."""
        wanted = _INVISIBLE.sub("", text)
        found = self.text.find(wanted, start) if wanted else -1
        return None if found < 0 else (found, found + len(wanted))

    def find_last(self, text: str, end: int) -> tuple[int, int] | None:
        """The last place before `end` where the text is shown."""
        wanted = _INVISIBLE.sub("", text)
        found = self.text.rfind(wanted, 0, end) if wanted else -1
        return None if found < 0 else (found, found + len(wanted))

    def offset(self, position: int) -> int:
        """The offset in the document of a character of `self.text`."""
        part = bisect_right(self._starts, position) - 1
        start, is_entity = self._places[part]
        return start if is_entity else start + position - self._starts[part]

    def places(self, field: FieldName, lines: Sequence[str], start: int = 0) -> list[Paragraph]:
        """Where in the document the lines of a field are; a line that is not found is left out.

        Args:
            lines: the field is these, joined by one character.
            start: where in `self.text` to begin.
        """
        places: list[Paragraph] = []
        begin = 0
        for line in lines:
            if found := self.find(line, start):
                first, start = found
                places.append(
                    Paragraph(field, begin, begin + len(line), self.offset(first), self.offset(start - 1) + 1)
                )
            begin += len(line) + 1
        return places


def _pieces(html: str) -> list[tuple[int, str, bool]]:
    """Runs of shown characters without spaces, and entities: the offset, the text, and whether it is an entity."""
    pieces: list[tuple[int, str, bool]] = []
    for start, end in _text_ranges(html):
        for match in _PIECE.finditer(html, start, end):
            if match["entity"]:
                shown = _INVISIBLE.sub("", unescape(match["entity"]))
                if shown:
                    pieces.append((match.start(), shown, True))
            else:
                pieces.append((match.start(), match[0], False))
    return pieces


_PIECE = re.compile(r"(?P<entity>&#?\w{1,31};)|[^\s&\u00ad\u200b-\u200f\u2060\ufeff]+|&")
_HIDDEN = re.compile(r"<(script|style|title)\b", re.I)


def _text_ranges(html: str) -> list[tuple[int, int]]:
    """The parts of a document between tags, comments and scripts."""
    lower = html.lower() if len(html.lower()) == len(html) else html
    ranges: list[tuple[int, int]] = []
    position = 0
    while (tag := html.find("<", position)) >= 0:
        if tag > position:
            ranges.append((position, tag))
        if html.startswith("<!--", tag):
            end = html.find("-->", tag + 4)
        elif hidden := _HIDDEN.match(html, tag):
            end = lower.find(f"</{hidden[1].lower()}", tag)
        else:
            end = tag
        end = html.find(">", end) if end >= 0 else -1
        if end < 0:
            return ranges
        position = end + 1
    return [*ranges, (position, len(html))]
