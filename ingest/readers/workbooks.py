"""Reads the sheets of an Excel workbook (XLSX): values as they were last computed, dates as dates."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.readers.base import FileUnreadable
from ingest.readers.table_rows import Row

LARGEST_CONTENT = 1 << 30  # bytes of all parts, decompressed

_MOST_ROWS = 1_048_576  # as Excel has
_MOST_BLANK_ROWS = 10_000  # after which a sheet is taken to end
_ERRORS = frozenset(("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet, with its rows that are not empty."""

    name: str
    is_hidden: bool
    rows: list[Row]


def is_workbook(head: bytes) -> bool:
    """Whether a file that begins so is a workbook."""
    return head.startswith(b"PK\x03\x04") and b"xl/" in head and b"[Content_Types].xml" in head


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a workbook in order.

    Raises:
        FileUnreadable: it is damaged, too large or protected by a password.
    """
    from xml.etree.ElementTree import ParseError

    _check_size(path)
    try:
        return _sheets(path)
    except (
        ArithmeticError,
        AttributeError,
        EOFError,
        LookupError,
        NotImplementedError,
        ParseError,
        TypeError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:  # what openpyxl raises of damaged parts
        raise FileUnreadable(
            f"a damaged workbook ({type(error).__name__}): save it again as .xlsx, or as CSV."
        ) from error


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise FileUnreadable(
            "a damaged workbook, or no workbook: save it again as .xlsx, or as CSV."
        ) from error
    if size > LARGEST_CONTENT:
        raise FileUnreadable(f"too large (over {LARGEST_CONTENT >> 20} MB when unpacked): split it.")


def _sheets(path: Path) -> list[Sheet]:
    from openpyxl import load_workbook

    workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        return [
            Sheet(sheet.title, sheet.sheet_state != "visible", _rows(sheet)) for sheet in workbook.worksheets
        ]
    finally:
        workbook.close()


def _rows(sheet: Any) -> list[Row]:
    sheet.reset_dimensions()  # those that a program wrote can be wrong
    rows: list[Row] = []
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_row=_MOST_ROWS), start=1):
        values = [None if isinstance(cell, str) and cell in _ERRORS else cell for cell in cells]
        while values and values[-1] in (None, ""):
            values.pop()
        if values:
            rows.append(Row(number, values))
        blank = 0 if values else blank + 1
        if blank > _MOST_BLANK_ROWS:
            break
    return rows
