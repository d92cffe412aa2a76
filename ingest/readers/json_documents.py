"""Reads articles from a JSON document: an array of objects, or an object with lists of them, however deep inside."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.clean import damage_note, decode
from ingest.readers.base import FileUnreadable, Item
from ingest.readers.export_columns import SAMPLE, has_text, known_field, listed_columns
from ingest.readers.fields import PlacedRecord, read_records
from ingest.readers.json_lines import shown_head
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile

LARGEST_DOCUMENT = 200 << 20  # bytes

_DEEPEST = 8  # objects and lists around the articles
_MOST_LISTS = 20  # items of a list in which lists of articles are looked for
_START = re.compile(r"\s*(?:\[\s*\{|\{\s*\")")
_SPACE = re.compile(r"[ \t\r\n]*")
_SUMMARY = re.compile(r"description|summary|excerpt|abstract|subtitle", re.IGNORECASE)  # a feed has it too
_DECODER = json.JSONDecoder()

Steps = tuple[str | int, ...]
"""The way from the outermost value to one inside: names of objects' values, and numbers of lists' items."""


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
        file = SourceFile(path.name, path, encoding)
        _ = file.sha256  # computed now, so that a later change of the file is noticed
        yield file
        note = damage_note(text, encoding)
        for steps in _places(text, options):
            yield from read_records(_records(text, steps, size, note), options)
            note = ""


def _places(text: str, options: ReadOptions) -> list[Steps]:
    """Where the articles are: the ways to lists of them, or to an object that is one.

    Raises:
        FileUnreadable
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("["):
            return [()]  # the items before the damage are read
        raise FileUnreadable(f"not JSON (line {error.lineno}, column {error.colno}: {error.msg}).") from error
    except (ValueError, RecursionError) as error:
        raise FileUnreadable("not JSON (a number is too long, or it is nested too deeply).") from error
    found = list(_find(document, (), options))
    if found:
        return found
    if isinstance(document, dict) and has_text([document], options.fields):
        return [()]
    records = next(_lists(document), [document] if isinstance(document, dict) else [])
    raise FileUnreadable(
        f"no list of objects in it has a field that is known as the text of an article; {listed_columns(records)}. Name the "
        "fields in a file, a line such as `text: NAME` for each, and give it with --fields FILE.yaml."
    )


def _find(value: Any, steps: Steps, options: ReadOptions) -> Iterator[Steps]:
    if len(steps) > _DEEPEST:
        return
    if isinstance(value, list):
        records = [item for item in value[:SAMPLE] if isinstance(item, dict)]
        if records and has_text(records, options.fields):
            yield steps
        else:
            for number, item in enumerate(value[:_MOST_LISTS]):
                yield from _find(item, (*steps, number), options)
    elif isinstance(value, dict):
        titled = any(known_field(name) == "title" for name in value)
        own = {
            name: inner
            for name, inner in value.items()
            if (isinstance(inner, str) and not _SUMMARY.search(name))
            or (titled and _is_text_in_blocks(inner))
        }
        if has_text([own], options.fields):
            yield steps
        else:
            for name, inner in value.items():
                yield from _find(inner, (*steps, name), options)


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


def _records(text: str, steps: Steps, size: int, note: str) -> Iterator[PlacedRecord]:
    """The objects of a list, or the object, that a way leads to.

    Args:
        size: bytes of the file.
        note: what is wrong with the file as a whole; said of its first record.
    """
    name = next((f"{step} " for step in reversed(steps) if isinstance(step, str)), "item ")
    number, start = 0, _skip(text, _start_of(text, steps))
    is_list = text[start] == "["
    start = _skip(text, start + 1) if is_list else start
    while start < len(text) and text[start] != "]":
        number += 1
        where = f"{name}{number}" if is_list else ""
        try:
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
            yield PlacedRecord(where, value, start, end, note=note, done=done)
        else:
            yield PlacedRecord(where, {}, start, end, "not a JSON object", note, done)
        if not is_list:
            return
        note, start = "", _skip(text, end)
        start = _skip(text, start + 1) if text[start : start + 1] == "," else start
    if start >= len(text):
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
