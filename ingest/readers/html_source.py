"""Reads HTML files: recognises and decodes them, and finds where in the file a text that they show is."""

from __future__ import annotations

import codecs
import copy
import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.clean.characters import is_wide
from ingest.readers.base import FileUnreadable
from rag.schema import FieldName, Paragraph

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST_HTML = 16 << 20  # bytes; a page saved with its pictures inside has a few megabytes

_OPENING = re.compile(
    r"(?:\s|<\?xml[^<>]*>|<!--[^<>]*-->)*<(?:!doctype\s+html|html|head|body|meta|title)[\s>]", re.I
)
_FRAGMENT = re.compile(r"\s*<(?:div|p|article|section|h[1-6]|table)[\s>]", re.I)
_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml")
_DECLARED = re.compile(
    rb"""(?:<meta\b[^<>]{0,300}?charset|<\?xml[^<>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I
)
_DECLARED_WITHIN = 4096
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_UNMARKED_UTF16 = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))
_SUPERSETS = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "iso8859-1": "cp1252",
    "ascii": "utf-8",
}
_GUESSED = ["gb18030", "big5", "big5hkscs", "cp1252"]
_DAMAGED = 0.05  # the most replacement characters, as a share of those that are not ASCII

_NOT_SHOWN = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "select",
    "button",
    "textarea",
    "form",
)
_BLOCKS = frozenset(
    "address article aside blockquote br caption center dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody tr ul head item lb list quote row".split()
)  # the last six are what trafilatura calls them
_CELLS = frozenset(("td", "th", "cell"))
_LINE_END = re.compile(r"\s*\n\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # XML has none of these
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")


def looks_like_html(head: bytes, name: str) -> bool:
    """Whether a file that begins with these bytes is an HTML document, or by its name a piece of one."""
    start = head[:2048].decode(_utf16(head) or "latin-1", errors="replace").lstrip("\ufeffï»¿")
    return bool(_OPENING.match(start)) or (name.lower().endswith(_SUFFIXES) and bool(_FRAGMENT.match(start)))


def read_html(path: Path) -> tuple[bytes, str, str]:
    """A file's bytes, its text, and its encoding: ``data.decode(encoding, errors="replace") == text``.

    Raises:
        FileUnreadable: it is empty or too large, or its encoding is unknown.
        OSError
    """
    if path.stat().st_size > LARGEST_HTML:
        raise FileUnreadable(
            f"too large for a web page (over {LARGEST_HTML >> 20} MB): save it without its pictures."
        )
    data = path.read_bytes()
    if not data.strip():
        raise FileUnreadable("empty: save the page again.")
    encoding = html_encoding(data)
    return data, data.decode(encoding, errors="replace"), encoding


def html_encoding(data: bytes) -> str:
    """The codec of an HTML file: its byte order mark's, UTF-8 if it is valid UTF-8, the declared one, or a guess.

    A declared codec that does not fit is ignored: pages converted to UTF-8 often still declare their former one.

    Raises:
        FileUnreadable: none fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if utf16 := _utf16(data):
        return utf16
    if _damage(data, "utf-8") == 0:
        return "utf-8"
    declared = _DECLARED.search(data[:_DECLARED_WITHIN])
    candidates = [_known_codec(declared[1].decode("ascii", "replace"))] if declared else []
    for encoding in [*filter(None, candidates), "utf-8", _guess(data)]:
        if encoding and _damage(data, encoding) <= _DAMAGED:
            return encoding
    raise FileUnreadable("its encoding is unknown: open it in a browser and save it again as UTF-8.")


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
            element.text = shown if element.tag == "pre" else _LINE_END.sub(_source_line_end, shown)
        if element.tail:
            element.tail = _LINE_END.sub(_source_line_end, _CONTROL.sub(" ", element.tail))
    return tree


def shown_lines(element: HtmlElement) -> list[str]:
    """The text of an element as a reader sees it: each block and each ``<br>`` is a line; blank ones are left out."""
    from lxml import etree

    element = copy.deepcopy(element)
    element.tail = None
    etree.strip_elements(element, *_NOT_SHOWN, with_tail=False)
    etree.strip_tags(element, etree.Comment, etree.ProcessingInstruction)
    for part in element.iter():
        if part.tag in _BLOCKS:
            part.text, part.tail = f"\n{part.text or ''}", f"\n{part.tail or ''}"
        elif part.tag in _CELLS:
            part.text = f" {part.text or ''}"
    shown = "".join(element.itertext())
    lines = (" ".join(line.split()) for line in shown.split("\n"))
    return [line for line in lines if line]


def shown_text(element: HtmlElement) -> str:
    """The text of an element on one line."""
    return " ".join(shown_lines(element))


def _source_line_end(match: re.Match[str]) -> str:
    """A line end in the source is a space, but nothing between two Chinese characters."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return "" if before and after and is_wide(before) and is_wide(after) else " "


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


# --- encodings ---------------------------------------------------------------------------------------


def _utf16(data: bytes) -> str:
    """The codec of UTF-16, with or without a byte order mark; empty if it is none (XML 1.0, appendix F)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return next((codec for start, codec in _UNMARKED_UTF16 if data.startswith(start)), "")


def _known_codec(name: str) -> str:
    """A declared codec as Python calls it, or the superset of it that browsers use (WHATWG Encoding); empty if unknown."""
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return ""
    return _SUPERSETS.get(codec, codec)


def _damage(data: bytes, encoding: str) -> float:
    """The share of characters other than ASCII that cannot be decoded."""
    try:
        text = data.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):
        return 1.0
    if "\ufffd" not in text:
        return 0.0
    return text.count("\ufffd") / max(1, sum(1 for char in text if char > "\x7f"))


def _guess(data: bytes) -> str:
    """The codec that charset-normalizer finds for the text between the tags; empty if it finds none."""
    from charset_normalizer import from_bytes

    best = from_bytes(re.sub(rb"<[^<>]*>", b" ", data), cp_isolation=_GUESSED).best()
    return _SUPERSETS.get(codecs.lookup(best.encoding).name, best.encoding) if best else ""
