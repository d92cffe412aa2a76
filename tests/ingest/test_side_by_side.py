"""Columns that a tool left standing side by side are read one after the other, or the page is refused."""

import unicodedata
from itertools import zip_longest

import pytest
from page_checks import assert_nothing_lost_or_doubled, assert_places_are_true, bare

from ingest.page import split_page

ARTICLES = [
    (
        "白鹭大桥正式通车",
        "方知远",
        "昨日上午，白鹭大桥正式通车。大桥全长六百米，双向四车道，从白鹭镇到市区的车程由四十分钟"
        "缩短为十五分钟，村民盼了十几年。市交通局说，大桥夜间限速四十公里。",
    ),
    (
        "图书馆发布阅读报告",
        "沈芷兰",
        "市图书馆昨日发布年度阅读报告。去年共接待读者三十一万人次，外借图书四十二万册次，最爱借"
        "的是文学类图书，其次是少儿图书。市图书馆今年将再建两个分馆，方便城南居民。",
    ),
    (
        "游泳馆今起对外开放",
        "叶青禾",
        "市游泳馆今起对外开放，票价二十元，每周一闭馆。游泳馆有一个标准池和一个儿童池，水温保持"
        "在二十七度左右，救生员十二名。学生凭证半价，六十岁以上老人免费，须带健康证明。",
    ),
    (
        "老街雨污分流动工了",
        "温晓岚",
        "老街雨污分流工程昨日动工，计划八月底完工。施工分三段进行，每段约二十天，期间车辆绕行滨"
        "江路，行人不受影响。住建局说，完工后老街下雨不再积水，沿街商户可以照常营业。",
    ),
]


def _column(article: tuple[str, str, str], width: int) -> list[str]:
    headline, name, text = article
    whole = f"　　本报讯（记者 {name}）{text}"
    return [headline, *(whole[i : i + width] for i in range(0, len(whole), width))]


def _units(line: str, wide: int) -> int:
    return sum(wide if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def _side_by_side(columns: list[list[str]], gutter: int, wide: int) -> list[str]:
    """Rows of columns, aligned by characters of `wide` units."""
    widths = [max(_units(line, wide) for line in column) for column in columns]
    rows = zip_longest(*columns, fillvalue="")
    return [
        "".join(
            line + " " * (width - _units(line, wide) + gutter)
            for line, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


@pytest.mark.parametrize("wide", [1, 2], ids=["by characters", "by width"])
@pytest.mark.parametrize("gutter", [2, 6])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_articles_in_columns_are_each_read_in_their_own_order(count: int, gutter: int, wide: int) -> None:
    rows = _side_by_side([_column(article, 14) for article in ARTICLES[:count]], gutter, wide)
    raw = "\n".join(["栖川日报        2024年3月18日 星期一        第3版 民生", "", *rows])
    split = split_page(raw)
    assert [(bare(a.headline), a.byline) for a in split.articles] == [a[:2] for a in ARTICLES[:count]]
    assert all(a.text.endswith(true[2]) for a, true in zip(split.articles, ARTICLES, strict=False))
    assert (str(split.furniture.date), split.furniture.page) == ("2024-03-18", "3")
    assert_nothing_lost_or_doubled(raw, split)
    assert_places_are_true(raw, split)


def test_eight_columns_are_read() -> None:
    articles = ARTICLES * 2
    rows = _side_by_side([_column(article, 11) for article in articles], 3, 1)
    found = [(bare(a.headline), a.byline) for a in split_page("\n".join(rows)).articles]
    assert found == [a[:2] for a in articles]


def test_a_headline_across_columns_divides_the_page() -> None:
    raw_rows: list[str] = []
    for headline, name, text in ARTICLES[:2]:
        column = _column((headline, name, text), 14)[1:]
        half = -(-len(column) // 2)
        raw_rows += ["           " + headline, *_side_by_side([column[:half], column[half:]], 4, 1), ""]
    split = split_page("\n".join(raw_rows))
    assert [(bare(a.headline), a.byline) for a in split.articles] == [a[:2] for a in ARTICLES[:2]]
    assert all(a.text.endswith(true[2]) for a, true in zip(split.articles, ARTICLES, strict=False))


def test_headlines_above_an_empty_line_stay_with_their_columns() -> None:
    first, second = (_column(article, 14) for article in ARTICLES[:2])
    half = -(-(len(first) - 1) // 2)
    columns = [first[1 : half + 1], first[half + 1 :], second[1:]]
    body = _side_by_side(columns, 4, 1)
    head = first[0] + " " * (body[0].index(second[1].strip()) - len(first[0]) - 2) + second[0]
    split = split_page("\n".join([head, "", *body]))
    assert [(bare(a.headline), a.byline) for a in split.articles] == [a[:2] for a in ARTICLES[:2]]
    assert all(a.text.endswith(true[2]) for a, true in zip(split.articles, ARTICLES, strict=False))


def test_a_table_in_a_column_belongs_to_its_article() -> None:
    table = ["线路   首班   末班", "1路    6:00   22:00", "2路    6:10   21:30"]
    rows = _side_by_side([[*_column(ARTICLES[0], 24), *table], _column(ARTICLES[1], 20)], 4, 1)
    first, second = split_page("\n".join(rows)).articles
    assert first.text.endswith("线路 首班 末班\n1路 6:00 22:00\n2路 6:10 21:30")
    assert (first.headline, second.headline) == (ARTICLES[0][0], ARTICLES[1][0])


def test_the_cells_of_a_table_stay_in_their_rows() -> None:
    table = [
        "便民服务点地址",
        "白鹭镇卫生院一楼        滨江路十二号          周一至周六",
        "城南社区服务站          老街三十号            周一至周五",
        "桃岭乡便民大厅          桃岭路一号            周二至周日",
        "柳渡街道文化站          望江路六十八号        周三至周日",
    ]
    split = split_page("\n".join([*_column(ARTICLES[0], 14), *table]))
    printed = "".join([a.headline + a.text for a in split.articles] + [left.text for left in split.leftover])
    assert "白鹭镇卫生院一楼滨江路十二号周一至周六" in bare(printed)


def test_columns_that_cannot_be_told_apart_are_refused_with_what_to_do() -> None:
    left, right = (_column(article, 14)[1:] for article in ARTICLES[:2])
    shifted = [" " * (i * 7 % 31) + a + "  " + b for i, (a, b) in enumerate(zip(left, right, strict=False))]
    split = split_page("\n".join(shifted))
    assert split.articles == ()
    assert "-layout" in split.problem
