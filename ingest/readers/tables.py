"""Reads articles from tables: CSV and TSV in any dialect and encoding, and Excel workbooks (XLSX)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from ingest.clean import NotText, damage_note, decode
from ingest.readers.base import FileUnreadable, Item
from ingest.readers.export_columns import known_field
from ingest.readers.fields import PlacedRecord, read_records
from ingest.readers.options import ReadOptions
from ingest.readers.table_rows import Row, find_dialect, read_rows
from ingest.readers.workbooks import Sheet, is_workbook, read_sheets
from rag.archive import SourceFile
from rag.archive.source_file import TEXT

LARGEST_TABLE = 200 << 20  # bytes

_HEADER_WITHIN = 20  # first rows in which a header is looked for
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


class Tables:
    """Articles as the rows of a table."""

    name = "table"

    def sniff(self, head: bytes, name: str) -> float:
        suffix = name.lower().rpartition(".")[2]
        if is_workbook(head) or (head.startswith(b"PK") and suffix in ("xlsx", "xlsm")):
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
        header = _find_header(_first_rows(read_rows(text, dialect)))
        if header and header.score >= 2:
            return 0.8
        return 0.7 if is_named else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """The articles of a table, or of the first sheet of a workbook that has a header.

        Raises:
            NotText: the encoding of a CSV file is unknown.
            FileUnreadable: it is too large, damaged or no table, or no column of it has the texts of articles.
        """
        if path.stat().st_size > LARGEST_TABLE:
            raise FileUnreadable(f"too large for a table (over {LARGEST_TABLE >> 20} MB): split it.")
        with path.open("rb") as file:
            head = file.read(4)
        if head == _OLD_WORKBOOK:
            raise FileUnreadable("an old Excel file (.xls): save it as .xlsx or CSV and add it again.")
        yield from _workbook(path, options) if head == b"PK\x03\x04" else _delimited(path, options)


# --- CSV, TSV ---


def _delimited(path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
    data = path.read_bytes()
    text, encoding = decode(data)
    if not text.strip():
        raise FileUnreadable("empty.")
    yield SourceFile(path.name, data, encoding)
    dialect = find_dialect(text)
    header = _find_header(_first_rows(read_rows(text, dialect)), options) if dialect else None
    if dialect is None or header is None:
        raise FileUnreadable(
            "no table with a row of column names and at least one row below it was found in it."
        )
    rows = (row for row in read_rows(text, dialect) if row.number > header.number)
    records = _records(header, rows, len(data), len(text))
    yield from read_records(_noted(records, damage_note(text, encoding)), options)


# --- XLSX ---


def _workbook(path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
    sheets = read_sheets(path)
    chosen, header = _first_with_header(sheets, options)
    rows = [row for row in chosen.rows if row.number > header.number]
    text, rows = _as_text(rows)
    size = path.stat().st_size
    file = SourceFile(path.name, path, beside={TEXT: text.encode("utf-8", "replace")})
    _ = file.sha256  # computed now, so that a later change of the file is noticed
    yield file
    records = _records(header, iter(rows), size, max(len(text), 1))
    yield from read_records(_noted(records, _other_sheets(sheets, chosen)), options)


def _first_with_header(sheets: Sequence[Sheet], options: ReadOptions) -> tuple[Sheet, _Header]:
    found = [
        (sheet, header)
        for sheet in sheets
        if not sheet.is_hidden and (header := _find_header(sheet.rows[:_HEADER_WITHIN], options))
    ]
    if not found:
        raise FileUnreadable("no sheet of it has a row of column names and at least one row below it.")
    return max(found, key=lambda pair: pair[1].score > 0)  # the first of equals


def _other_sheets(sheets: Sequence[Sheet], chosen: Sheet) -> str:
    """What to tell of the sheets that are not read; empty if there is nothing in them."""
    others = [sheet for sheet in sheets if sheet is not chosen and sheet.rows]
    named = (f"{sheet.name!r}{' (hidden)' if sheet.is_hidden else ''}" for sheet in others)
    return f"only the sheet {chosen.name!r} was read, not {', '.join(named)}" if others else ""


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


# --- the header, and the records below it ---


@dataclass(frozen=True, slots=True)
class _Header:
    """The row of column names.

    Attributes:
        number: of its row.
        names: of all columns; those without a name are named by their letter.
        score: how many of them are known as fields.
    """

    number: int
    names: tuple[str, ...]
    score: int


def _first_rows(rows: Iterator[Row]) -> list[Row]:
    return [row for row, _ in zip(rows, range(_HEADER_WITHIN), strict=False)]


def _find_header(rows: Sequence[Row], options: ReadOptions | None = None) -> _Header | None:
    """The row with the most names of fields; of rows without any, the first that is all names."""
    given = {name for names in options.fields.values() for name in names} if options else set()
    best: _Header | None = None
    for row in rows:
        cells = ["" if cell is None else str(cell).strip().lstrip("\ufeff") for cell in row.cells]
        filled = [cell for cell in cells if cell]
        if (
            len(filled) < min(2, len(cells))
            or any(len(cell) > 60 or "\n" in cell for cell in filled)
            or not filled
        ):
            continue
        if any(isinstance(cell, int | float | date) for cell in row.cells):
            continue
        score = len({known_field(cell) for cell in filled} - {""}) + 2 * len(given & set(filled))
        if best is None or score > best.score:
            best = _Header(row.number, _distinct(cells), score)
    return best if best and any(row.number > best.number for row in rows) else None


def _distinct(cells: Sequence[str]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for number, cell in enumerate(cells):
        name = cell or f"column {_letter(number)}"
        names[name if name not in names else f"{name} ({_letter(number)})"] = None
    return tuple(names)


def _letter(number: int) -> str:
    """The letter by which a spreadsheet names a column that counts from 0."""
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)


def _records(header: _Header, rows: Iterator[Row], size: int, length: int) -> Iterator[PlacedRecord]:
    """The rows below a header.

    Args:
        size, length: of the file in bytes, and of its text in code points.
    """
    for row in rows:
        extra = [cell for cell in row.cells[len(header.names) :] if cell not in (None, "")]
        problem = row.problem or (
            f"{len(row.cells)} cells, but there are {len(header.names)} columns: a text with a delimiter is not in quotation "
            "marks"
            if extra
            else ""
        )
        record = dict(zip(header.names, row.cells, strict=False))
        done = size * row.end // length
        yield PlacedRecord(f"row {row.number}", record, row.start, row.end, problem, done=done)


def _noted(records: Iterator[PlacedRecord], note: str) -> Iterator[PlacedRecord]:
    """The records, of which the first has a note that is about the whole file."""
    for record in records:
        yield replace(record, note=note)
        note = ""
