"""Turns the values of an export's columns into text: numbers, lists, and objects that hold the text under a name."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from rag.text.normalise import replace_look_alikes

Record = Mapping[str, Any]

_INNER = (
    "rendered value raw processed text #text $t _ plain html main original content name display_name full_name "
    "basic nickname title $oid $date $numberLong $numberInt"
).split()
_NAME_PARTS = (
    ("first_name", "last_name"),
    ("firstname", "lastname"),
    ("firstName", "lastName"),
    ("given", "family"),
)
_DEEPEST = 8
_WRITTEN_LIST = re.compile(r"""\s*\[\s*(?:(?:'[^']*'|"[^"]*")\s*,?\s*)*\]\s*""")
_LINE_ENDS = dict.fromkeys(map(ord, "\r\x85\u2028\u2029"), "\n")
_INVISIBLE = (0xAD, 0x200B, 0x200C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF)
_UNPRINTABLE = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *_INVISIBLE])
_REPAIRS = _UNPRINTABLE | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # of lone surrogates


def value_at(record: Record, column: str) -> Any:
    """The value of a column; `a.b` is the value `b` of the object `a`, `a+b` the values of both. None if there is none."""
    if column in record:
        return record[column]
    if "+" in column:
        values = [value_at(record, part) for part in column.split("+")]
        return [value for value in values if value not in (None, "", [], {})] or None
    if "." not in column:
        return None
    name, _, rest = column.partition(".")
    inner = record.get(name)
    return value_at(inner, rest) if isinstance(inner, Mapping) else None


def unwrapped(value: Any) -> Any:
    """The value itself of an object such as ``{"rendered": "…"}`` or ``{"name": "…"}``, and the only item of a list."""
    for _ in range(_DEEPEST):
        value = _only_locale(value)
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif isinstance(value, Mapping) and (name := next((name for name in _INNER if name in value), "")):
            value = value[name]
        else:
            break
    return value


def plain_value(value: Any) -> str | None:
    """The text of a value that is text, a number or a date; "" of none, None of a list or an object."""
    value = unwrapped(value)
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return clean(value)
        case int() | float():
            return (
                "" if isinstance(value, float) and not math.isfinite(value) else f"{value}".removesuffix(".0")
            )
        case datetime() | date() | time():
            return value.isoformat()
    return None if value else ""


def text_parts(value: Any, depth: int = 0) -> Iterator[str]:
    """The texts in a value of which each part is a paragraph, such as a list of blocks with a ``text`` each.

    The pieces of one paragraph, such as its bold words, are joined (the rich text of Contentful, Sanity, Strapi, Slate,
    Tiptap, Lexical).
    """
    value = _only_locale(value)
    if isinstance(value, Mapping) and (pieces := _pieces(value)):
        yield clean("".join(pieces))
        return
    value = unwrapped(value)
    if isinstance(value, str):
        yield clean(value)
    elif isinstance(value, Sequence) and depth < _DEEPEST:
        for part in value:
            yield from text_parts(part, depth + 1)
    elif isinstance(value, Mapping) and depth < _DEEPEST:
        for name in ("data", "blocks", "paragraphs", "children", "items", "root"):
            if name in value:
                yield from text_parts(value[name], depth + 1)


def _pieces(block: Mapping[str, Any]) -> list[str]:
    """The texts of the pieces that a paragraph has; empty if it is none that consists of pieces."""
    parts = block.get("children", block.get("content"))
    if not isinstance(parts, list) or not all(isinstance(part, Mapping) for part in parts):
        return []
    texts = [_piece(part) for part in parts]
    return [text for text in texts if text is not None] if None not in texts else []


def _piece(part: Mapping[str, Any]) -> str | None:
    """The text of a piece of a paragraph; None if it is a block of its own."""
    kind_ = str(part.get("type", part.get("_type", part.get("nodeType", "text")))).lower()
    text = part.get("text", part.get("value"))
    if kind_ in ("text", "span") and isinstance(text, str):
        return text
    if kind_ in ("link", "hyperlink", "autolink"):
        return "".join(_pieces(part)) or None
    return "\n" if kind_ in ("linebreak", "hardbreak", "hard_break") else None


def _only_locale(value: Any) -> Any:
    """The value of an object that has it in one language: ``{"zh-CN": "…"}``."""
    if isinstance(value, Mapping) and len(value) == 1:
        name, inner = next(iter(value.items()))
        if re.fullmatch(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?", str(name)):
            return inner
    return value


def names_in(value: Any) -> list[str]:
    """The people's names in a value: a text, an object with a name, or a list of those (also as Python or JSON writes it)."""
    if isinstance(value, str) and _WRITTEN_LIST.fullmatch(value):
        value = re.findall(r"""(?<=['"])[^'"]+(?=['"]\s*[,\]])""", value)
    if isinstance(value, list):
        return [name for part in value for name in names_in(part)]
    if isinstance(value, Mapping):
        for first, last in _NAME_PARTS:
            if value.get(first) and value.get(last):
                return [f"{value[first]} {value[last]}"]
        if isinstance(value.get("by"), list):
            return names_in(value["by"])
    name = plain_value(value)
    return [" ".join(name.split())] if name and not name.isdigit() else []


def clean(text: str) -> str:
    """`text` with ``\\n`` as line ends, without control and invisible characters, with lone surrogates replaced and radicals
    (``⽉``) as characters (``月``)."""
    text = text.replace("\r\n", "\n").translate(_LINE_ENDS)
    return replace_look_alikes(text.translate(_REPAIRS))


def kind(value: object) -> str:
    """What a value is, for messages."""
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "text")
