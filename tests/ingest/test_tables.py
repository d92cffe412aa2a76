"""Tables are read in every dialect and encoding of spreadsheets, row by row."""

from __future__ import annotations

import csv
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from ingest.readers.base import Article, Columns, FileUnreadable, Problem
from ingest.readers.options import ReadOptions
from ingest.readers.registry import reader_of
from ingest.readers.tables import Tables

HEADER = ["编号", "标题", "正文", "作者", "日期", "版次"]
ROWS = [
    ["1", "大桥维修", "白鹭大桥六月起封闭维修，\n市民可“绕行”二桥；工期三个月。", "柳明", "2026-05-06", "2"],
    ["2", '"大修"开始', "工程队昨日进场, 首日完成一半; 余下|下周完成。", "", "2026/5/7", "A03"],
]


def items_of(path, **given):
    assert reader_of(path).name == "table"
    file, *items = Tables().read(path, ReadOptions(**given))
    return file, [item for item in items if not isinstance(item, Columns)]


def write(tmp_path, rows, name="table.csv", encoding="utf-8", head="", **dialect):
    path = tmp_path / name
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(head)
        csv.writer(file, **dialect).writerows(rows)
    return path


@pytest.mark.parametrize(
    ("dialect", "encoding", "head"),
    [
        ({}, "utf-8", ""),
        ({}, "utf-8-sig", ""),
        ({"delimiter": ";"}, "gb18030", ""),
        ({"delimiter": "\t"}, "utf-16", ""),
        ({"delimiter": "|", "lineterminator": "\n"}, "utf-8", ""),
        ({"delimiter": ";", "quoting": csv.QUOTE_ALL}, "utf-8", "sep=;\r\n"),
        ({"lineterminator": "\r", "quoting": csv.QUOTE_ALL}, "utf-8", ""),
        ({"escapechar": "\\", "doublequote": False}, "utf-8", ""),
    ],
)
def test_a_table_is_read_in_its_dialect(tmp_path, dialect, encoding, head):
    path = write(tmp_path, [HEADER, *ROWS], encoding=encoding, head=head, **dialect)
    file, items = items_of(path)
    drafts = [item.draft for item in items]
    assert [[d.source_id, d.headline, d.text, d.byline, d.page] for d in drafts] == [
        row[:4] + row[5:] for row in ROWS
    ]
    assert [d.date for d in drafts] == [date(2026, 5, 6), date(2026, 5, 7)]
    first = 3 if head else 2
    assert [item.where for item in items] == [f"row {first}", f"row {first + 1}"]
    decoded = path.read_bytes().decode(file.encoding)
    for item, row in zip(items, ROWS, strict=True):
        [place] = item.draft.paragraphs
        assert row[2].split("\n")[0] in decoded[place.raw_start : place.raw_end]
    assert items[-1].done == path.stat().st_size


def test_the_header_need_not_be_the_first_row(tmp_path):
    path = write(
        tmp_path,
        [["栖川日报稿件", ""], ["导出时间：2026-05-07", ""], ["标题", "正文"], ["大桥", "封闭维修。"]],
    )
    _, [item] = items_of(path)
    assert (item.where, item.draft.headline, item.draft.text) == ("row 4", "大桥", "封闭维修。")


def test_a_quotation_mark_that_is_never_closed_costs_one_row(tmp_path):
    path = tmp_path / "table.csv"
    rows = ["id,title,text", '1,a,"never closed', *(f"{number},b,text {number}" for number in range(2, 9))]
    path.write_text("\n".join(rows) + "\n")
    _, items = items_of(path)
    assert [item.where for item in items if isinstance(item, Problem)] == ["row 2"]
    assert [item.draft.source_id for item in items if isinstance(item, Article)] == list("2345678")


def test_a_row_with_too_many_cells_is_a_problem(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("id,title,text\n1,a,one\n2,b,two, and more\n3,c,three\n")
    _, items = items_of(path)
    assert [type(item) for item in items] == [Article, Problem, Article]
    assert "4 cells, but there are 3 columns" in items[1].reason


def test_the_user_names_the_columns(tmp_path):
    path = write(tmp_path, [["kopf", "rumpf"], ["大桥", "封闭维修。"]])
    with pytest.raises(FileUnreadable, match="it has: kopf, rumpf"):
        items_of(path)
    _, [item] = items_of(path, fields={"text": ("rumpf",), "title": ("kopf",)})
    assert (item.draft.headline, item.draft.text) == ("大桥", "封闭维修。")


@pytest.mark.parametrize("text", ["", "a;b\n", "id,title,text\n"])
def test_a_file_without_rows_is_refused(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text)
    with pytest.raises(FileUnreadable, match=r"empty|no table"):
        list(Tables().read(path, ReadOptions()))


def test_a_cell_of_many_megabytes_is_a_problem_of_its_row(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("id,title,text\n1,a," + "x" * (20 << 20) + "\n2,b,two\n")
    _, (problem, article) = items_of(path)
    assert "too long" in problem.reason and article.draft.text == "two"


# --- workbooks ---


@pytest.fixture
def workbook(tmp_path):
    book = Workbook()
    book.active.title = "说明"
    book.active.append(["本表由采编系统导出"])
    sheet = book.create_sheet("稿件")
    sheet.append(["2026年5月稿件"])
    sheet.append(HEADER)
    sheet.append(
        [1, "大桥维修", "<p>白鹭大桥六月起封闭维修。</p><p>工期三个月。</p>", "柳明", datetime(2026, 5, 6), 2]
    )
    sheet.append([])
    sheet.append([2, "大修开始", "工程队昨日进场。", None, date(2026, 5, 7), "A03"])
    hidden = book.create_sheet("旧稿")
    hidden.append(HEADER)
    hidden.append([3, "旧", "旧稿。", None, None, None])
    hidden.sheet_state = "hidden"
    path = tmp_path / "稿件.xlsx"
    book.save(path)
    return path


def test_a_workbook_is_read_from_its_first_sheet_with_a_header(workbook):
    file, items = items_of(workbook)
    first, second = (item.draft for item in items)
    assert (first.source_id, first.date, first.page) == ("1", date(2026, 5, 6), "2")
    assert first.text == "白鹭大桥六月起封闭维修。\n工期三个月。"
    assert (second.headline, second.byline, second.date) == ("大修开始", "", date(2026, 5, 7))
    assert [item.where for item in items] == ["row 3", "row 5"]
    assert "not '说明', '旧稿' (hidden)" in items[0].note and not items[1].note
    text = file.beside["text"].decode()
    [place] = second.paragraphs
    assert text[place.raw_start : place.raw_end].split("\n") == [
        "2",
        "大修开始",
        "工程队昨日进场。",
        "2026-05-07",
        "A03",
    ]


def test_a_damaged_workbook_is_refused(workbook):
    data = workbook.read_bytes()
    workbook.write_bytes(data[: len(data) // 2])
    with pytest.raises(FileUnreadable, match="damaged"):
        list(Tables().read(workbook, ReadOptions()))


def test_an_old_workbook_says_what_to_do(tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(FileUnreadable, match=r"save it as \.xlsx"):
        items_of(path)
