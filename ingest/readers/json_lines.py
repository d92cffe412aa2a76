"""Reads articles from JSON lines, the export format that every editorial system can write.

A line is an object with the fields of an article, named `id`, `text`, `title`, `date`, `byline`, `section`, `page`, `paper`,
`url` and `lang` or as other systems name them (`ingest.readers.fields`). Lines are read one at a time, so a file can have
any size, and a bad line does not affect the others.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.clean.decode import DAMAGE, damage_note, few_are_damaged, find_encoding, refuse_binary
from ingest.clean.readable import readability
from ingest.readers.base import Article, Columns, Item, Note, Problem, Withdrawal
from ingest.readers.fields import BadRecord, PlacedRecord, read_records
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile

LONGEST_LINE = 16 << 20  # bytes: room for the longest text with every character escaped, and the other fields

_HEAD = 1 << 16
_SAMPLE = 1 << 20  # bytes of lines that are not UTF-8, by which their encoding is found
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WIDE = ("utf-16", "utf-32")


class JsonLines:
    """Articles as JSON lines."""

    name = "articles"

    def sniff(self, head: bytes, name: str) -> float:
        is_named = name.lower().endswith((".jsonl", ".ndjson"))
        lines = [line for line in shown_head(head).split("\n") if line.strip()][:3]
        if not lines or lines[0].lstrip().startswith("["):
            return 0.3 if is_named else 0.0
        objects = sum(_is_object(line) for line in lines)  # the last may be cut off
        if is_named:
            return 0.9
        return 0.9 if objects > 1 else 0.4 if objects else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        size = path.stat().st_size
        file = open_export(path)
        yield file
        for item in read_lines(file, path, options):
            if item.done > size:
                break
            yield item
        if path.stat().st_size > size:
            yield Problem("", "the file grew while it was read: add it again")


def open_export(path: Path) -> SourceFile:
    """An export as a source file. The encoding and the hash are determined from the whole file.

    Raises:
        NotText: it is a binary file, or its encoding is unknown.
        OSError
    """
    source_file = SourceFile(path.name, path, _encoding(path))
    _ = source_file.sha256  # computed now, so that a change while the lines are read is noticed
    return source_file


def read_lines(
    file: SourceFile, path: Path, options: ReadOptions
) -> Iterator[Columns | Article | Withdrawal | Problem | Note]:
    """The lines of an export in order, without blank ones, after the columns that they are read from.

    Args:
        file: the result of `open_export(path)`.

    Raises:
        FileUnreadable: the lines have no field that is known as the text of an article.
    """
    return read_records(_records(file, path), options)


def _records(file: SourceFile, path: Path) -> Iterator[PlacedRecord]:
    end = done = 0  # of the line, in code points of the decoded file and in bytes
    identity: dict[str, Any] = {}  # of the next record
    lines = (
        _wide_lines(path, file.encoding) if file.encoding.startswith(_WIDE) else _lines(path, file.encoding)
    )
    for number, line in enumerate(lines, start=1):
        start, end, done = end, end + len(line.text), done + line.size
        if not line.text.strip():
            continue
        where, stop = f"line {number}", start + len(line.text.rstrip("\r\n"))
        try:
            record = _parse(line, file.encoding)
        except BadRecord as error:
            yield PlacedRecord(where, {}, start, stop, problem=str(error), done=done)
            identity = {}
            continue
        if (action := _bulk_action(record)) is not None:
            identity = {name: value for name, value in action.items() if name == "_id"}
            continue
        note = damage_note(line.text, file.encoding) if line.is_damaged else ""
        yield PlacedRecord(where, identity | record, start, stop, note=note, done=done)
        identity = {}


def _bulk_action(record: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a line of an Elasticsearch bulk file says of the record in the next line; None if it is a record itself."""
    if len(record) != 1:
        return None
    [(name, value)] = record.items()
    return value if name in ("index", "create") and isinstance(value, Mapping) else None


def _parse(line: _Line, encoding: str) -> dict[str, Any]:
    if line.is_cut:
        raise BadRecord(f"longer than {LONGEST_LINE >> 20} MB")
    if line.is_foreign or (line.is_damaged and not few_are_damaged(line.text)):
        raise BadRecord(f"not in {encoding.removesuffix('-sig').upper()} like the rest of the file")
    try:
        fields = json.loads(_unlisted(line.text))
    except json.JSONDecodeError as error:
        raise BadRecord(f"not JSON ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise BadRecord("not JSON (a number is too long, or it is nested too deeply)") from error
    if not isinstance(fields, dict):
        raise BadRecord("not a JSON object")
    return fields


# --- lines ---


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with its end, and its size in bytes.

    Attributes:
        is_cut: only the first `LONGEST_LINE` bytes are in `text`.
        is_damaged: some of its bytes are not valid in the file's encoding.
        is_foreign: it is UTF-8 in a file of another encoding.
    """

    text: str
    size: int
    is_cut: bool = False
    is_damaged: bool = False
    is_foreign: bool = False


def _lines(path: Path, encoding: str) -> Iterator[_Line]:
    for number, (data, size) in enumerate(_raw_lines(path)):
        codec = "utf-8" if number and encoding == "utf-8-sig" else encoding
        text = data.decode(codec, errors="replace")
        is_damaged = DAMAGE in text and not _decodes(data, codec)
        is_foreign = codec not in ("utf-8", "utf-8-sig") and _is_rather_utf8(data, text)
        yield _Line(text, size, size > len(data), is_damaged, is_foreign)


def _is_rather_utf8(data: bytes, text: str) -> bool:
    """Whether the bytes that became `text` are UTF-8, in which they read better."""
    if data.isascii() or not _decodes(data, "utf-8"):
        return False
    return readability(data.decode("utf-8", errors="replace")) > readability(text)


def _raw_lines(path: Path) -> Iterator[tuple[bytes, int]]:
    """The bytes of each line, and its size; of a line over `LONGEST_LINE`, only the first bytes."""
    with path.open("rb") as file:
        while data := file.readline(LONGEST_LINE):
            size = len(data)
            while not data.endswith(b"\n") and (more := file.readline(LONGEST_LINE)):
                size += len(more)
                if more.endswith(b"\n"):
                    break
            yield data, size


def _wide_lines(path: Path, encoding: str) -> Iterator[_Line]:
    """The lines of a file in UTF-16 or UTF-32, whose line ends are more than one byte."""
    left = path.stat().st_size
    width = 2 if encoding.startswith("utf-16") else 4
    mark = width if encoding in _WIDE else 0
    with path.open(encoding=encoding, errors="replace", newline="\n") as file:
        while text := file.readline(LONGEST_LINE):
            kept, length = text, len(text)
            while not text.endswith("\n") and (text := file.readline(LONGEST_LINE)):
                length += len(text)
            size = min(left, mark + width * length)
            left, mark = left - size, 0
            yield _Line(kept, size, is_cut=length > len(kept), is_damaged=DAMAGE in kept)


# --- the encoding ---


def _encoding(path: Path) -> str:
    """The encoding of an export, by the majority of all its lines, so that a damaged one does not change how all are read.

    Raises:
        NotText: it is a binary file, or its encoding is unknown.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    refuse_binary(head)
    if head.startswith(_MARKS) or (b"\x00" in head and not _decodes(head, "utf-8")) or b"\x00" in head[:4]:
        return find_encoding(head)
    valid, others, size = 0, list[bytes](), 0
    for line, _ in _raw_lines(path):
        if line.isascii() or _decodes(line, "utf-8"):
            valid += not line.isascii()
        else:
            size += len(line)
            others += [line] if size <= _SAMPLE or not others else []
            valid -= 1
    if valid > 0 or not others:
        return "utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "utf-8"
    return find_encoding(b"".join(others)[:_SAMPLE])


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(
            data
        )  # incremental: the last character may be cut off
    except UnicodeDecodeError:
        return False
    return True


def shown_head(head: bytes) -> str:
    """The beginning of a file, in which only what is ASCII need be right."""
    if head.startswith(_MARKS):
        return head.decode("utf-16", errors="replace")
    if head[1:2] == b"\x00" or head[:1] == b"\x00":
        return head.decode("utf-16-le" if head[1:2] == b"\x00" else "utf-16-be", errors="replace")
    return head.decode("utf-8-sig", errors="replace")


def _unlisted(line: str) -> str:
    """A line without the comma behind it, as in a list, and the mark before it, as in a JSON text sequence."""
    return line.strip(" \t\r\n\ufeff\x1e").removesuffix(",")


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(_unlisted(line)), dict)
    except (ValueError, RecursionError):
        return False
