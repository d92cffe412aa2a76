"""Reads articles from XML that is no standard of news: database dumps, exports of editorial systems, text corpora.

An element that is repeated and holds fields is a record: ``<doc><docno>…<contenttitle>…<content>…`` (Sogou's corpora),
``<DOC><HEADLINE>…<TEXT>…`` (TREC), ``<row><field name="title">…`` (mysqldump), ``<doc><str name="title">…`` (Solr).
Its fields are columns, as in other exports (`ingest.readers.export_columns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.clean import NotText
from ingest.clean.decode import declared_encoding, find_encoding
from ingest.readers.base import HEAD, FileUnreadable, Item
from ingest.readers.export_columns import known_field
from ingest.readers.fields import PlacedRecord, read_records
from ingest.readers.options import ReadOptions
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

_TAG = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|"
    r"""<(?P<end>/?)(?P<name>[^\W\d][\w:.-]{0,60})(?P<attributes>(?:\s[^<>]{0,2000})?)(?P<empty>/?)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""\s([\w:.-]{1,60})\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CHILD = re.compile(r"<(?P<name>[^\s<>/]+)(?P<attributes>[^<>]*)>(?P<value>.*?)</(?P=name)\s*>", re.DOTALL)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_LINE_END = re.compile(r"[ \t\r\u3000]*\n[ \t\u3000]*")
_HTML = frozenset("p br div span b strong i em a img h1 h2 h3 h4 ul ol li table blockquote font".split())
_OTHERS = frozenset(("html", "rss", "feed", "rdf:RDF", "urlset", "sitemapindex", "svg"))
_PARAGRAPH = "\ue40c"  # between two paragraphs of Sogou's corpora
_DEEPEST = 2


class XmlRecords:
    """Articles as the records of an XML file, read one at a time, so that it can have any size."""

    name = "xml"

    def sniff(self, head: bytes, name: str) -> float:
        if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] != b"<":
            return 0.0
        try:
            return 0.75 if _record_name(head) else 0.0
        except NotText:
            return 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """
        Raises:
            FileUnreadable: no element in it is a record with the text of an article.
        """
        with path.open("rb") as file:
            head = file.read(HEAD)
        name = _record_name(head)
        if not name:
            raise FileUnreadable(
                "no element of this XML holds an article: its text, and a headline, date, address or id."
            )
        source = SourceFile(path.name, path, _encoding(head))
        _ = source.sha256  # computed now, so that a change while it is read is noticed
        yield source
        yield from read_records(_records(path, source.encoding, name, namespaces(root_tag(head))), options)


def _encoding(head: bytes) -> str:
    encoding = find_encoding(head, declared_encoding(head))
    if head.decode(encoding, "replace").count("\ufffd") <= 1:  # a character may be cut off
        return encoding
    try:
        return find_encoding(head)
    except NotText:
        return encoding


def _records(path: Path, encoding: str, name: str, declared: Mapping[str, str]) -> Iterator[PlacedRecord]:
    done = 0
    for number, element in enumerate(elements(pieces(path, encoding), re.escape(name)), start=1):
        done += len(element.text.encode(encoding, "replace"))
        where = f"{name} {number}"
        if len(element.text) > LONGEST_ELEMENT:
            problem = f"longer than {LONGEST_ELEMENT:,} characters"
            yield PlacedRecord(where, {}, element.start, element.end, problem, done=done)
            continue
        record, damage = _record(element, declared)
        note = f"the XML is damaged ({damage})" if damage else ""
        problem = note if not record else ""
        yield PlacedRecord(where, record, element.start, element.end, problem, note, done)


# --- which elements are records ------------------------------------------------------------------------


def _record_name(head: bytes) -> str:
    """The name of the elements that are records, by the beginning of a file; empty if there are none."""
    text = head.decode(_encoding(head), "replace")
    return _likeliest(text, _fields_by_element(text, 1)) or _likeliest(
        text, _fields_by_element(text, _DEEPEST)
    )


def _likeliest(text: str, fields: Mapping[str, set[str]]) -> str:
    able = [
        name for name, found in fields.items() if "text" in found and found & {"title", "id", "url", "date"}
    ]
    repeated = [name for name in able if len(re.findall(rf"<{re.escape(name)}[\s>]", text)) > 1]
    return max(
        reversed(repeated or able), key=lambda name: len(fields[name]), default=""
    )  # the innermost of equals


def _fields_by_element(text: str, depth: int) -> dict[str, set[str]]:
    """By the name of each element, which fields its attributes are, and its children down to this depth."""
    fields: dict[str, set[str]] = {}
    stack: list[str] = []
    for tag in _TAG.finditer(text):
        name = tag["name"]
        if name is None:
            continue
        if not stack and not fields and name in _OTHERS:
            return {}
        if tag["end"]:
            while stack and stack.pop() != name:
                pass
            continue
        attributes = _attributes(tag["attributes"])
        for parent in stack[-depth:]:
            fields.setdefault(parent, set()).add(known_field(attributes.get("name", name)))
        found = fields.setdefault(name, set())
        found |= {known_field(attribute) for attribute in attributes}
        if not tag["empty"]:
            stack.append(name)
    return fields


def _attributes(written: str) -> dict[str, str]:
    return {name: unescape(value or other) for name, value, other in _ATTRIBUTE.findall(written)}


# --- records -------------------------------------------------------------------------------------------


def _record(element: Element, declared: Mapping[str, str]) -> tuple[dict[str, Any], str]:
    """The fields of an element, and what is wrong with its XML. Corpora do not escape what XML wants escaped."""
    parsed, damage = parse_element(element, declared)
    if damage and (loose := _loose_record(element.text)):
        return loose, ""
    if parsed is None:
        return {}, damage
    record: dict[str, Any] = {_local(name): value for name, value in parsed.attrib.items()}
    _add_children(record, parsed, 1)
    return record, damage


def _add_children(record: dict[str, Any], parent: etree._Element, depth: int) -> None:
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        name = child.get("name") or _local(child.tag)
        inner = [part for part in child if isinstance(part.tag, str)]
        if not inner:
            value: Any = _marked("".join(child.itertext()))
        elif any(_local(part.tag).lower() in _HTML for part in inner):
            value = _marked(_inner_html(child))
        elif known_field(name) or depth == _DEEPEST:
            value = ["".join(part.itertext()).strip() for part in inner]
        else:
            _add_children(record, child, depth + 1)
            continue
        if value not in ("", []):
            record.setdefault(name, value)


def _loose_record(text: str) -> dict[str, str]:
    """The fields of an element whose values may have bare `<` and `&`; empty if none of them is the text."""
    inner = text[text.find(">") + 1 :]
    record: dict[str, str] = {}
    for child in _CHILD.finditer(inner):
        name = _attributes(child["attributes"]).get("name") or child["name"].rpartition(":")[2]
        record.setdefault(name, _marked(unescape(_CDATA.sub(r"\1", child["value"]))))
    return record if any(known_field(name) == "text" for name in record) else {}


def _marked(text: str) -> str:
    return _LINE_END.sub("\n", text.replace(_PARAGRAPH, "\n")).strip()


def _inner_html(element: etree._Element) -> str:
    from lxml import etree

    parts = [etree.tostring(child, encoding="unicode", method="html") for child in element]
    return (element.text or "") + "".join(parts)


def _local(name: str) -> str:
    return str(name).rpartition("}")[2]
