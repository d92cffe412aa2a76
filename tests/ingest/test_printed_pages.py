"""A printed page is split into its articles by the places and sizes of its lines."""

from __future__ import annotations

import itertools

import pytest

from ingest.page import split_printed
from ingest.page.printed import PrintedLine, PrintedPage, Rect

EM, LEADING, COLUMN, GUTTER = 10.0, 15.0, 120.0, 20.0
BRIDGE = (
    "本报讯（记者 方知远）白鹭大桥昨日正式通车，全长六百一十二米，双向四车道。大桥连接城南与城北两个片区，"
    "通车后两岸往来时间缩短一半。市交通局介绍，大桥设有非机动车道和人行道，夜间有灯光照明。"
)
POOL = (
    "市游泳馆今起开放，票价二十元，每周一闭馆检修。市民可以持身份证在现场购票，也可以在手机上预约入场时段。"
)
SCHOOL = (
    "城南小学新校区九月启用，新增学位一千二百六十个，由市教育局统一安排入学。新校区设有图书馆、体育馆和食堂。"
)


def rows_of(*paragraphs):
    """Paragraphs as rows of a column of twelve characters, with their indents in em."""
    for paragraph in paragraphs:
        for start in range(-2, len(paragraph), 12):
            yield paragraph[max(0, start) : start + 12], 2 if start < 0 else 0


def place(number):
    """The left side of the page's column with this number."""
    return 40 + number * (COLUMN + GUTTER)


def column(rows, number, top):
    return [
        line(text, place(number) + indent * EM, top + i * LEADING) for i, (text, indent) in enumerate(rows)
    ]


def line(text, left, top, size=EM, *, upright=False):
    right, bottom = (
        (left + size, top + size * len(text)) if upright else (left + size * len(text), top + size)
    )
    return PrintedLine(text, Rect(left, top, right, bottom), size, upright=upright)


def frame(left, top, right, bottom):
    return (
        Rect(left, top, right, top),
        Rect(left, bottom, right, bottom),
        Rect(left, top, left, bottom),
        Rect(right, top, right, bottom),
    )


def split(*lines, **drawn):
    return split_printed(PrintedPage(640, 900, tuple(itertools.chain(*lines)), **drawn))


def found(*lines, **drawn):
    """Headline and text of each article."""
    return {draft.headline: draft.text for draft in split(*lines, **drawn).split.articles}


def halves(rows):
    rows = list(rows)
    return rows[: len(rows) // 2 + 1], rows[len(rows) // 2 + 1 :]


def bridge(top=100.0):
    """An article under a headline over two columns."""
    first, second = halves(rows_of(BRIDGE))
    return [line("白鹭大桥正式通车", place(0), top - 40, 26)], column(first, 0, top), column(second, 1, top)


def test_text_goes_on_in_the_next_column_under_one_headline():
    assert found(*bridge()) == {"白鹭大桥正式通车": BRIDGE}


def test_the_article_beside_it_is_another():
    pool = [line("市游泳馆今起开放", place(2), 70, 14)], column(rows_of(POOL), 2, 100)
    assert found(*bridge(), *pool) == {"白鹭大桥正式通车": BRIDGE, "市游泳馆今起开放": POOL}


def test_an_article_goes_on_below_its_neighbour():
    rows = list(rows_of(BRIDGE))
    pool = list(rows_of(POOL))
    below = 100 + len(pool) * LEADING + 20
    lines = (
        [line("白鹭大桥正式通车", place(0), 60, 26), line("市游泳馆开放", place(1), 75, 16)],
        column(rows[:6], 0, 100),
        column(pool, 1, 100),
        column(rows[6:], 1, below),
    )
    rule = Rect(place(1), below - 10, place(1) + COLUMN, below - 9)
    upright = Rect(place(1) - 10, 60, place(1) - 9, below - 12)
    titles = found(*lines, rules=(rule, upright))
    assert titles["市游泳馆开放"] == POOL
    assert titles["白鹭大桥正式通车"] == BRIDGE


def test_a_framed_article_stands_alone():
    lines = column(rows_of(BRIDGE), 0, 100), column(rows_of(POOL), 1, 100)
    titles = [line("白鹭大桥通车", place(0), 70, 16), line("游泳馆开放", place(1), 70, 16)]
    assert found(titles, *lines, rules=frame(place(1) - 8, 60, place(1) + COLUMN + 8, 300)) == {
        "白鹭大桥通车": BRIDGE,
        "游泳馆开放": POOL,
    }


@pytest.mark.parametrize("side", [0, 1])
def test_an_upright_headline_stands_at_either_side(side):
    title = line("白鹭大桥正式通车", place(2 * side) + 40, 100, 20, upright=True)
    text = column(rows_of(BRIDGE), 1, 100)
    assert found([title], text) == {"白鹭大桥正式通车": BRIDGE}


def test_a_heading_within_an_article_is_a_paragraph_of_it():
    first, second = halves(rows_of(POOL, SCHOOL))
    heading = PrintedLine("新校区设备齐全", Rect(place(0) + 20, 225, place(0) + 90, 235), EM, bold=True)
    top = list(rows_of(POOL))
    lines = (
        [line("市游泳馆今起开放", place(0), 60, 20), heading],
        column(top, 0, 225 - len(top) * LEADING - 5),
        column(rows_of(SCHOOL), 0, 245),
    )
    assert found(*lines) == {"市游泳馆今起开放": f"{POOL}\n新校区设备齐全\n{SCHOOL}"}
    assert first
    assert second


def test_label_and_subheadline_are_told_from_the_headline():
    lines = [
        line("民生直通车", place(0), 40, 12),
        line("白鹭大桥通车", place(0), 58, 20),
        line("——两岸往来时间缩短一半", place(0), 82, 12),
    ]
    [draft] = split(lines, column(rows_of(BRIDGE), 0, 102)).split.articles
    assert (draft.column, draft.headline, draft.subheadline) == (
        "民生直通车",
        "白鹭大桥通车",
        "——两岸往来时间缩短一半",
    )
    assert draft.byline == "方知远"


def test_captions_and_adverts_are_in_no_article():
    picture = Rect(place(1), 100, place(1) + COLUMN, 200)
    caption = line("图为通车现场。方知远 摄", place(1), 205, 8)
    advert = [line("全场五折", place(2), 110, 24), line("咨询电话：0573-88880000", place(2), 150)]
    lines = [line("白鹭大桥通车", place(0), 70, 16), caption, *advert], column(rows_of(BRIDGE), 0, 100)
    page = split(*lines, pictures=(picture,), rules=frame(place(2) - 8, 100, place(2) + 140, 200))
    assert [draft.text for draft in page.split.articles] == [BRIDGE]
    assert {part.text for part in page.split.leftover} == {caption.text, *(part.text for part in advert)}


def test_running_heads_say_date_paper_and_page():
    head = [
        line("栖川日报", place(1), 20, 14),
        line("2024年3月18日 星期一", place(0), 24),
        line("02版 民生", place(3), 24),
    ]
    page = split(head, *bridge())
    [draft] = page.split.articles
    assert (draft.paper, draft.page, str(draft.date)) == ("栖川日报", "2", "2024-03-18")


def test_every_line_is_in_the_pages_text_at_its_place():
    page = split(*bridge())
    assert all(page.text[p.start : p.end] == p.line.text for p in page.places)
    [draft] = page.split.articles
    for part in draft.paragraphs:
        raw = page.text[part.raw_start : part.raw_end].replace("\n", "")
        assert raw == getattr(draft, part.field)[part.start : part.end] or part.field == "byline"


def test_words_divided_at_line_ends_are_whole_again():
    rows = [
        ("The council said on Monday", 1),
        ("that the new bridge would re-", 0),
        ("duce the time between the", 0),
        ("two banks by half an hour.", 0),
    ]
    lines = [
        PrintedLine(text, Rect(40 + i * EM, 100 + n * 15, 190, 110 + n * 15), EM)
        for n, (text, i) in enumerate(rows)
    ]
    [text] = found([line("Bridge opens", 40, 70, 20)], lines).values()
    assert "would reduce the time between the two banks" in text


def flow(*articles, rows=14):
    """Articles one after the other through the page's columns, each headline as wide as one column."""
    at, lines = 0, []
    for headline, text in articles:
        for words, indent, size in [(headline, 0, 16), *((*row, EM) for row in rows_of(text))]:
            number, row = divmod(at, rows)
            lines.append(line(words, place(number) + indent * EM, 100 + row * LEADING * 1.3, size))
            at += 1
    return lines


def test_a_text_goes_on_from_the_foot_of_a_column_to_the_top_of_the_next():
    told = {"白鹭大桥通车": BRIDGE, "游泳馆开放": POOL, "城南小学": SCHOOL}
    assert found(flow(*told.items())) == told


def test_a_headline_at_the_foot_of_a_column_heads_the_top_of_the_next():
    told = {"城南小学": SCHOOL, "游泳馆开放": POOL}
    assert found(flow(*told.items(), rows=len(list(rows_of(SCHOOL))) + 2)) == told


def test_a_centred_headline_reaches_as_far_to_the_left_as_to_the_right():
    rows = list(rows_of(BRIDGE))
    columns = (column(rows[3 * n : 3 * n + 3], n + 1, 100) for n in range(3))
    last = column(rows[9:], 3, 145)
    neighbour = [line("游泳馆开放", place(0), 70, 16)], column(rows_of(POOL), 0, 100)
    title = line("白鹭大桥通车", (place(1) + place(3) + COLUMN) / 2 - 60, 70, 20)
    assert found([title], *columns, last, *neighbour) == {"白鹭大桥通车": BRIDGE, "游泳馆开放": POOL}


def test_a_byline_in_the_middle_is_of_all_columns():
    first, second, third = (list(rows_of(POOL))[n : n + 2] for n in (0, 2, 4))
    title = line("游泳馆今起开放", place(1) - 10, 60, 20)
    byline = line("本报记者 叶青禾", place(1) + 20, 85)
    columns = (column(rows, n, 100) for n, rows in enumerate((first, second, third)))
    [draft] = split([title, byline], *columns).split.articles
    assert (draft.byline, draft.headline) == ("叶青禾", "游泳馆今起开放")


def test_a_last_line_at_the_foot_beside_a_page_number_is_text():
    foot = [line("02版", place(3), 870), line("栖川日报", place(2), 870)]
    rows = list(rows_of(BRIDGE))
    lines = column(rows, 0, 870 - (len(rows) - 1) * LEADING)
    title = line("白鹭大桥通车", place(0), lines[0].box.top - 30, 16)
    assert found([title], lines, foot) == {"白鹭大桥通车": BRIDGE}


def test_a_table_is_no_article():
    names = "栖川股份 白鹭建设 青禾农业 临溪药业 云浦港口 双江水务".split()
    table = [
        [line(name, place(1), 100 + n * LEADING), line(f"{11 + n}.37", place(2), 100 + n * LEADING)]
        for n, name in enumerate(names)
    ]
    titles = [line("白鹭大桥通车", place(0), 70, 16), line("昨日行情", place(1), 70, 16)]
    assert found(titles, column(rows_of(BRIDGE), 0, 100), *table) == {"白鹭大桥通车": BRIDGE}


def test_what_is_above_the_date_is_the_masthead():
    head = [line("栖川人家", place(0), 10, 40), line("2024年3月18日 星期一", place(0), 60)]
    [draft] = split(head, *bridge(160)).split.articles
    assert (draft.headline, draft.column, str(draft.date)) == ("白鹭大桥正式通车", "", "2024-03-18")


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (PrintedLine("白", Rect(5, 5, 5, 5), 0.0),),
        (PrintedLine("白鹭", Rect(-50, -50, 9000, 9000), 9.0, upright=True),) * 40,
        tuple(PrintedLine("桥。", Rect(0, i % 7, 10, i % 7 + 9), 9.0) for i in range(300)),
    ],
)
def test_nothing_on_a_page_is_too_odd(lines):
    split(lines)
