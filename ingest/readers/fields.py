"""Makes an article of a record: the fields of a line, a table row or an object of an export.

The columns of a file are mapped to fields once (`ingest.readers.columns`), so that all of it is read in the same way. HTML
in a field becomes plain text; a missing byline is read from the text, as on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from ingest.clean import has_markup, has_tags, plain_text
from ingest.clean.escapes import unescaped
from ingest.document.markdown_text import without_marks
from ingest.metadata import joined_names, plain_byline, text_byline
from ingest.readers.base import Article, Columns, Problem
from ingest.readers.columns import SAMPLE, FieldMap, map_columns
from ingest.readers.languages import language
from ingest.readers.options import ReadOptions, calendar_day
from ingest.readers.values import Record, kind, names_in, plain_value, text_parts, unwrapped, value_at
from ingest.readers.web_residue import is_residue
from rag.schema import Draft, Paragraph, WendaError

LONGEST_TEXT = 1_000_000
LONGEST_ID = 200

_NO_DATE = re.compile(r"0000-00-00.*|0001-01-01.*|null|none|n/a|-+", re.IGNORECASE)  # as databases write it
_UNPUBLISHED = frozenset(
    "draft auto-draft pending private future scheduled trash trashed deleted unpublished 草稿 待审 待审核 未发布 已删除".split()
)
_AMPERSAND = re.compile(r"&(?:amp|lt|gt|quot);")


class BadRecord(WendaError):
    """A record of an export is not an article. The message says why, without its place."""


@dataclass(frozen=True, slots=True)
class PlacedRecord:
    """A record and its place in the file, or what is wrong there instead.

    Attributes:
        where: such as "line 3".
        record: empty if there is a problem.
        start, end: the record's place in the source text, in code points.
        note: what was wrong but could be read.
        done: bytes of the file up to its end.
    """

    where: str
    record: Record
    start: int = 0
    end: int = 0
    problem: str = ""
    note: str = ""
    done: int = 0


def read_records(
    records: Iterable[PlacedRecord], options: ReadOptions
) -> Iterator[Columns | Article | Problem]:
    """The articles of an export, after the columns that they are read from.

    Raises:
        FileUnreadable: no column is known as the text of an article, or one that the user named is not there.
    """
    waiting: list[PlacedRecord] = []
    fields: FieldMap | None = None
    for record in records:
        if fields is not None:
            yield _read(record, fields, options)
            continue
        waiting.append(record)
        if len(waiting) == SAMPLE:
            fields = _mapped(waiting, options)
            yield from _read_first(waiting, fields, options)
            waiting = []
    if waiting:
        yield from _read_first(waiting, _mapped(waiting, options), options)


def _read_first(
    waiting: list[PlacedRecord], fields: FieldMap | None, options: ReadOptions
) -> Iterator[Columns | Article | Problem]:
    if fields is not None:
        yield Columns(fields.columns, fields.unused)
    yield from (_read(each, fields or FieldMap({}), options) for each in waiting)


def _mapped(waiting: list[PlacedRecord], options: ReadOptions) -> FieldMap | None:
    sample = [each.record for each in waiting if not each.problem]
    return map_columns(sample, options.fields) if sample else None


def _read(placed: PlacedRecord, fields: FieldMap, options: ReadOptions) -> Article | Problem:
    if placed.problem:
        return Problem(placed.where, placed.problem, placed.done)
    try:
        draft, note = read_record(placed.record, fields, options, placed.start, placed.end)
    except BadRecord as error:
        return Problem(placed.where, str(error), placed.done)
    return Article(draft, placed.where, "; ".join(filter(None, (placed.note, note))), placed.done)


def read_record(
    record: Record, fields: FieldMap, options: ReadOptions, start: int = 0, end: int = 0
) -> tuple[Draft, str]:
    """The article of a record that is ``[start, end)`` of the source text, and a note on an ignored field, if any.

    Raises:
        BadRecord
    """
    row = _Row(record, fields.columns)
    if (status := plain_value(row.value("status")) or "").lower() in _UNPUBLISHED:
        raise BadRecord(f"not published (its status is {status})")
    printed, was_html = row.text()
    text = _without_residue(printed)
    headline = row.line("title", was_html)
    day = _date(row, options)
    url, problem = _url(row.line("url"))
    draft = Draft(
        text=text,
        headline=headline,
        subheadline=row.line("subheadline", was_html),
        byline=row.byline(was_html) or text_byline(printed),
        date=day or options.date,
        paper=row.line("paper") or options.paper or options.default_paper,
        page=row.line("page") or options.page,
        section=row.line("section"),
        url=url,
        lang=language(row.line("lang")),
        source_id=_identity(row) or _made_identity(headline, day, url, text),
        paragraphs=(Paragraph("text", 0, len(text), start, end),),
    )
    return draft, problem


def _without_residue(text: str) -> str:
    """A text without the lines that a web site has put into it; bare numbers stay."""
    kept = (line for line in text.split("\n") if not any(map(str.isalpha, line)) or not is_residue(line))
    return "\n".join(kept).strip("\n") or text


class _Row:
    """The values of a record, by field."""

    def __init__(self, record: Record, columns: Mapping[str, tuple[str, ...]]) -> None:
        self._record = record
        self._columns = columns

    def value(self, field: str) -> Any:
        """The value of the first of the field's columns that has one; None if none has."""
        columns = self._columns.get(field, ())
        values = (value_at(self._record, column) for column in columns)
        return next((value for value in values if value not in (None, "", [], {})), None)

    def text(self) -> tuple[str, bool]:
        """The article's text, and whether it was HTML.

        Raises:
            BadRecord: it has none, or it is too long.
        """
        given = self.value("text")
        value = unwrapped(given)
        if isinstance(value, bool | int | float):
            raise BadRecord(f"text must be text, not {kind(value)}")
        text = unescaped("\n".join(text_parts(given)))
        if is_html := has_markup(text) or (not isinstance(value, str) and has_tags(text)):
            text = plain_text(text)
        if text.startswith("{\\rtf"):
            raise BadRecord("its text is in Rich Text Format (RTF): export it as plain text or HTML")
        text = without_marks(text)
        if not text.strip():
            columns = self._columns.get("text", ())
            is_there = any(value_at(self._record, column) is not None for column in columns)
            raise BadRecord("empty text" if is_there else "no text")
        if len(text) > LONGEST_TEXT:
            raise BadRecord(f"text of {len(text):,} characters, more than {LONGEST_TEXT:,}")
        return text, is_html

    def line(self, field: str, is_html: bool = False) -> str:
        """A field as one line.

        Raises:
            BadRecord: its value is a list or an object.
        """
        value = self.value(field)
        text = plain_value(value)
        if text is None and field == "section":
            text = " / ".join(names_in(value))
        if text is None:
            raise BadRecord(f"{field} must be text, not {kind(unwrapped(value))}")
        if is_html or has_markup(text) or _AMPERSAND.search(text):
            text = plain_text(text)
        return " ".join(text.split("\n")).strip()

    def byline(self, is_html: bool) -> str:
        """The names that the byline's columns have."""
        names = names_in(self.value("byline"))
        if is_html or any(map(has_markup, names)):
            names = [plain_text(name) for name in names]
        return plain_byline(names[0]) if len(names) == 1 else joined_names(names)


def _date(row: _Row, options: ReadOptions) -> date | None:
    value = unwrapped(row.value("date"))
    if isinstance(value, datetime | date):
        value = value.isoformat()
    if isinstance(value, str):
        value = value.strip()
    if value in (None, "", 0) or (isinstance(value, str) and _NO_DATE.fullmatch(value)):
        return None
    if not isinstance(value, str | int | float):
        raise BadRecord(f"date must be text or a number, not {kind(value)}")
    try:
        return calendar_day(value, options.timezone)
    except ValueError as error:
        raise BadRecord(f"bad date ({error}); write it as 2024-03-18, or null") from error


def _identity(row: _Row) -> str:
    value = unwrapped(row.value("id"))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise BadRecord(f"id must be text or a whole number, not {kind(value)}")
    identity = (plain_value(value) or "").strip()
    if len(identity) > LONGEST_ID:
        raise BadRecord(f"id longer than {LONGEST_ID} characters")
    return identity


def _made_identity(headline: str, day: date | None, url: str, text: str) -> str:
    """An id for a record without one that is the same when the record is read again: its address, if it has one."""
    if url and len(url) <= LONGEST_ID:
        return url
    return sha256(f"{headline}\n{day or ''}\n{url or text}".encode()).hexdigest()[:16]


def _url(url: str) -> tuple[str, str]:
    """A web address and an empty note; for any other address, an empty string and a note that it was ignored."""
    scheme, _, rest = url.partition("://")
    if not url or (scheme.lower() in ("http", "https") and rest.split() == [rest]):
        return url, ""
    return "", f"url ignored, because it does not begin with http:// or https://: {url[:60]!r}"
