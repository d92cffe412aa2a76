"""Makes an article of a record: the fields of a line, a table row or an object of an export.

The columns of a file are mapped to fields once (`ingest.readers.export_columns`), so that all of it is read in the same way. HTML
in a field becomes plain text; a missing byline is read from the text, as on a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import chain, islice
from typing import Any

from ingest.clean import has_markup, has_tags, plain_text
from ingest.clean.escapes import unescaped
from ingest.document.markdown_text import without_marks
from ingest.metadata import joined_names, plain_byline, text_byline
from ingest.readers.base import Article, Columns, Problem, Withdrawal
from ingest.readers.export_columns import SAMPLE, FieldMap, map_columns
from ingest.readers.identity import web_address
from ingest.readers.languages import language
from ingest.readers.options import ReadOptions, calendar_day, moment
from ingest.readers.statuses import is_marked, publication
from ingest.readers.values import Record, kind, names_in, plain_value, text_parts, unwrapped, value_at
from ingest.readers.web_residue import is_residue
from rag.schema import Draft, Paragraph, WendaError

LONGEST_TEXT = 1_000_000
LONGEST_ID = 200
_MOST_LISTED = 10

_NO_DATE = re.compile(r"0000-00-00.*|0001-01-01.*|null|none|n/a|-+", re.IGNORECASE)  # as databases write it
_AMPERSAND = re.compile(r"&(?:amp|lt|gt|quot);")


class BadRecord(WendaError):
    """A record of an export is not an article. The message says why, without its place."""


class Unpublished(BadRecord):
    """A record is no published article. The message says by which word of its fields."""


class TakenBack(WendaError):
    """A record is an article that is not published any more."""

    def __init__(self, source_id: str, paper: str, status: str) -> None:
        super().__init__(f"{status}, as its status says")
        self.source_id = source_id
        self.paper = paper


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
) -> Iterator[Columns | Article | Withdrawal | Problem]:
    """The articles of an export, after the columns that they are read from.

    Raises:
        FileUnreadable: no column is known as the text of an article, or one that the user named is not there.
    """
    records = iter(records)
    first = list(islice(records, SAMPLE))
    fields = _mapped(first, options)
    if fields is not None:
        yield Columns(fields.columns, fields.unused)
    unpublished: Counter[str] = Counter()
    done = 0
    for placed in chain(first, records):
        done = placed.done
        try:
            yield _read(placed, fields or FieldMap({}), options)
        except Unpublished as error:
            unpublished[str(error)] += 1
    if unpublished:
        reasons = ", ".join(
            f"{count:,} with {reason}" for reason, count in unpublished.most_common(_MOST_LISTED)
        )
        yield Problem("", f"not published, so not taken: {reasons}", done)


def _mapped(waiting: list[PlacedRecord], options: ReadOptions) -> FieldMap | None:
    sample = [each.record for each in waiting if not each.problem]
    return map_columns(sample, options.fields) if sample else None


def _read(placed: PlacedRecord, fields: FieldMap, options: ReadOptions) -> Article | Withdrawal | Problem:
    """
    Raises:
        Unpublished
    """
    if placed.problem:
        return Problem(placed.where, placed.problem, placed.done)
    try:
        draft, until, note = read_record(placed.record, fields, options, placed.start, placed.end)
    except TakenBack as error:
        return Withdrawal(error.source_id, error.paper, str(error), placed.where, placed.done)
    except Unpublished:
        raise
    except BadRecord as error:
        return Problem(placed.where, str(error), placed.done)
    return Article(draft, placed.where, "; ".join(filter(None, (placed.note, note))), placed.done, until)


def read_record(
    record: Record, fields: FieldMap, options: ReadOptions, start: int = 0, end: int = 0
) -> tuple[Draft, datetime | None, str]:
    """The article of a record that is ``[start, end)`` of the source text, the end of its embargo, and a note on an ignored
    field, if any.

    Raises:
        BadRecord
        TakenBack
    """
    row = _Row(record, fields.columns)
    paper = row.line("paper") or options.paper or options.default_paper
    _refuse_unpublished(row, fields, paper)
    printed, was_html = row.text()
    text = _without_residue(printed)
    headline = row.line("title", was_html)
    day = _date(row, options)
    url, problem = web_address(row.line("url"))
    draft = Draft(
        text=text,
        headline=headline,
        subheadline=row.line("subheadline", was_html),
        byline=row.byline(was_html) or text_byline(printed),
        date=day or options.date,
        paper=paper,
        page=row.line("page") or options.page,
        section=row.line("section"),
        url=url,
        lang=language(row.line("lang")),
        source_id=_identity(row) or _made_identity(headline, day, url, text),
        paragraphs=(Paragraph("text", 0, len(text), start, end),),
    )
    return draft, _embargo(row, options), problem


def _refuse_unpublished(row: _Row, fields: FieldMap, paper: str) -> None:
    status = row.value("status")
    match publication(status, fields.status_numbers):
        case "taken back" if identity := _identity(row):
            raise TakenBack(identity, paper, plain_value(status) or "")
        case "unpublished" | "taken back":
            raise Unpublished(f"status {plain_value(status)}")
    for column in fields.columns.get("deleted", ()):
        if is_marked(value := row.value_of(column)):
            raise Unpublished(f"{column} {plain_value(value)}")


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

    def value_of(self, column: str) -> Any:
        return unwrapped(value_at(self._record, column))

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
        if field == "title" and isinstance(value, list) and isinstance(value[0], Mapping):
            value = value[0]  # ninjs: the main headline is the first of several
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


def _embargo(row: _Row, options: ReadOptions) -> datetime | None:
    """
    Raises:
        BadRecord: it cannot be read.
    """
    written = plain_value(row.value("embargo")) or ""
    if not is_marked(written):
        return None
    try:
        return moment(written.replace("/", "-"), options.timezone)
    except ValueError as error:
        raise BadRecord(f"under an embargo whose end cannot be read ({written[:40]!r})") from error


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
