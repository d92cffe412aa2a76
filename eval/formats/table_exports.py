"""Exports as tables: CSV and TSV of several programs, and Excel workbooks.

The columns are those of a spreadsheet that a newsroom keeps, of DedeCMS (``dede_archives``), of EmpireCMS (``ecms_news``) and
of Joomla (``#__content``).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from eval.formats.moments import epoch
from eval.formats.sample import Sample, Story, stories

_HEADER = ("标题", "作者", "见报日期", "版次", "版名", "正文")


def table_samples() -> Iterator[Sample]:
    told = stories("canteen", "flood", "school")
    rows = [(s.headline, s.byline, f"{s.day}", "02", "民生", s.text) for s in told]
    marked = _csv(_HEADER, rows).encode("utf-8-sig")
    yield Sample("table", "CSV of a spreadsheet, UTF-8 with a mark", "a.csv", marked, told)
    slashed = [(s.headline, s.byline, _slashed(s), "02", "民生", s.text) for s in told]
    text = _csv(_HEADER, slashed, delimiter=";")
    yield Sample("table", "CSV with semicolons, GB18030", "b.csv", text.encode("gb18030"), told)
    lines = _csv(_HEADER, [(*row[:5], row[5].replace("\n", "")) for row in slashed], delimiter="\t")
    one_line = tuple(replace(story, paragraphs=("".join(story.paragraphs),)) for story in told)
    yield Sample("table", "Excel's Unicode text", "c.txt", lines.encode("utf-16"), one_line)
    yield _dede(told)
    yield _empire(told)
    joomla = [
        (
            n,
            s.headline,
            f"a{n}",
            f"<p>{s.paragraphs[0]}</p>",
            _html(s.paragraphs[1:]),
            f"{s.day} 06:30:00",
            s.byline,
        )
        for n, s in enumerate(told)
    ]
    names = ("id", "title", "alias", "introtext", "fulltext", "publish_up", "created_by_alias")
    yield Sample("table", "Joomla, a text in two columns", "joomla.csv", _csv(names, joomla).encode(), told)
    dated = [(s.headline, s.byline, s.day, 2, "民生", s.text) for s in told]
    yield Sample("table", "XLSX, dates as cells", "d.xlsx", _workbook([_HEADER, *dated]), told)
    titled = [
        ("栖川日报二〇二四年稿件目录",),
        (),
        ("序号", *_HEADER),
        *((n, *row) for n, row in enumerate(dated, 1)),
    ]
    yield Sample(
        "table", "XLSX, a title above the columns", "e.xlsx", _workbook(titled, empty_first=True), told
    )
    yield _several_sheets(told)
    nameless = [(n, s.headline, f"{s.day}", s.text) for n, s in enumerate(told, 1)]
    no_names = tuple(replace(s, byline="") for s in told)
    text = _csv(nameless[0], nameless[1:])
    yield Sample("table", "CSV without column names", "f.csv", text.encode("gb18030"), no_names)
    text = _csv(nameless[0], nameless[1:], delimiter="\t")
    yield Sample("table", "TSV without column names", "g.tsv", text.encode(), no_names)
    yield _phpcms(told)


def _several_sheets(told: tuple[Story, ...]) -> Sample:
    """A sheet for each month, whose columns differ, beside one of something else; days as the numbers of cells, and as text."""
    from openpyxl import Workbook

    first, *others = told
    assert first.day
    book = Workbook()
    book.active.title = "三月"
    book.active.append(["标题", "作者", "日期", "正文"])
    book.active.append([first.headline, first.byline, (first.day - date(1899, 12, 30)).days, first.text])
    sheet = book.create_sheet("四月")
    sheet.append(["正文", "见报日期", "标题", "记者"])
    for s in others:
        sheet.append([s.text, f"{s.day:%Y年%m月%d日}", s.headline, s.byline])
    contacts = book.create_sheet("通讯录")
    contacts.append(["姓名", "电话"])
    contacts.append(["叶青禾", "0573-88881234"])
    file = io.BytesIO()
    book.save(file)
    return Sample("table", "XLSX of several sheets", "h.xlsx", file.getvalue(), told)


def _phpcms(told: tuple[Story, ...]) -> Sample:
    """99 is published; lower numbers are the steps of its review."""
    rows = [(n, s.headline, s.byline, 99, epoch(s), s.html) for n, s in enumerate(told, 1)]
    rows.append((9, "待审", "", 2, rows[0][4], "<p>待审的稿件。</p>"))
    names = ("id", "title", "author", "status", "inputtime", "content")
    return Sample("table", "PHPCMS, one not reviewed", "phpcms.csv", _csv(names, rows).encode(), told)


def _dede(told: tuple[Story, ...]) -> Sample:
    """Times in seconds; several columns that are always empty."""
    rows = [(n, 5, s.headline, "", s.byline, "本站", epoch(s), s.html) for n, s in enumerate(told, 1)]
    names = ("aid", "typeid", "title", "shorttitle", "writer", "source", "pubdate", "body")
    return Sample("table", "DedeCMS, TSV", "dede.tsv", _csv(names, rows, delimiter="\t").encode(), told)


def _empire(told: tuple[Story, ...]) -> Sample:
    rows = [(n, 1, s.headline, s.byline, f"{s.day} 06:30:00", "", s.html) for n, s in enumerate(told, 1)]
    names = ("id", "classid", "title", "writer", "newstime", "smalltext", "newstext")
    quoted = _csv(names, rows, quoting=csv.QUOTE_ALL, lineterminator="\n")
    return Sample("table", "EmpireCMS, all cells quoted", "ecms.csv", quoted.encode(), told)


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]], **dialect: Any) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, **dialect).writerows([header, *rows])
    return file.getvalue()


def _workbook(rows: Iterable[Sequence[Any]], *, empty_first: bool = False) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    if empty_first:
        sheet = book.create_sheet("稿件")
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _html(paragraphs: Iterable[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _slashed(story: Story) -> str:
    assert story.day
    return f"{story.day.year}/{story.day.month}/{story.day.day}"
