"""Reads articles from tables: CSV and TSV in any dialect and encoding, and Excel workbooks (XLSX)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from ingest.clean import NotText, damage_note, decode
from ingest.readers.base import FileUnreadable, Item, Note
from ingest.readers.export_columns import SAMPLE, map_columns
from ingest.readers.fields import PlacedRecord, read_records
from ingest.readers.options import ReadOptions
from ingest.readers.table_header import HEADER_WITHIN, Header, find_header, header_of_data
from ingest.readers.table_rows import Row, find_dialect, read_rows
from ingest.readers.workbooks import Sheet, is_workbook, read_sheets
from rag.archive import SourceFile
from rag.archive.source_file import TEXT

LARGEST_TABLE = 200 << 20  # bytes

_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


class Tables:
    """Articles as the rows of a table."""

    name = "table"

    def sniff(self, head: bytes, name: str) -> float:
        suffix = name.lower().rpartition(".")[2]
        if is_workbook(head) or (head.startswith(b"PK") and suffix in ("xlsx", "xlsm")):
            return 0.9
        if _OPEN_DOCUMENT in head[:200]:
            return 0.9
        if head.startswith(_OLD_WORKBOOK):
            return 0.5 if suffix in ("xls", "et") else 0.0
        try:
            text, _ = decode(head)
        except NotText:
            return 0.0
        is_named = suffix in ("csv", "tsv", "tab")
        if text.lstrip().startswith(("{", "[", "<")):
            return 0.1 if is_named else 0.0
        if (dialect := find_dialect(text)) is None:
            return 0.4 if is_named else 0.0
        header = find_header(_first_rows(read_rows(text, dialect)), {})
        if header and header.score >= 2:
            return 0.8
        return 0.7 if is_named else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """The articles of a table, or of each sheet of a workbook that has a row of column names, one of them the text.

        Raises:
            NotText: the encoding of a CSV file is unknown.
            FileUnreadable: it is too large, damaged or no table, or no column of it has the texts of articles.
        """
        if path.stat().st_size > LARGEST_TABLE:
            raise FileUnreadable(f"too large for a table (over {LARGEST_TABLE >> 20} MB): split it.")
        with path.open("rb") as file:
            head = file.read(200)
        if _OPEN_DOCUMENT in head:
            raise FileUnreadable(
                "an OpenDocument spreadsheet (.ods): save it as .xlsx or CSV and add it again."
            )
        if head.startswith(_OLD_WORKBOOK):
            raise FileUnreadable("an old Excel file (.xls): save it as .xlsx or CSV and add it again.")
        yield from _workbook(path, options) if head.startswith(b"PK\x03\x04") else _delimited(path, options)


# --- CSV, TSV ---


def _delimited(path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
    data = path.read_bytes()
    text, encoding = decode(data)
    if not text.strip():
        raise FileUnreadable("empty.")
    yield SourceFile(path.name, data, encoding)
    dialect = find_dialect(text)
    first = _first_rows(read_rows(text, dialect)) if dialect else []
    header = find_header(first, options.fields)
    if header is None or not header.score:
        header = header_of_data(first, options.fields) or header
    if dialect is None or header is None:
        raise FileUnreadable(
            "no table with a row of column names and at least one row below it was found in it."
        )
    rows = (row for row in read_rows(text, dialect) if row.number > header.number)
    records = _records(header, rows, len(data), len(text))
    known = replace(options, fields={**header.guess, **options.fields})
    yield from read_records(_noted(records, damage_note(text, encoding)), known)


# --- XLSX ---


def _workbook(path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
    sheets = [sheet for sheet in read_sheets(path) if sheet.rows]
    headers = {sheet.name: _header_of(sheet, options) for sheet in sheets}
    chosen = [sheet for sheet in sheets if isinstance(headers[sheet.name], Header)]
    if not chosen:
        raise FileUnreadable(f"no sheet of it can be read: {_named(headers) or 'they are empty'}.")
    text, placed = _as_text([row for sheet in chosen for row in sheet.rows])
    size = path.stat().st_size
    file = SourceFile(path.name, path, beside={TEXT: text.encode("utf-8", "replace")})
    _ = file.sha256  # computed now, so that a later change of the file is noticed
    yield file
    for name, why in headers.items():
        if isinstance(why, str):
            yield Note(f"sheet {name!r}", f"not read: {why}")
    rows = iter(placed)
    for sheet in chosen:
        header = headers[sheet.name]
        if isinstance(header, Header):
            below = [row for row in islice(rows, len(sheet.rows)) if row.number > header.number]
            records = _records(header, iter(below), size, max(len(text), 1), sheet.name if chosen[1:] else "")
            yield from read_records(records, options)


def _header_of(sheet: Sheet, options: ReadOptions) -> Header | str:
    """The names of a sheet's columns, or why it is not read."""
    if sheet.is_hidden:
        return "hidden"
    header = find_header(sheet.rows[:HEADER_WITHIN], options.fields)
    if header is None:
        return "no row of column names with rows below it"
    below = [row for row in sheet.rows if row.number > header.number][:SAMPLE]
    try:
        map_columns([_record(header, row) for row in below], options.fields)
    except FileUnreadable as error:
        return str(error).rstrip(".")
    return header


def _named(headers: Mapping[str, Header | str]) -> str:
    """The sheets that are not read, and why."""
    return "; ".join(f"sheet {name!r} ({why})" for name, why in headers.items() if isinstance(why, str))


def _as_text(rows: Sequence[Row]) -> tuple[str, list[Row]]:
    """The cells of rows as text, a line for each cell and an empty one between rows, and the rows with their places."""
    parts: list[str] = []
    placed: list[Row] = []
    at = 0
    for row in rows:
        lines = [_printed(cell) for cell in row.cells if cell not in (None, "")]
        part = "\n".join(lines)
        placed.append(replace(row, start=at, end=at + len(part)))
        parts.append(part)
        at += len(part) + 2
    return "\n\n".join(parts), placed


def _printed(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not (cell.hour or cell.minute) else cell.isoformat(" ", "minutes")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


# --- records ---


def _first_rows(rows: Iterator[Row]) -> list[Row]:
    return list(islice(rows, HEADER_WITHIN))


def _records(
    header: Header, rows: Iterator[Row], size: int, length: int, sheet: str = ""
) -> Iterator[PlacedRecord]:
    """The rows below a header.

    Args:
        size, length: of the file in bytes, and of its text in code points.
        sheet: its name, if rows of several are read.
    """
    for row in rows:
        extra = [cell for cell in row.cells[len(header.names) :] if cell not in (None, "")]
        problem = row.problem or (
            f"{len(row.cells)} cells, but there are {len(header.names)} columns: a text with a delimiter is not in quotation "
            "marks"
            if extra
            else ""
        )
        where = f"sheet {sheet!r}, row {row.number}" if sheet else f"row {row.number}"
        done = size * row.end // length
        yield PlacedRecord(where, _record(header, row), row.start, row.end, problem, done=done)


def _record(header: Header, row: Row) -> dict[str, object]:
    return dict(zip(header.names, row.cells, strict=False))


def _noted(records: Iterator[PlacedRecord], note: str) -> Iterator[PlacedRecord]:
    """The records, of which the first has a note that is about the whole file."""
    for record in records:
        yield replace(record, note=note)
        note = ""
