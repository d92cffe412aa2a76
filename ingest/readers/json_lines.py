"""Reads articles from JSON lines, the export format that every editorial system can write.

A line is an object with `id` and `text`, and optionally `title`, `date`, `byline`, `section`, `page`, `paper`, `url`
and `lang`. A missing byline is read from the text, as on a page. Lines are read one at a time, so a file can have any
size, and a bad line does not affect the others.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.clean import NotText, decode
from ingest.metadata import closing_byline, dispatch_byline
from ingest.readers.base import Article, Item, Problem
from ingest.readers.options import ReadOptions, calendar_day
from rag.archive import SourceFile
from rag.schema import Draft, Paragraph, WendaError
from rag.text.normalise import replace_look_alikes

LONGEST_TEXT = 1_000_000
LONGEST_LINE = 16 << 20  # bytes: room for the longest text with every character escaped, and the other fields

_HEAD = 1 << 20
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UNPRINTABLE = dict.fromkeys([*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0)])
_REPAIRS = _UNPRINTABLE | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")  # of lone surrogates
_LANGUAGES = {
    "zh": "zh-Hans",
    "zh-cn": "zh-Hans",
    "zh-sg": "zh-Hans",
    "zh-hans": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-hant": "zh-Hant",
}


class BadLine(WendaError):
    """A line of an export is not an article. The message says why, without the line number."""


class JsonLines:
    """Articles as JSON lines."""

    name = "articles"

    def sniff(self, head: bytes, name: str) -> float:
        return 0.9 if name.lower().endswith(".jsonl") else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        size = path.stat().st_size
        file = open_export(path)
        yield file
        for item in read_lines(file, path, options):
            if item.done > size:
                yield Problem(item.where, "the file grew while it was read: add it again")
                break
            yield item


def open_export(path: Path) -> SourceFile:
    """An export as a source file. The encoding is determined from its first megabyte, the hash from the whole file.

    Raises:
        NotText: it is a binary file, or its encoding is unknown.
        OSError
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if len(head) == _HEAD:
            head = head[: head.rfind(b"\n") + 1] or head
    source_file = SourceFile(path.name, path, _encoding(head))
    _ = source_file.sha256  # computed now, so that a change while the lines are read is noticed
    return source_file


def read_lines(file: SourceFile, path: Path, options: ReadOptions) -> Iterator[Article | Problem]:
    """The lines of an export in order, without blank ones.

    Args:
        file: the result of `open_export(path)`.
    """
    next_start = 0  # offset of the next line, in code points of the decoded file
    end = 0  # offset of this line's end, in bytes
    for number, line in enumerate(_raw_lines(path), start=1):
        end += line.size
        encoding = "utf-8" if number > 1 and file.encoding == "utf-8-sig" else file.encoding
        text = line.data.decode(encoding, errors="replace")
        start, next_start = next_start, next_start + len(text)
        if not text.strip():
            continue
        try:
            if line.size > len(line.data):
                raise BadLine(f"longer than {LONGEST_LINE >> 20} MB")
            if "\ufffd" in text:
                _check_encoding(line.data, encoding)
            draft, note = _read_line(text, start, options)
            yield Article(draft, f"line {number}", note, end)
        except BadLine as error:
            yield Problem(f"line {number}", str(error), end)


# --- bytes -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _RawLine:
    """The bytes of a line, and its size; of a line over `LONGEST_LINE`, only the first bytes are kept."""

    data: bytes
    size: int


def _raw_lines(path: Path) -> Iterator[_RawLine]:
    with path.open("rb") as file:
        while data := file.readline(LONGEST_LINE):
            size = len(data)
            while not data.endswith(b"\n") and (more := file.readline(LONGEST_LINE)):
                size += len(more)
                if more.endswith(b"\n"):
                    break
            yield _RawLine(data, size)


def _encoding(head: bytes) -> str:
    """UTF-8 or GB18030, by the majority of the lines, so that one damaged line does not change how all are read.

    Raises:
        NotText: it is neither.
    """
    lines = [line for line in head.split(b"\n") if not line.isascii()]
    if _most_are(lines, "utf-8"):
        return "utf-8-sig" if head.startswith(_UTF8_MARK) else "utf-8"
    if head.startswith(_UTF16_MARKS):
        raise NotText("JSON lines must be in UTF-8 (or GB18030), not in UTF-16: save the file as UTF-8.")
    try:
        _, encoding = decode(head)
    except NotText:
        encoding = ""
        if not _most_are(lines, "gb18030"):
            raise
    return "utf-8" if encoding == "utf-8" else "gb18030"


def _most_are(lines: list[bytes], encoding: str) -> bool:
    return sum(_decodes(line, encoding) for line in lines) * 2 > len(lines)


def _decodes(line: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(line)  # incremental: the last line may be cut off
    except UnicodeDecodeError:
        return False
    return True


def _check_encoding(data: bytes, encoding: str) -> None:
    """Raise BadLine unless a line has this encoding."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadLine(
            f"not in {encoding.upper()} like the rest of the file (byte {error.start + 1} of the line)"
        ) from error


# --- one line ----------------------------------------------------------------------------------------


def _read_line(line: str, start: int, options: ReadOptions) -> tuple[Draft, str]:
    """The article on a line that begins at code point `start`, and a note on an ignored field, if any.

    Raises:
        BadLine
    """
    fields = _parse(line)
    source_id = _identity(fields)
    text = _text(fields, "text")
    if not text.strip():
        raise BadLine("empty text" if "text" in fields else "no text")
    if len(text) > LONGEST_TEXT:
        raise BadLine(f"text of {len(text):,} characters, more than {LONGEST_TEXT:,}")
    url, problem = _url(_text(fields, "url").strip())
    draft = Draft(
        text=text,
        headline=_one_line(fields, "title"),
        byline=_one_line(fields, "byline") or _printed_byline(text),
        date=_date(fields, options),
        paper=_one_line(fields, "paper") or options.paper or options.default_paper,
        page=_page(fields) or options.page,
        section=_one_line(fields, "section"),
        url=url,
        lang=_language(_one_line(fields, "lang")),
        source_id=source_id,
        paragraphs=(Paragraph("text", 0, len(text), start, start + len(line.rstrip("\r\n"))),),
    )
    return draft, problem


def _printed_byline(text: str) -> str:
    """The names in the dispatch line or in the last line; empty if there are none."""
    lines = text.strip().split("\n")
    found = dispatch_byline(lines[0]) or closing_byline(lines[-1])
    return found.names if found else ""


def _parse(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise BadLine("not JSON (a number is too long, or it is nested too deeply)") from error
    if not isinstance(fields, dict):
        raise BadLine("not a JSON object")
    return fields


def _identity(fields: dict[str, Any]) -> str:
    value = fields.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise BadLine(f"id must be text or a whole number, not {_kind(value)}")
    identity = "" if value is None else _clean(str(value)).strip()
    if not identity:
        raise BadLine("no id")
    if len(identity) > 200:
        raise BadLine("id longer than 200 characters")
    return identity


def _page(fields: dict[str, Any]) -> str:
    value = fields.get("page")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _one_line(fields, "page")


def _date(fields: dict[str, Any], options: ReadOptions) -> date | None:
    value = _text(fields, "date").strip()
    if not value:
        return options.date
    try:
        return calendar_day(value, options.timezone)
    except ValueError as error:
        raise BadLine(f"bad date ({error}); write it as 2024-03-18, or null") from error


def _url(url: str) -> tuple[str, str]:
    """A web address and an empty note; for any other address, an empty string and a note that it was ignored."""
    scheme, _, rest = url.partition("://")
    if not url or (scheme.lower() in ("http", "https") and rest.split() == [rest]):
        return url, ""
    return "", f"url ignored, because it does not begin with http:// or https://: {url[:60]!r}"


def _language(lang: str) -> str:
    return _LANGUAGES.get(lang.lower(), "en" if lang.lower().startswith("en") else lang)


def _one_line(fields: dict[str, Any], name: str) -> str:
    return " ".join(_text(fields, name).split("\n")).strip()


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(f"{name} must be text, not {_kind(value)}")
    return _clean(value)


def _clean(text: str) -> str:
    """`text` with ``\\n`` as line ends, without control characters, with lone surrogates replaced and radicals (``⽉``) as
    characters (``月``)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return replace_look_alikes(text.translate(_REPAIRS))


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "text")
