"""Reads articles from a JSON document: an array of objects, or an object with lists of them, however deep inside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from ingest.clean import damage_note, decode
from ingest.readers.base import FileUnreadable, Item
from ingest.readers.export_columns import SAMPLE, has_text, known_field, listed_columns
from ingest.readers.fields import PlacedRecord, read_records
from ingest.readers.json_lines import shown_head
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile

LARGEST_DOCUMENT = 200 << 20  # bytes

_DEEPEST = 8  # objects and lists around the articles
_FEWEST_KEYED = 2
_MOST_LISTS = 20  # items of a list in which lists of articles are looked for
_START = re.compile(r"\s*(?:\[\s*\{|\{\s*\")")
_SPACE = re.compile(r"[ \t\r\n]*")
_TOLERATED = re.compile(
    r""""(?:[^"\\]|\\.)*+"|(?P<comma>,)(?=\s*+[}\]])|"""
    r"""\b(?:new )?(?:ObjectId|ISODate|Date|NumberLong|NumberInt|NumberDecimal|UUID)\((?P<value>"[^"\\]*"|-?\d+)\)"""
)
_SUMMARY = re.compile(r"description|summary|excerpt|abstract|subtitle", re.IGNORECASE)  # a feed has it too
_DECODER = json.JSONDecoder()

Steps = tuple[str | int, ...]
"""The way from the outermost value to one inside: names of objects' values, and numbers of lists' items."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where articles are.

    Attributes:
        form: they are a list, an object that names each by its id, or an object, which others may follow if it is the
            outermost value.
    """

    steps: Steps
    form: Literal["list", "keyed", "sequence"]


class JsonDocuments:
    """Articles in a JSON document."""

    name = "json"

    def sniff(self, head: bytes, name: str) -> float:
        if not _START.match(shown_head(head)):
            return 0.0
        return 0.8 if name.lower().endswith(".json") else 0.6

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """Every list of objects that have a text is read, or the document itself if it is an article.

        Raises:
            NotText: its encoding is unknown.
            FileUnreadable: it is too large or not JSON, or nothing in it has a text.
        """
        size = path.stat().st_size
        if size > LARGEST_DOCUMENT:
            raise FileUnreadable(
                f"too large for one JSON document (over {LARGEST_DOCUMENT >> 20} MB): save it as JSON lines, an object a "
                "line."
            )
        text, encoding = decode(path.read_bytes())
        if not text.strip():
            raise FileUnreadable("empty.")
        text = _tolerated(text)
        file = SourceFile(path.name, path, encoding)
        _ = file.sha256  # computed now, so that a later change of the file is noticed
        yield file
        note = damage_note(text, encoding)
        for place in _places(text, options):
            yield from read_records(_records(text, place, size, note), options)
            note = ""


def _places(text: str, options: ReadOptions) -> list[_Place]:
    """Where the articles are.

    Raises:
        FileUnreadable
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("["):
            return [_Place((), "list")]  # the items before the damage are read
        if _is_sequence(text, options):
            return [_Place((), "sequence")]
        raise FileUnreadable(f"not JSON (line {error.lineno}, column {error.colno}: {error.msg}).") from error
    except (ValueError, RecursionError) as error:
        raise FileUnreadable("not JSON (a number is too long, or it is nested too deeply).") from error
    found = list(_find(document, (), options))
    if found:
        return found
    if isinstance(document, dict) and has_text([document], options.fields):
        return [_Place((), "sequence")]
    records = next(_lists(document), [document] if isinstance(document, dict) else [])
    raise FileUnreadable(
        f"no list of objects in it has a field that is known as the text of an article; {listed_columns(records)}. Name the "
        "fields in a file, a line such as `text: NAME` for each, and give it with --fields FILE.yaml."
    )


def _is_sequence(text: str, options: ReadOptions) -> bool:
    """Whether a text begins with an article, which others follow without a comma."""
    try:
        first, _ = _DECODER.raw_decode(text, _skip(text, 0))
    except ValueError:
        return False
    return isinstance(first, dict) and has_text([first], options.fields)


def _tolerated(text: str) -> str:
    """A text without two faults of JSON, and every character in its place: commas at the end of a list or an object, and
    ``ObjectId("…")`` for ``"…"``, as the MongoDB shell writes it."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return _TOLERATED.sub(_without_fault, text)
    return text


def _without_fault(found: re.Match[str]) -> str:
    if found["comma"]:
        return " "
    return found["value"].rjust(len(found[0])) if found["value"] else found[0]


def _find(value: Any, steps: Steps, options: ReadOptions) -> Iterator[_Place]:
    if len(steps) > _DEEPEST:
        return
    if isinstance(value, list):
        records = [item for item in value[:SAMPLE] if isinstance(item, dict)]
        if records and has_text(records, options.fields):
            yield _Place(steps, "list")
        else:
            for number, item in enumerate(value[:_MOST_LISTS]):
                yield from _find(item, (*steps, number), options)
    elif isinstance(value, dict):
        if _is_keyed(value, options):
            yield _Place(steps, "keyed")
            return
        titled = any(known_field(name) == "title" for name in value)
        own = {
            name: inner
            for name, inner in value.items()
            if (isinstance(inner, str) and not _SUMMARY.search(name))
            or (titled and _is_text_in_blocks(inner))
        }
        if has_text([own], options.fields):
            yield _Place(steps, "sequence")
        else:
            for name, inner in value.items():
                yield from _find(inner, (*steps, name), options)


def _is_keyed(value: dict[str, Any], options: ReadOptions) -> bool:
    """Whether the values of an object are articles, named by their ids."""
    records = list(islice(value.values(), SAMPLE))
    if len(records) < _FEWEST_KEYED or not all(isinstance(record, dict) for record in records):
        return False
    return not any(map(known_field, islice(value, SAMPLE))) and all(
        has_text([r], options.fields) for r in records[:3]
    )


def _is_text_in_blocks(value: Any) -> bool:
    """Whether a list is the text of an article, of which each object is a paragraph, and no list of articles."""
    if not isinstance(value, list):
        return False
    blocks = [block for block in value[:SAMPLE] if isinstance(block, dict)]
    articles = sum(any(known_field(name) in ("title", "date") for name in block) for block in blocks)
    return articles * 2 < len(blocks)


def _lists(value: Any, depth: int = 0) -> Iterator[list[dict[str, Any]]]:
    """The lists of objects in a document, outer ones first."""
    if isinstance(value, list):
        if records := [item for item in value[:SAMPLE] if isinstance(item, dict)]:
            yield records
    elif isinstance(value, dict) and depth < _DEEPEST:
        for inner in value.values():
            yield from _lists(inner, depth + 1)


# --- places in the text ---


def _records(text: str, place: _Place, size: int, note: str) -> Iterator[PlacedRecord]:
    """The objects in a place.

    Args:
        size: bytes of the file.
        note: what is wrong with the file as a whole; said of its first record.
    """
    name = next((f"{step} " for step in reversed(place.steps) if isinstance(step, str)), "item ")
    start = _skip(text, _start_of(text, place.steps))
    is_bare = place.form == "sequence"
    number, start = 0, start if is_bare else _skip(text, start + 1)
    while start < len(text) and text[start] not in "]}":
        number += 1
        where = f"{name}{number}" if number > 1 or not is_bare else ""
        identity: dict[str, Any] = {}
        try:
            if place.form == "keyed":
                identity["_id"], start = _DECODER.raw_decode(text, start)
                start = _skip(text, _skip(text, start) + 1)  # the colon
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError) as error:
            at = (
                f" from line {error.lineno}, column {error.colno} on"
                if isinstance(error, json.JSONDecodeError)
                else ""
            )
            yield PlacedRecord(
                where, {}, start, start, f"not JSON{at}: the rest of the file is not read", note, size
            )
            return
        done = int(size * end / len(text))
        if isinstance(value, dict):
            yield PlacedRecord(where, identity | value, start, end, note=note, done=done)
        else:
            yield PlacedRecord(where, {}, start, end, "not a JSON object", note, done)
        if is_bare and place.steps:
            return
        note, start = "", _skip(text, end)
        start = _skip(text, start + 1) if text[start : start + 1] == "," else start
    if start >= len(text) and not is_bare:
        yield PlacedRecord(
            f"{name}{number + 1}", {}, start, start, "the file ends in the middle of the list", done=size
        )


def _start_of(text: str, steps: Steps) -> int:
    """Where in a valid document the value is that a way leads to."""
    at = _skip(text, 0)
    for step in steps:
        at = _skip(text, at + 1)
        passed: str | int = 0
        while True:
            if isinstance(step, str):
                passed, at = _DECODER.raw_decode(text, at)
                at = _skip(text, _skip(text, at) + 1)  # the colon
            if passed == step:
                break
            _, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)  # the comma
            passed = passed + 1 if isinstance(passed, int) else passed
    return at


def _skip(text: str, at: int) -> int:
    """The place of the next character that is no white space."""
    space = _SPACE.match(text, at)
    return space.end() if space else at
