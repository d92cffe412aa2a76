"""Writes tables for spreadsheets, as CSV and as XLSX. No cell of them is run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from unicodedata import category

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Cell = str | int
Row = Sequence[Cell]

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel does not read a CSV file as UTF-8."""

WIDEST = 60  # characters of a column
LONGEST = 32_000  # characters of a cell; Excel takes 32,767

# A cell that begins with one of these is run as a formula (OWASP, "CSV Injection"); full-width forms too.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_lines(heading: Row, rows: Iterable[Row]) -> Iterator[str]:
    """A CSV file in UTF-8, line by line."""
    yield BYTE_ORDER_MARK + _csv_line(heading)
    for row in rows:
        yield _csv_line(row)


def xlsx_file(title: str, heading: Row, rows: Iterable[Row]) -> bytes:
    """A workbook with one sheet, whose heading stays in sight.

    Args:
        title: the sheet's name.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(title)
    sheet.freeze_panes = "A2"
    cells = [[*map(_text_or_number, row)] for row in (heading, *rows)]
    for number in range(len(heading)):
        longest = max(_width(row[number]) for row in cells)
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(longest + 2, WIDEST)
    for i, row in enumerate(cells):
        sheet.append([_xlsx_cell(sheet, cell, is_heading=i == 0) for cell in row])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def download(name: str) -> dict[str, str]:
    """The headers of a response that a browser saves as a file of this name."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def safe_cell(text: str) -> str:
    """`text`, with an apostrophe in front if a spreadsheet would run it as a formula."""
    shown = next((sign for sign in text if not (sign.isspace() or category(sign).startswith("C"))), "")
    return f"'{text}" if text.startswith(_FORMULA) or shown in _FORMULA else text


def _csv_line(cells: Row) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in cells])
    return out.getvalue()


def _text_or_number(cell: Cell) -> Cell:
    """A cell that XLSX can hold: control characters, which XML has no way to write, are left out."""
    return safe_cell(ILLEGAL_CHARACTERS_RE.sub("", cell))[:LONGEST] if isinstance(cell, str) else cell


def _xlsx_cell(sheet: WriteOnlyWorksheet, value: Cell, *, is_heading: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes a text like `#N/A` for an error value
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if is_heading:
        cell.font = Font(bold=True)
    return cell


def _width(cell: Cell) -> int:
    """The width of a cell's longest line: a Chinese character takes two places."""
    return max((sum(1 + (sign > "\u2e7f") for sign in line) for line in str(cell).split("\n")), default=0)
