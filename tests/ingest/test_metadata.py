"""Dates, page numbers, sections, papers and bylines are read from lines."""

from datetime import date

import pytest

from ingest.metadata import (
    PageFurniture,
    byline_names,
    closing_byline,
    dispatch_byline,
    furniture_kind,
    is_bare_date,
    is_byline,
    is_dispatch,
    is_signature,
    printed_date,
    read_furniture,
)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("2024年3月18日 星期一", "date"),
        ("2024年3月18日 星期一 农历甲辰年二月初九", "date"),
        ("永康日报 2024年3月18日 星期一 02 要闻", "date"),
        ("永康日报", "paper"),
        ("第2版 要闻", "page"),
        ("02 要闻", "page"),
        ("要闻 2版", "page"),
        ("责任编辑：张三 版式设计：李四 校对：王五", "staff"),
        ("责任编辑：柯敏 版式：温岚 电话：0599-5550123", "staff"),
        ("国内统一连续出版物号 CN 33-0123 第 8765 期", "imprint"),
    ],
)
def test_furniture_is_recognised_anywhere_on_the_page(line: str, kind: str) -> None:
    assert furniture_kind(line, at_edge=False) == kind


@pytest.mark.parametrize("line", ["2024年3月18日", "A02", "新闻热线：0579-87138888", "要闻"])
def test_a_line_that_may_end_a_notice_is_furniture_only_at_the_edge(line: str) -> None:
    assert furniture_kind(line, at_edge=True) is not None
    assert furniture_kind(line, at_edge=False) is None


@pytest.mark.parametrize(
    "line", ["市总工会开展", "2024年，市人力社保局将对标", "日报社来我市采风", "安全底线", ""]
)
def test_text_and_headlines_are_not_furniture(line: str) -> None:
    assert furniture_kind(line, at_edge=True) is None


def test_date_page_section_and_paper_are_read_from_furniture() -> None:
    lines = ["永康日报", "2024年3月18日 星期一", "02 要闻"]
    assert read_furniture(lines) == PageFurniture(date(2024, 3, 18), "2", "要闻", "永康日报")
    assert read_furniture(["永康日报 2024年3月18日 星期一 02 要闻"]) == read_furniture(lines)


@pytest.mark.parametrize("paper", ["栖川日报", "栖川午报", "栖川都市报"])
def test_the_papers_name_is_found_by_itself_and_inside_a_line(paper):
    assert read_furniture([paper]).paper == read_furniture([f"2024年3月18日 {paper} 02"]).paper == paper
    assert read_furniture([]) == PageFurniture()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024 年 3 月 18 日 星期一", date(2024, 3, 18)),
        ("2024-03-18", date(2024, 3, 18)),
        ("二〇二四年三月十八日", date(2024, 3, 18)),
        ("二○二三年十二月三十一日", date(2023, 12, 31)),
        ("Monday, March 18, 2024", date(2024, 3, 18)),
        ("2024年2月30日", None),
        ("3月18日", None),
    ],
)
def test_a_printed_date_is_a_calendar_day(text: str, day: date | None) -> None:
    assert printed_date(text) == day


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("融媒记者 颜元滔", "颜元滔"),
        ("（记者 张 三 通讯员 李四）", "张三 李四"),
        ("文/图 记者 王小明", "王小明"),
        ("记者王小明摄", "王小明"),
        ("融媒记者 胡美樱子、胡轩", "胡美樱子 胡轩"),
        ("本报记者 徐文昕潘志强", "徐文昕 潘志强"),
        ("（张三）", "张三"),
        ("By Li Ming", "Li Ming"),
    ],
)
def test_a_byline_gives_names_without_titles(line: str, names: str) -> None:
    assert is_byline(line)
    assert byline_names(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "记者从市民政局了解到，这是",
        "市总工会开展",
        "记者节到来",
        "文明城市 建设",
        "记者 " + "王" * 50,
        "（CNN）报道称",
    ],
)
def test_a_line_that_only_mentions_a_reporter_is_not_a_byline(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报讯（融媒记者 童英晓）3月14日", "童英晓"),
        ("本报讯(记者李娜 通讯员王大)8月9日", "李娜 王大"),
        ("本报讯 记者 王小明 近日", "王小明"),
        ("新华社成都7月29日电（记者王沁鸥、黄耀漫）", "王沁鸥 黄耀漫"),
    ],
)
def test_a_dispatch_names_its_reporters(text: str, names: str) -> None:
    found = dispatch_byline(text)
    assert found is not None and found.names == names
    assert names.split()[0] in text[found.start : found.end]


def test_a_dispatch_may_have_no_names() -> None:
    assert is_dispatch("本报讯 近日，") and dispatch_byline("本报讯 近日，") is None
    assert not is_dispatch("本报通讯员培训班开班")


def test_a_paragraph_may_end_with_a_byline_in_brackets() -> None:
    found = closing_byline("活动深受欢迎。（记者 张三 通讯员 李四）")
    assert found is not None and found.names == "张三 李四"
    assert closing_byline("活动深受欢迎（见图）。") is None


def test_offices_and_readers_are_recognised_as_signatures() -> None:
    assert is_signature("栖川市水务有限公司") and is_signature("望江社区读者 施玉梅")
    assert not is_signature("健全保障制度 全力争创特色亮点")
    assert is_bare_date("2024年3月17日") and not is_bare_date("2024年3月17日，市")
