"""The account of an ingest adds up: every file that was seen is read, skipped or failed, and what editions lack is named."""

from datetime import date, datetime

import pytest
from printed import BRIDGE, PAGE, export
from rich.console import Console

from ingest import account
from ingest.editions import find_gaps
from ingest.output import report_lines


def page_of(day, number, story):
    """A page of the 栖川日报 with one article."""
    head = f"栖川日报\n{day.year}年{day.month}月{day.day}日\n第{number}版\n"
    return f"{head}\n{story}获得市民称赞\n\n本报讯（记者 方知远）{story}昨日获得市民称赞。{BRIDGE}\n"


@pytest.fixture
def mixed(tmp_path):
    """A folder of a page, an export with a bad line, an empty page, and two files that are no news."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "2024-03-18-02.txt").write_text(PAGE, encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    export(folder, {"id": "a", "title": "白鹭大桥通车", "date": "2024-11-08", "text": BRIDGE}, "oops")
    for name in ("site.ico", "fonts.ico"):
        (folder / name).write_bytes(b"\x00\x00\x01\x00")
    return folder


def test_files_seen_are_those_read_skipped_and_failed(add, mixed):
    report = add(mixed)
    *_, total = account.rows(report)
    assert (total.seen, total.read, total.skipped, total.failed) == (5, 2, 2, 1)
    assert (total.pages, total.articles, total.problems) == (1, 2, 2)
    assert all(row.seen == row.read + row.skipped + row.failed for row in account.rows(report))


def test_the_printed_account_names_all_that_is_not_in(add, mixed):
    report = add(mixed)
    console = Console(record=True, width=100)
    account.print_table(report, console)
    said = console.export_text() + "\n".join(report_lines(report))
    assert "skipped: 2 files (.ico 2): the format is not known" in said
    assert "empty.txt: empty" in said and "line 2: not JSON" in said
    assert "pages" in said and "articles" in said


def test_drafts_are_told_and_have_not_failed(add, tmp_path):
    line = {"id": "a", "title": "白鹭大桥通车", "text": BRIDGE}
    export(tmp_path, {**line, "status": "publish"}, {**line, "id": "b", "status": "draft"})
    report = add(tmp_path)
    assert report.exit_code == 0 and not report.failures
    assert report.notes[-1].endswith(": not published, so not taken: 1 with status draft")


def test_the_page_has_the_same_numbers_and_escapes_what_files_are_called(add, mixed, tmp_path):
    (mixed / "<b>x.ico").write_bytes(b"\x00")
    report = add(mixed)
    account.write_page(report, tmp_path / "report.html", datetime(2024, 11, 9, 8, 30))
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "6 files seen = 2 read + 3 skipped + 1 failed" in " ".join(page.split())
    assert "2024-11" in page and "&lt;b&gt;x.ico" in page and "<b>x" not in page


def test_pages_days_and_lengths_that_an_edition_lacks_are_named(add, archive, tmp_path):
    days = [date(2024, 3, n) for n in (4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25)]
    stories = iter(f"{a}{b}工程" for a in "青石白鹭柳渡桃岭竹溪沙湾" for b in "东西南北中")
    for day in days:
        if day == date(2024, 3, 14):
            continue
        for number in (1, 2, 3, 4):
            gap = (day.day, number) in {(12, 2), (12, 3)} or (day.day == 20 and number > 1)
            if not gap:
                path = tmp_path / f"{day}-{number}.txt"
                path.write_text(page_of(day, number, next(stories)), encoding="utf-8")
    report = add(*sorted(tmp_path.glob("*.txt")))
    assert [str(gap) for gap in report.gaps] == [
        "栖川日报 of 2024-03-12: pages 2, 3 missing",
        "栖川日报 of 2024-03-14: no edition, though it usually appears on a Thursday",
        "栖川日报 of 2024-03-20: only 1 of the usual 4 pages",
    ]
    assert find_gaps(archive, []) == []
