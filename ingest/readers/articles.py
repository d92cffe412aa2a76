"""Articles as JSON lines, the export that every editorial system can write.

A line is an object with `id` and `text`; optional are `title, date, byline, section, page, paper, url, lang`. A
byline that the line does not give is read from the text, as on a page.
Lines are read one at a time, so that the size of a file does not matter, and a bad line fails alone.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ingest.clean import NotText, decode
from ingest.metadata import closing_byline, dispatch_byline
from ingest.readers.options import ReadOptions, calendar_day
from rag.archive import SourceFile
from rag.schema import Draft, Paragraph, WendaError

LONGEST_TEXT = 1_000_000
LONGEST_LINE = 16 << 20  # bytes: the longest text, were every character escaped, and the other fields

_HEAD = 1 << 20
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
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
    """A line of an export that is no article. The message says why, without the line's number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an export that is not blank.

    Attributes:
        number: counted from 1.
        end: how many bytes of the file it and all before it take.
        draft: the article; None where the line is bad.
        problem: why it is bad, or what of it was left out.
    """

    number: int
    end: int
    draft: Draft | None
    problem: str = ""


def open_export(path: Path) -> SourceFile:
    """An export as a source file, its encoding told from its beginning, its hash from all of it.

    Raises:
        NotText: it is a binary file, or in no encoding known here.
        OSError
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if len(head) == _HEAD:
            head = head[: head.rfind(b"\n") + 1] or head
    opened = SourceFile(path.name, path, _encoding(head))
    _ = opened.sha256  # now, so that a change while the lines are read is noticed
    return opened


def read_lines(file: SourceFile, path: Path, given: ReadOptions) -> Iterator[Line]:
    """The lines of an export in order, but for blank ones.

    Args:
        file: what `open_export` made of `path`.
    """
    at = 0  # code points of the decoded file before the line
    end = 0  # bytes up to and with it
    for number, line in enumerate(_raw_lines(path), start=1):
        end += line.size
        encoding = "utf-8" if number > 1 and file.encoding == "utf-8-sig" else file.encoding
        printed = line.data.decode(encoding, errors="replace")
        start, at = at, at + len(printed)
        if not printed.strip():
            continue
        try:
            if line.size > len(line.data):
                raise BadLine(f"longer than {LONGEST_LINE >> 20} MB")
            if "\ufffd" in printed:
                _refuse_other_encoding(line.data, encoding)
            yield Line(number, end, *_read_line(printed, start, given))
        except BadLine as error:
            yield Line(number, end, None, str(error))


# --- bytes -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _RawLine:
    """A line as it lies in the file: of one too long only the beginning."""

    data: bytes
    size: int


def _raw_lines(path: Path) -> Iterator[_RawLine]:
    with path.open("rb") as file:
        while data := file.readline(LONGEST_LINE):
            size = len(data)
            while not data.endswith(b"\n") and (rest := file.readline(LONGEST_LINE)):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
            yield _RawLine(data, size)


def _encoding(head: bytes) -> str:
    """The encoding that most lines of the beginning are in, UTF-8 or GB18030: one damaged line must not change
    how all others are read. Raises: NotText"""
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
        codecs.getincrementaldecoder(encoding)().decode(line)  # the last line may have been cut
    except UnicodeDecodeError:
        return False
    return True


def _refuse_other_encoding(data: bytes, encoding: str) -> None:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadLine(
            f"not in {encoding.upper()} as the rest of the file (byte {error.start + 1} of the line)"
        ) from error


# --- one line ----------------------------------------------------------------------------------------


def _read_line(line: str, start: int, given: ReadOptions) -> tuple[Draft, str]:
    """The article of a line that begins at code point `start`, and what was left out of it. Raises: BadLine"""
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
        date=_date(fields, given),
        paper=_one_line(fields, "paper") or given.paper or given.default_paper,
        page=_page(fields) or given.page,
        section=_one_line(fields, "section"),
        url=url,
        lang=_language(_one_line(fields, "lang")),
        source_id=source_id,
        paragraphs=(Paragraph("text", 0, len(text), start, start + len(line.rstrip("\r\n"))),),
    )
    return draft, problem


def _printed_byline(text: str) -> str:
    """The names in a dispatch's opening or in a line at the end, as on a page; empty where there are none."""
    lines = text.strip().split("\n")
    found = dispatch_byline(lines[0]) or closing_byline(lines[-1])
    return found.names if found else ""


def _parse(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadLine(f"not JSON ({error.msg}, column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise BadLine("not JSON that can be read (a number too long, or nested too deep)") from error
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


def _date(fields: dict[str, Any], given: ReadOptions) -> date | None:
    value = _text(fields, "date").strip()
    if not value:
        return given.date
    try:
        return calendar_day(value, given.timezone)
    except ValueError as error:
        raise BadLine(f"bad date ({error}); write it as 2024-03-18, or null") from error


def _url(url: str) -> tuple[str, str]:
    """An address that a page may link to; any other is left out, and that is said."""
    if not url or re.match(r"https?://[^\s]+$", url, re.IGNORECASE):
        return url, ""
    return "", f"url left out, it does not begin with http:// or https://: {url[:60]!r}"


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
    """As printed, but for line ends, control characters, and halves of characters that no text can hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LONE_SURROGATE.sub("\ufffd", _UNPRINTABLE.sub("", text))


def _kind(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), "text")
