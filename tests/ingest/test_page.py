"""A page's raw text is split into its articles, and no text is lost."""

import re

import pytest
from page_checks import assert_nothing_lost_or_doubled, assert_places_are_true, bare
from proofs import sized
from shared_data import SHARED, needs

from ingest.page import PageSplit, split_page

REAL_PAGE = SHARED / "pages" / "yongkang-page.txt"

needs_real_page = needs(REAL_PAGE)


# --- the real page -----------------------------------------------------------------------------------

REAL_ARTICLES = [
    ("赶考争先答新卷 书写民生保障新篇章", "——专访市人力社保局党组书记、局长曹法余", "开好局 起好步——对话一把手", "颜元滔"),
    ("健全保障制度 全力争创特色亮点", "王海涛在治理提效大会战工作例会上强调", "打好“五战双强”行动组合拳", "童英晓"),
    ("市总工会开展工会经费税务代征培训", "", "", "潘燕佳"),
    ("市应急管理局走访社会应急救援队 守牢城市运行安全底线", "", "", "胡美樱子"),
    ("加强选题策划 提升履职能力", "市政协召开社情民意信息工作会议", "", "胡轩"),
    ("西溪镇禁毒办开展专题宣传", "", "", "吕晓婷"),
]  # fmt: skip


@pytest.fixture(scope="module")
def real() -> PageSplit:
    return split_page(REAL_PAGE.read_text(encoding="utf-8"))


@needs_real_page
def test_the_real_page_holds_its_six_articles(real: PageSplit) -> None:
    found = [tuple(bare(f) for f in (a.headline, a.subheadline, a.column, a.byline)) for a in real.articles]
    assert found == [tuple(bare(f) for f in article) for article in REAL_ARTICLES]


@needs_real_page
def test_bodies_are_whole_paragraphs_without_stray_spaces(real: PageSplit) -> None:
    interview, meeting, training = (article.text for article in real.articles[:3])
    assert "为劳动者追回劳动报酬1.4亿余元。2024年获全省、金华人社系统考核“双优秀”。\n问：今年" in interview
    assert interview.endswith("“世界五金之都 品质活力永康”作出更大贡献。\n融媒记者 颜元滔")
    assert meeting.startswith("本报讯（融媒记者 童英晓）3月14日至3月15日，我市召开治理提效大会战工作例会，")
    assert [len(a.text.split("\n")) for a in real.articles] == [11, 4, 3, 4, 4, 3]
    assert "组织开展了企业工会经费税务代征培训。来自全市1000余家基层工会负责人" in training


@needs_real_page
def test_stray_icon_letters_are_left_over(real: PageSplit) -> None:
    assert [left.text for left in real.leftover] == ["K", "D"]


@needs_real_page
def test_nothing_of_the_real_page_is_lost(real: PageSplit) -> None:
    raw = REAL_PAGE.read_text(encoding="utf-8")
    assert_nothing_lost_or_doubled(raw, real)
    assert_places_are_true(raw, real)


@needs_real_page
@pytest.mark.parametrize("change", ["crlf", "bom", "no blank lines", "form feed"])
def test_the_real_page_is_split_the_same_however_its_lines_end(change: str, real: PageSplit) -> None:
    raw = REAL_PAGE.read_text(encoding="utf-8")
    changed = {
        "crlf": raw.replace("\n", "\r\n"),
        "bom": "\ufeff" + raw,
        "no blank lines": re.sub(r"\n+", "\n", raw),
        "form feed": raw + "\f",
    }[change]
    assert [a.headline and bare(a.headline) for a in split_page(changed).articles] == [
        bare(a.headline) for a in real.articles
    ]


# --- where headlines belong --------------------------------------------------------------------------

_LIBRARY = """本报讯（记者 方知远）市图书馆昨日发
布年度阅读报告。报告显示，去年该馆共
接待读者31万人次，外借图书42万册次。
读者最爱借的是文学类图书，其次是少儿
图书。市图书馆今年将再建两个分馆。
"""
_BRIDGE = """本报讯（记者 沈芷兰）昨日上午，白鹭
大桥正式通车。大桥全长六百米，双向四
车道，从白鹭镇到市区的车程由四十分钟
缩短为十五分钟，村民盼了十几年。
"""


@pytest.mark.parametrize(
    "page",
    [
        "市图书馆发布年度阅读报告\n" + _LIBRARY + "白鹭大桥正式通车\n" + _BRIDGE,
        _LIBRARY + "市图书馆发布年度阅读报告\n" + _BRIDGE + "白鹭大桥正式通车\n",
        "市图书馆发布年度阅读报告\n" + _LIBRARY + _BRIDGE + "白鹭大桥正式通车\n",
        _LIBRARY + "市图书馆发布年度阅读报告\n白鹭大桥正式通车\n" + _BRIDGE,
        _LIBRARY + "市图书馆发布\n年度阅读报告\n" + "白鹭大桥\n正式通车\n" + _BRIDGE,
    ],
    ids=["both above", "both below", "above and below", "below and above", "below and above, broken"],
)
def test_a_headline_goes_to_the_body_with_the_same_words(page: str) -> None:
    library, bridge = split_page(page).articles
    assert (bare(library.headline), library.byline) == ("市图书馆发布年度阅读报告", "方知远")
    assert (bare(bridge.headline), bridge.byline) == ("白鹭大桥正式通车", "沈芷兰")


def test_a_letter_that_the_text_needs_stays_in_the_headline() -> None:
    body = "本报讯（记者 王小明）专家提醒，冬天要\n多补充维生素C，新鲜蔬果里都有维生素C，\n不必吃药。\n"
    assert split_page("冬天别忘了补充维生素C\n" + body).articles[0].headline == "冬天别忘了补充维生素C"
    assert split_page("专家提醒冬天多吃蔬果K\n" + body).articles[0].headline == "专家提醒冬天多吃蔬果"


def test_the_office_and_the_date_end_a_notice() -> None:
    notice = "停水通知\n因管道改造，望江路沿线将停水，请用户\n提前储水，不便之处敬请谅解。\n栖川市水务有限公司\n2024年3月17日\n"
    split = split_page(notice + "白鹭大桥正式通车\n" + _BRIDGE)
    assert split.articles[0].headline == "停水通知"
    assert split.articles[0].text.split("\n")[-2:] == ["栖川市水务有限公司", "2024年3月17日"]
    assert split.articles[1].headline == "白鹭大桥正式通车"


def test_furniture_is_read_and_left_over() -> None:
    split = split_page("永康日报\n2024年3月18日 星期一\n02 要闻\n白鹭大桥正式通车\n" + _BRIDGE)
    (article,) = split.articles
    assert (str(article.date), article.page, article.section, article.paper) == (
        "2024-03-18",
        "2",
        "要闻",
        "永康日报",
    )
    assert [left.text for left in split.leftover] == ["永康日报", "2024年3月18日 星期一", "02 要闻"]


def test_english_lines_are_joined_with_spaces() -> None:
    page = (
        "Library opens new branch\nBy Li Ming\n"
        "The city library opened a new branch in\nBailu town on Monday. It holds more than\n"
        "ten thousand books and a reading room for\nchildren, the library said.\n"
    )
    (article,) = split_page(page).articles
    assert (article.headline, article.byline) == ("Library opens new branch", "Li Ming")
    assert "a new branch in Bailu town on Monday. It holds more than ten thousand books" in article.text


# --- bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("raw", ["", "\n\n\n", "\ufeff", "\x00\x00", "K", "　　\t\f"])
def test_an_empty_page_has_no_articles(raw: str) -> None:
    assert split_page(raw).articles == ()


def test_a_page_of_headlines_only_is_left_over() -> None:
    split = split_page("市总工会开展培训\n\n健全保障制度 全力争创特色亮点\n\n西溪镇禁毒办\n开展专题宣传\n")
    assert split.articles == ()
    assert len(split.leftover) == 4


@pytest.mark.proof("junk")
@pytest.mark.parametrize(
    "junk", ["市总\n", "垃", "经 ", "（", "记者 王明 ", "者王"],
    ids=["short lines", "one line", "spaces", "brackets", "names", "run-on names"],
)  # fmt: skip
def test_junk_is_split_in_linear_time(junk: str) -> None:
    junk = "记" + junk * sized(30_000, 250_000)
    split = split_page(junk)
    assert_nothing_lost_or_doubled(junk, split)


def test_a_line_hostile_to_the_byline_pattern_is_read_quickly() -> None:
    assert split_page(("记者 " + "王" * 50 + "\n") * 50).articles is not None
