"""A text file with form feeds holds several pages; articles that jump from one to another are joined."""

from datetime import date

import pytest
from page_checks import assert_places_are_true

from ingest.page import split_page, split_pages
from ingest.page.jumps import find_jumps
from ingest.readers.base import Page, Problem
from ingest.readers.options import ReadOptions
from ingest.readers.page_text import PageText
from rag.schema import Jump

_BRIDGE = """白鹭大桥正式通车
本报讯（记者 方知远）昨日上午，白鹭大桥正式通车。大桥全长六百米，双向四
车道，从白鹭镇到市区的车程由四十分钟缩短为十五分钟，沿线六个村的村民
{end}
"""
_REST = """{start}
盼这座桥盼了十几年。市交通局说，大桥夜间限速四十公里，货车须绕行滨江路，
桥上不得停车，人行道明年春天建成。
"""
_LIBRARY = """市图书馆发布年度阅读报告
本报讯（记者 沈芷兰）市图书馆昨日发布年度阅读报告，去年共接待读者三十一万
人次，外借图书四十二万册次，读者最爱借的是文学类图书，其次是少儿图书。
"""


def _pages(tmp_path, text, name="edition.txt", **given):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    _, *items = PageText().read(path, ReadOptions(**given))
    return items


def test_a_front_page_without_a_number_is_page_1_and_its_article_goes_on(tmp_path) -> None:
    head = "栖川日报 2024年3月18日 星期一"
    text = (
        f"{head} 第12618期 今日8版\n{_BRIDGE.format(end='（下转第3版）')}\f{head} 第2版 民生\n{_LIBRARY}\f"
        f"{head} 第3版 要闻\n{_REST.format(start='（上接第1版）')}"
    )
    front, second, third = _pages(tmp_path, text)
    assert [draft.page for draft in front.drafts] == ["1"]
    assert "沿线六个村的村民盼这座桥" in front.drafts[0].text and not third.drafts
    assert [draft.page for draft in second.drafts] == ["2"]


def test_each_page_has_its_own_date_number_and_section(tmp_path) -> None:
    text = (
        "栖川日报 2024年3月18日 星期一 第3版 民生\n" + _LIBRARY + "\f"
        "栖川日报 2024年3月19日 星期二 第1版 要闻\n" + _LIBRARY + "\f"
    )
    pages = _pages(tmp_path, text)
    found = [(d.date, d.page, d.section, d.paper) for page in pages for d in page.drafts]
    assert found == [
        (date(2024, 3, 18), "3", "民生", "栖川日报"),
        (date(2024, 3, 19), "1", "要闻", "栖川日报"),
    ]
    second = pages[1].drafts[0].paragraphs[0]
    assert text[second.raw_start : second.raw_end].startswith("本报讯") and second.raw_start > text.index(
        "\f"
    )


def test_a_page_without_a_date_has_the_one_that_the_others_agree_on(tmp_path) -> None:
    dated = "栖川日报 2024年3月18日 星期一 第3版\n" + _LIBRARY
    _, second = _pages(tmp_path, dated + "\f第4版\n" + _LIBRARY)
    assert (second.drafts[0].date, second.drafts[0].page) == (date(2024, 3, 18), "4")
    other = dated.replace("18日 星期一", "19日 星期二")
    undated = _pages(tmp_path, dated + "\f" + other + "\f" + _LIBRARY)[2]
    assert (undated.drafts[0].date, undated.drafts[0].page) == (None, "")


def test_the_number_in_a_files_name_is_that_of_its_only_page(tmp_path) -> None:
    [page] = _pages(tmp_path, _LIBRARY + "\f", "2024-03-18-02.txt")
    assert page.drafts[0].page == "2"
    pages = _pages(tmp_path, f"{_LIBRARY}\f{_LIBRARY}", "2024-03-18-02.txt")
    assert [(page.drafts[0].date, page.drafts[0].page) for page in pages] == [(date(2024, 3, 18), "")] * 2


def test_a_page_that_cannot_be_split_is_a_problem_and_the_others_are_read(tmp_path) -> None:
    items = _pages(
        tmp_path, _LIBRARY + "\f" + "".join(f"市总工会{i}\n" for i in range(20_001)) + "\f" + _LIBRARY
    )
    assert [type(item) for item in items] == [Page, Problem, Page]
    assert items[1].where == "page 2"


@pytest.mark.parametrize(
    ("end", "start"),
    [
        ("（下转第4版）", "（上接第1版）"),
        ("下转第四版 ▶", "上接一版"),
        ("（下轉第4版）", "▶▶上接第01版·要闻"),
    ],
)
def test_an_article_that_jumps_to_another_page_is_joined(end: str, start: str) -> None:
    raw = (
        "栖川日报 2024年3月18日 星期一 第1版 要闻\n" + _BRIDGE.format(end=end) + _LIBRARY + "\f"
        "栖川日报 2024年3月18日 星期一 第4版 综合\n大桥通车\n" + _REST.format(start=start) + _LIBRARY
    )
    first, fourth = split_pages(raw)
    bridge = first.articles[0]
    assert "沿线六个村的村民盼这座桥盼了十几年。" in bridge.text
    assert (bridge.headline, bridge.byline, bridge.page) == ("白鹭大桥正式通车", "方知远", "1")
    assert "版" not in bridge.text
    assert [article.headline for article in (*first.articles[1:], *fourth.articles)] == [
        "市图书馆发布年度阅读报告"
    ] * 2
    assert "大桥通车" in [left.text for left in fourth.leftover]
    assert_places_are_true(raw, first)


def test_a_jump_to_a_page_that_is_not_there_is_left_over() -> None:
    split = split_page(_BRIDGE.format(end="（下转第4版）"))
    assert split.articles[0].text.endswith("沿线六个村的村民")
    assert [left.text for left in split.leftover] == ["（下转第4版）"]
    assert split.articles[0].jumps == (Jump("to", "4"),)


@pytest.mark.parametrize(
    "line",
    ["(Continued on A4)", "Continued from Page 1", "From A1", "BRIDGE, from A1", "See BRIDGE, Page A4", "上接第1版"],
)  # fmt: skip
def test_jumps_are_found(line: str) -> None:
    [(start, end, _)] = find_jumps(line)
    assert (start, end) == (0, len(line))


@pytest.mark.parametrize(
    "line", ["球队上接连赢球", "第4版修订草案公布", "The hearing was continued on 14", "from 12"]
)
def test_other_lines_are_no_jumps(line: str) -> None:
    assert list(find_jumps(line)) == []
