"""English pages, pages in traditional script and pages with the odd characters of PDF fonts are read like any other."""

from datetime import date

import pytest
from page_checks import bare

from ingest.clean import AlignedText, clean_line, join_wrapped
from ingest.metadata import (
    byline_names,
    closing_byline,
    dispatch_byline,
    furniture_kind,
    printed_date,
    read_furniture,
)
from ingest.page import split_page

ENGLISH = """THE ALDERTON HERALD
Friday, March 15, 2024                                   Page 5  COMMUNITY

Heron Bridge opens to traffic
By Nora Finch
The Heron Bridge opened to traffic on Monday after two years of con-
struction, the county council said. A two-year study had called for a
well-lit, four-lane crossing, and part-time wardens will watch the traf-
fic until June, said Councillor Ida Marsh.
"""
TRADITIONAL = """2024年3月15日 星期五 A5版 要聞
棲川晚報
白鷺大橋正式通車
【本報訊】記者方知遠報道：白鷺大橋昨日正式通車，大橋全長六百米，雙向四
車道，從白鷺鎮到市區的車程由四十分鐘縮短為十五分鐘。
圖書館發布年度閱讀報告
〔記者沈芷蘭／棲川報導〕市圖書館昨日發布年度閱讀報告，去年共接待讀者三
十一萬人次，外借圖書四十二萬冊次。
"""


def test_an_english_page_is_split_without_its_masthead_and_with_whole_words() -> None:
    split = split_page(ENGLISH)
    [article] = split.articles
    assert (article.headline, article.byline) == ("Heron Bridge opens to traffic", "Nora Finch")
    assert (article.paper, article.date, article.page, article.section) == (
        "THE ALDERTON HERALD",
        date(2024, 3, 15),
        "5",
        "COMMUNITY",
    )
    for words in ("construction, the", "two-year", "well-lit, four-lane", "part-time", "the traffic until"):
        assert words in article.text


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("the county coun-", "cil decided", "the county council decided"),
        ("Two part-", "time jobs", "Two part-time jobs"),
        ("an 11-year-", "old boy", "an 11-year-old boy"),
        ("a short-", "age of water", "a shortage of water"),
        ("the Anglo-", "American school", "the Anglo-American school"),
        ("a state-", "of-the-art lab", "a state-of-the-art lab"),
        ("COVID-", "19 cases", "COVID-19 cases"),
    ],
)
def test_a_hyphen_at_a_line_end_goes_if_it_divides_a_word(first: str, second: str, joined: str) -> None:
    lines = [AlignedText(text, tuple(range(len(text)))) for text in (first, second)]
    assert join_wrapped(lines).text == joined


def test_a_soft_hyphen_at_a_line_end_divides_a_word() -> None:
    raw = "the county coun\u00ad\ncil de\u00adcided"
    lines = [clean_line(raw, 0, raw.index("\n")), clean_line(raw, raw.index("\n") + 1, len(raw))]
    assert join_wrapped(lines).text == "the county council decided"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("ALDERTON COURIER", "paper"),
        ("The Alderton Times", "paper"),
        ("LOCAL", "page"),
        ("A3 SPORTS", "page"),
        ("Page 3", "page"),
        ("Wednesday, 6 May 2026 | Local | A3", "date"),
        ("Lake County to end tolls by June", None),
        ("the toll ended on Wednesday, May 6, 2026", None),
        ("County sees record high in May", None),
    ],
)
def test_english_furniture_is_recognised_at_the_edge(line: str, kind: str | None) -> None:
    assert furniture_kind(line, at_edge=True) == kind


@pytest.mark.parametrize(
    "text", ["May 6, 2026", "MAY 6, 2026", "6 May 2026", "6th May, 2026", "Wed. May 6 2026"]
)
def test_english_dates_are_read(text: str) -> None:
    assert printed_date(text) == date(2026, 5, 6)


FRONT = """The Alderton Herald                                            A5
Vol. 112, No. 77          Friday, March 15, 2024          $1.50

COUNTY COUNCIL VOTES TO END
TOLLS ON HERON BRIDGE
Toll house to become a cafe
By NORA FINCH and IDA MARSH
Herald Staff Writers

T
olls on the Heron Bridge will end on May 31, the council de-
cided on Monday. Councillor Ida Marsh, who was re-
elected last year, had asked for it — “for all of us,” she said.
See TOLLS, Page A8

Library opens Sundays
Special to the Herald
ALDERTON — The library will open on Sundays from June 7, from
noon to 5 p.m., after 640 residents signed a petition. Two part-
time librarians will be hired, its director said.
© 2024 Alderton Herald. All rights reserved.
"""


def test_the_furniture_of_an_english_page_is_in_no_article() -> None:
    tolls, library = split_page(FRONT).articles
    assert (tolls.headline, tolls.subheadline, tolls.byline) == (
        "COUNTY COUNCIL VOTES TO END TOLLS ON HERON BRIDGE",
        "Toll house to become a cafe",
        "NORA FINCH and IDA MARSH",
    )
    assert tolls.text.split("\n")[-1] == (
        "Tolls on the Heron Bridge will end on May 31, the council decided on Monday. Councillor Ida Marsh, who was "
        "re-elected last year, had asked for it — “for all of us,” she said."
    )
    assert (library.headline, library.page, library.date) == (
        "Library opens Sundays",
        "A5",
        date(2024, 3, 15),
    )
    assert library.text.startswith("ALDERTON — The library") and library.text.endswith("its director said.")


@pytest.mark.parametrize(
    ("line", "paper", "page"),
    [
        ("12 THE HARTWICK ECHO | Friday 8 May 2026 | NEWS", "THE HARTWICK ECHO", "12"),
        ("A2  LOCAL NEWS    Thursday, May 7, 2026    THE ALDERTON HERALD", "THE ALDERTON HERALD", "A2"),
        ("第3版 经济 2026年5月8日 责任编辑：柳明", "", "3"),
    ],
)
def test_a_running_head_gives_paper_and_page(line: str, paper: str, page: str) -> None:
    assert furniture_kind(line, at_edge=True) == "date"
    said = read_furniture([line])
    assert (said.paper, said.page) == (paper, page)


def test_a_byline_above_the_headline_is_its_articles() -> None:
    [article] = split_page(
        "聯合日報  2024年3月18日 星期一  B2版 港聞\n本報記者　方知遠、沈芷蘭\n市府擬擴建碼頭　居民憂噪音\n"
        "市政府昨日公布碼頭擴建計劃，將於六月動工，預計兩年後完成，耗資三億五千萬元，居民憂夜間\n噪音，市府稱會加裝屏障。\n"
    ).articles
    assert (article.headline, article.byline) == ("市府擬擴建碼頭 居民憂噪音", "方知遠 沈芷蘭")


def test_a_page_in_traditional_script_is_split_as_printed() -> None:
    split = split_page(TRADITIONAL)
    assert [(bare(a.headline), a.byline) for a in split.articles] == [
        ("白鷺大橋正式通車", "方知遠"),
        ("圖書館發布年度閱讀報告", "沈芷蘭"),
    ]
    assert {(a.paper, a.page, a.section) for a in split.articles} == {("棲川晚報", "A5", "要聞")}


def test_names_stay_in_the_script_in_which_they_are_printed() -> None:
    assert byline_names("記者 陳 蘭 通訊員 黃實") == "陳蘭 黃實"
    found = closing_byline("活動深受歡迎。（記者 張三 攝）")
    assert found is not None and found.names == "張三"
    text = "【本報訊】記者高立仁報道：昨日"
    dispatch = dispatch_byline(text)
    assert dispatch is not None and "高立仁" in text[dispatch.start : dispatch.end]


def test_radicals_of_pdf_fonts_are_read_as_their_characters() -> None:
    plain = (
        "2024年5月12日 星期二 第3版 民生\n栖川晚报\n白鹭大桥五月通车\n"
        "本报讯（记者 方知远）5月12日，白鹭大桥正式通车，水面宽六百米，\n双向四车道，车程由四十分钟缩短为十五分钟。\n"
    )
    odd = plain.translate(str.maketrans("月日水二生面六方十长车大", "⽉⽇⽔⼆⽣⾯六⽅⼗⻓⻋⼤"))
    assert odd != plain and len(odd) == len(plain)
    assert split_page(odd) == split_page(plain)
