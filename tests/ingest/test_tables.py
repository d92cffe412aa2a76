"""Tables are read in every dialect and encoding of spreadsheets, row by row."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from ingest.readers.base import Article, Columns, FileUnreadable, Note, Problem
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


# --- without a row of column names ---

LONG = "白鹭大桥昨日上午正式通车，全长六百一十二米，双向四车道，桥面宽二十四米，夜间限速四十公里。"
NAMELESS = [
    [n, f"大桥通车第{n}天", "柳明", f"2026-05-0{n}", f"https://news.qichuan.example/{n}", LONG]
    for n in (1, 2, 3)
]


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_columns_without_names_are_guessed_if_they_are_plain(tmp_path, delimiter):
    path = write(tmp_path, NAMELESS, delimiter=delimiter)
    columns = next(item for item in Tables().read(path, ReadOptions()) if isinstance(item, Columns))
    assert columns.used == {
        "id": ("column A",), "title": ("column B",), "date": ("column D",), "url": ("column E",), "text": ("column F",)
    }  # fmt: skip
    assert columns.unused == ("column C",)
    _, items = items_of(path)
    assert [item.where for item in items] == ["row 1", "row 2", "row 3"]
    assert (items[2].draft.headline, items[2].draft.date) == ("大桥通车第3天", date(2026, 5, 3))


def test_columns_without_names_that_are_not_plain_are_named_by_the_user(tmp_path):
    path = write(tmp_path, [["2026-05-06", LONG, LONG[::-1]], ["2026-05-07", LONG[5:], LONG[:-5]]])
    with pytest.raises(FileUnreadable, match="`text: column C`"):
        items_of(path)
    _, items = items_of(path, fields={"text": ("column B",), "date": ("column A",)})
    assert [item.draft.text for item in items] == [LONG, LONG[5:]]
    assert items[1].draft.date == date(2026, 5, 7)


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


def test_a_workbook_is_read_from_the_sheet_with_a_header(workbook):
    file, (about, hidden, *items) = items_of(workbook)
    first, second = (item.draft for item in items)
    assert (first.source_id, first.date, first.page) == ("1", date(2026, 5, 6), "2")
    assert first.text == "白鹭大桥六月起封闭维修。\n工期三个月。"
    assert (second.headline, second.byline, second.date) == ("大修开始", "", date(2026, 5, 7))
    assert [item.where for item in items] == ["row 3", "row 5"]
    assert about == Note("sheet '说明'", "not read: no row of column names with rows below it")
    assert hidden == Note("sheet '旧稿'", "not read: hidden")
    text = file.beside["text"].decode()
    [place] = second.paragraphs
    assert text[place.raw_start : place.raw_end].split("\n") == [
        "2",
        "大修开始",
        "工程队昨日进场。",
        "2026-05-07",
        "A03",
    ]


def test_each_sheet_with_texts_is_read_in_its_own_columns_and_dates_may_be_numbers(tmp_path):
    book = Workbook()
    book.active.title = "三月"
    dates = [45369, "45369", "45369.25", "2024/3/18", "2024年3月18日 星期一"]
    for row in (
        ["标题", "正文", "日期"],
        *(["大桥", f"大桥封闭维修第{n}天。", day] for n, day in enumerate(dates)),
    ):
        book.active.append(row)
    april = book.create_sheet("四月")
    april.append(["内容", "作者", "标题"])
    april.append(["泳馆重新开放。", "叶青禾", "泳馆"])
    contacts = book.create_sheet("通讯录")
    contacts.append(["姓名", "电话"])
    contacts.append(["柳明", "0573-88881234"])
    book.save(tmp_path / "book.xlsx")
    _, (note, *items) = items_of(tmp_path / "book.xlsx")
    assert [item.where for item in items[4:]] == ["sheet '三月', row 6", "sheet '四月', row 2"]
    assert [item.draft.date for item in items] == [date(2024, 3, 18)] * 5 + [None]
    assert (items[5].draft.headline, items[5].draft.byline) == ("泳馆", "叶青禾")
    assert note.where == "sheet '通讯录'" and "it has: 姓名, 电话" in note.text


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


def test_an_open_document_spreadsheet_says_what_to_do(tmp_path):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(FileUnreadable, match="OpenDocument spreadsheet"):
        items_of(path)
