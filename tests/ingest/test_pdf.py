"""A PDF is read into its pages' articles, and kept with its text, the places of its lines and a picture of each page."""

from __future__ import annotations

import json
from datetime import date

import pytest
from pdf_files import UNREADABLE, PdfPage, pdf

from ingest.pdf import open_document
from ingest.pdf.legibility import is_legible
from ingest.preview import read_file
from ingest.readers.base import FileUnreadable, Page, Problem, Progress
from ingest.readers.options import ReadOptions
from ingest.readers.pdf import Pdf
from ingest.readers.registry import reader_of
from rag.archive.layout import Layout
from rag.archive.source_file import LAYOUT, TEXT

BRIDGE = [
    "　　本报讯（记者 方知远）白鹭大",
    "桥昨日正式通车，全长六百一十二米，",
    "双向四车道，连接城南与城北两个片",
    "区，两岸往来时间缩短一半。",
]
BRIDGE_TEXT = "".join(BRIDGE).strip()


def bridge_page(head="栖川日报 2024年3月18日 星期一", number="02版 民生"):
    page = PdfPage().text(30, 570, head).text(300, 570, number)
    return page.text(30, 500, "白鹭大桥正式通车", 20).column(30, 470, BRIDGE)


@pytest.fixture
def read(tmp_path):
    def read_bytes(data, name="page.pdf", **given):
        path = tmp_path / name
        path.write_bytes(data)
        items = Pdf().read(path, ReadOptions(**given))
        return [item for item in items if not isinstance(item, Progress)]

    return read_bytes


def drafts(items):
    return [draft for item in items if isinstance(item, Page) for draft in item.drafts]


def problems(items):
    return [(item.where, item.reason) for item in items if isinstance(item, Problem)]


def test_an_article_has_the_fields_of_its_page(read):
    [draft] = drafts(read(pdf(bridge_page())))
    assert (draft.headline, draft.text, draft.byline) == ("白鹭大桥正式通车", BRIDGE_TEXT, "方知远")
    assert (draft.paper, draft.date, draft.page, draft.section) == (
        "栖川日报",
        date(2024, 3, 18),
        "2",
        "民生",
    )


def test_the_file_is_kept_with_its_text_places_and_pictures(read):
    file, first, second = read(pdf(bridge_page(), bridge_page(number="03版 民生")))
    text = file.beside[TEXT].decode("utf-8")
    layout = Layout.from_json(file.beside[LAYOUT])
    assert text.count("\f") == 1
    assert layout.pictures == ("page-1.webp", "page-2.webp")
    assert all(file.beside[name][8:12] == b"WEBP" for name in layout.pictures)
    for number, page in enumerate((first, second)):
        [draft] = page.drafts
        assert draft.page == str(number + 2)
        part = next(part for part in draft.paragraphs if part.field == "text")
        assert text[part.raw_start : part.raw_end].replace("\n", "") == draft.text
        [box, *_] = layout.boxes([(part.raw_start, part.raw_end)])
        assert box.page == number
        assert box.left == pytest.approx(50 / 400, abs=0.01)
        assert box.top == pytest.approx((600 - 470 - 8.8) / 600, abs=0.01)


def test_a_page_without_a_date_has_that_of_the_files_other_pages(read):
    items = read(pdf(bridge_page(), bridge_page(head="", number="03版 民生")), name="x.pdf")
    assert [draft.date for draft in drafts(items)] == [date(2024, 3, 18)] * 2


def test_the_files_name_and_the_options_fill_in(read):
    page = PdfPage().text(30, 500, "白鹭大桥正式通车", 20).column(30, 470, BRIDGE)
    [draft] = drafts(read(pdf(page), name="2023-03-20-02.pdf", default_paper="临溪时报"))
    assert (draft.date, draft.page, draft.paper) == (date(2023, 3, 20), "2", "临溪时报")


def test_a_headline_printed_twice_to_look_bold_is_read_once(read):
    page = bridge_page().text(30.4, 500, "白鹭大桥正式通车", 20)
    assert [draft.headline for draft in drafts(read(pdf(page)))] == ["白鹭大桥正式通车"]


def test_a_turned_page_is_read_as_it_is_shown(read):
    page = PdfPage(size=(600, 400), turned=90)
    for x, text, size in [
        (60, "白鹭大桥正式通车", 20),
        *((90 + 15 * i, t, 10) for i, t in enumerate(BRIDGE)),
    ]:
        indent = len(text) - len(text.lstrip("\u3000"))
        code = text.lstrip("\u3000").encode("utf-16-be").hex()
        page.content.append(f"BT /F1 {size} Tf 0 1 -1 0 {x} {30 + indent * size} Tm <{code}> Tj ET")
    [draft] = drafts(read(pdf(page)))
    assert (draft.headline, draft.text) == ("白鹭大桥正式通车", BRIDGE_TEXT)


def test_columns_are_not_read_across_the_gutter(read):
    page = PdfPage()
    other = ["　　游泳馆今起开放，票价二十元，每", "周一闭馆检修，市民可以持身份证在", "现场购票。"]
    for i in range(4):  # written row by row, as some programs do
        page.column(30, 470 - 15 * i, BRIDGE[i : i + 1]).column(215, 470 - 15 * i, other[i : i + 1])
    page.text(30, 500, "白鹭大桥正式通车", 16).text(215, 500, "市游泳馆开放", 16)
    assert {draft.headline: draft.text for draft in drafts(read(pdf(page)))} == {
        "白鹭大桥正式通车": BRIDGE_TEXT,
        "市游泳馆开放": "游泳馆今起开放，票价二十元，每周一闭馆检修，市民可以持身份证在现场购票。",
    }


def test_text_that_is_not_what_the_page_shows_is_noticed():
    private = PdfPage()
    for i in range(20):
        private.text(30, 550 - 15 * i, "\ue012\ue345\uf123\ue456\ue567\ue678")
    assert "fonts" in open_document(pdf(bridge_page(), private)).page(1).illegible
    assert "fonts" in open_document(pdf(bridge_page(), encoding=UNREADABLE)).page(0).illegible
    assert open_document(pdf(bridge_page())).page(0).illegible == ""


@pytest.mark.parametrize(
    ("text", "legible"),
    [
        (BRIDGE_TEXT, True),
        ("臺北市政府昨日宣布，白鷺大橋正式通車，市民往來時間縮短一半。" * 3, True),
        ("The council said the bridge would open on Monday, at 9 a.m. (see p. 3)." * 3, True),
        ("2024 3,150 12.5% 88 17:30 " * 20, True),
        ("ÖÐÎÄ±¨Ö½µÄÎÄ×Ö" * 10, False),
        ("\ufffd\ue123" * 10, False),
        ("嘦嘧嘨嘩嘪嘫嘬嘭嘮嘯嘰嘱" * 6, False),
        ("!\"#$%&'()*+,-./:;<=>?@" * 10, False),
        ("", True),
    ],
)
def test_illegible_text_is_told_from_text(text, legible):
    assert is_legible(text) == legible


# --- odd and hostile files ---


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n", "damaged"),
        (pdf(bridge_page())[:400], "damaged"),
        (b"%PDF-1.7" + bytes(4096), "damaged"),
        (pdf(), "damaged"),
        (pdf(*[PdfPage()] * 201), "more than 200"),
        (
            pdf(
                bridge_page(),
                trailer="/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
                f"/O <{'5a' * 32}> /U <{'a5' * 32}> >> /ID [<00> <00>]",
            ),
            "password",
        ),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(read, data, reason):
    with pytest.raises(FileUnreadable, match=reason):
        read(data)


@pytest.mark.parametrize(
    "data",
    [
        pdf(bridge_page(), kids="2 0 R"),
        pdf(PdfPage(size=(1e9, 1e9))),
        pdf(PdfPage(size=(0, 0))),
        pdf(PdfPage().text(1e30, -1e30, "桥", 1e-9).text(10, 10, "桥", 1e9).rectangle(-1e20, 0, 1e30, 1e30)),
        pdf(PdfPage(content=["q " * 100_000 + "BT /F9 10 Tf (x) Tj"])),
    ],
)
def test_odd_pages_do_no_harm(read, data):
    try:
        items = read(data)
    except FileUnreadable:
        return
    assert not drafts(items)


def test_a_page_with_far_too_much_on_it_is_a_problem(read):
    page = PdfPage(content=["0 0 1 1 re f " * 200_001])
    assert "objects" in problems(read(pdf(page)))[0][1]


def test_a_damaged_byte_does_not_refuse_a_page(read):
    data = bytearray(pdf(bridge_page()))
    data[data.index(b"xref") + 2] ^= 0xFF
    assert len(drafts(read(bytes(data)))) == 1


def test_a_pdf_is_known_by_its_content(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes(pdf(bridge_page()))
    assert reader_of(path).name == "pdf"
    assert [draft.headline for draft in read_file(path, ReadOptions()).drafts] == ["白鹭大桥正式通车"]


def test_the_layout_is_plain_json(read):
    file, *_ = read(pdf(bridge_page()))
    assert set(json.loads(file.beside[LAYOUT])) == {"lines", "pictures", "areas"}
