"""XML files as text: decoded as they say, cut into the elements that are articles, and parsed without side effects."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.entities import html5
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.clean.decode import decode_markup
from ingest.readers.text_kinds import rough_text

if TYPE_CHECKING:
    from lxml import etree

LONGEST_ELEMENT = 16 << 20  # code points

_PIECE = 1 << 20  # bytes
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_CONTROLS = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF], " ")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30};)")
_NAMESPACE = re.compile(r"""\sxmlns(?::(?P<prefix>[\w.-]{1,40}))?\s*=\s*["'](?P<uri>[^"'<>&]{1,300})["']""")
_LONE_AMPERSAND = re.compile(r"<!\[CDATA\[.*?\]\]>|&(?!#?[A-Za-z0-9]{1,30};)", re.DOTALL)
_PLACE = re.compile(r", line \d+, column \d+.*", re.DOTALL)
_LONGEST_TAG = 100  # code points that a start tag's name may be split over


def decode_xml(data: bytes) -> tuple[str, str]:
    """The text of an XML file, and its encoding, in which ``data.decode(encoding, "replace")`` has the same length.

    Control characters, which XML does not allow, are spaces.

    Raises:
        NotText: no encoding fits.
    """
    text, encoding = decode_markup(data)
    return without_controls(text), encoding


def without_controls(text: str) -> str:
    """A text with spaces in place of the characters that XML does not allow."""
    return text.translate(_CONTROLS)


def pieces(path: Path, encoding: str) -> Iterator[str]:
    """A file's text, piece by piece, as `decode_xml` makes it."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    with path.open("rb") as file:
        while data := file.read(_PIECE):
            yield without_controls(decoder.decode(data))
    yield decoder.decode(b"", final=True)


def root_tag(head: bytes) -> str:
    """The start tag of a file's first element (``rss version="2.0"``); empty if the file does not begin as XML does.

    Args:
        head: the beginning of the file.
    """
    text = rough_text(head)
    position = 0
    while True:
        position += len(text[position:]) - len(text[position:].lstrip(" \t\r\n"))
        if text.startswith("<?", position):
            end = text.find("?>", position) + 2
        elif text.startswith("<!--", position):
            end = text.find("-->", position) + 3
        elif text.startswith("<!", position):
            subset = text.find("[", position, text.find(">", position))
            end = text.find(">", text.find("]", subset) if subset > 0 else position) + 1
        elif text.startswith("<", position):
            return text[position + 1 : text.find(">", position)].strip("/")
        else:
            return ""
        if end <= position:
            return ""
        position = end


def namespaces(tag: str) -> dict[str, str]:
    """The namespaces that a start tag declares, by prefix; the default one by the empty prefix."""
    return {match["prefix"] or "": match["uri"] for match in _NAMESPACE.finditer(tag)}


@dataclass(frozen=True, slots=True)
class Element:
    """An element as it stands in the file, from its start tag to its end tag.

    Attributes:
        text: at most some more than `LONGEST_ELEMENT` code points; the rest of a longer one is left out.
        start: code points of the file before it.
    """

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def elements(pieces: Iterable[str], names: str) -> Iterator[Element]:
    """The elements with one of these names, in order, of a file that is read piece by piece.

    One whose end tag is missing ends where the next one begins. What looks like a tag in a CDATA section or a comment is
    none.

    Args:
        names: alternatives of a regular expression: ``item|entry``. They do not contain each other.
    """
    tag = re.compile(rf"<!\[CDATA\[|<!--|<(?P<end>/?)(?:{names})(?=[\s/>])")
    buffer, before = "", 0  # code points of the file before the buffer
    position, opened, closing = 0, -1, ""  # in the buffer; `closing` ends the CDATA section or comment
    for piece in pieces:
        buffer += piece
        while True:
            if closing:
                found = buffer.find(closing, position)
                if found < 0:
                    position = max(position, len(buffer) - len(closing) + 1)
                    break
                position, closing = found + len(closing), ""
            match = tag.search(buffer, position)
            if match is None:
                position = max(position, len(buffer) - _LONGEST_TAG)
                break
            position = match.end()
            if match["end"] is None:
                closing = "]]>" if match[0] == "<![CDATA[" else "-->"
                continue
            end = match.start()
            if match["end"]:
                end = buffer.find(">", position) + 1
                if not end:
                    position = match.start()
                    break
                position = end
            if opened >= 0:
                yield Element(buffer[opened:end], before + opened)
            opened = -1 if match["end"] else match.start()
        if opened >= 0 and len(buffer) - opened > LONGEST_ELEMENT:
            yield Element(buffer[opened:], before + opened)
            opened, position, closing = -1, len(buffer), ""
        keep = opened if opened >= 0 else position
        buffer, before, position = buffer[keep:], before + keep, position - keep
        opened = min(opened, 0)
    if opened >= 0:
        yield Element(buffer, before)


def parse_xml(text: str) -> tuple[etree._Element | None, str]:
    """The root of an XML text, and what is wrong with the XML, which is then read as far as possible; empty if nothing is.

    Nothing outside of the text is read, and entities that it defines itself are left out.
    """
    from lxml import etree

    source = _ENTITY.sub(_character, _DECLARATION.sub("", text.lstrip("\ufeff")))
    options = {"encoding": "utf-8", "resolve_entities": False, "no_network": True, "load_dtd": False}
    damage = ""
    for attempt, recover in ((source, False), (_LONE_AMPERSAND.sub(_escaped, source), True)):
        try:
            parser = etree.XMLParser(recover=recover, **options)
            return etree.fromstring(attempt.encode("utf-8", "replace"), parser), damage
        except etree.XMLSyntaxError as error:
            damage = damage or _PLACE.sub("", str(error))
    return None, damage


def _escaped(match: re.Match[str]) -> str:
    return "&amp;" if match[0] == "&" else match[0]


def parse_element(element: Element, declared: Mapping[str, str]) -> tuple[etree._Element | None, str]:
    """An element by itself, and what is wrong with its XML, as by `parse_xml`.

    Args:
        declared: the namespaces that the elements around it declare.
    """
    prefixes = "".join(f' xmlns{":" if prefix else ""}{prefix}="{uri}"' for prefix, uri in declared.items())
    root, damage = parse_xml(f"<root{prefixes}>{element.text}</root>")
    children = [] if root is None else [child for child in root if isinstance(child.tag, str)]
    return (children[0] if children else None), damage


def _character(entity: re.Match[str]) -> str:
    """The character of an entity of HTML, which XML does not know; those that XML knows stay."""
    character = html5.get(entity[1], "")
    return entity[0] if not character or character in "<>&\"'" else character
