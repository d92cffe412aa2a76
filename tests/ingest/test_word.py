"""Word documents become articles as a reader sees them: headline, byline, date, text."""

import io
import zipfile
from datetime import date

import pytest
from word_files import LEAD, MORE, POOL, append, headline, new, numbered, text_box

from ingest.readers.base import FileUnreadable
from ingest.readers.options import ReadOptions
from ingest.readers.registry import reader_of
from ingest.readers.word import Word


@pytest.fixture
def read(tmp_path):
    """The drafts of a document, after checking that places count in the text that is kept beside it."""

    def read_document(document, name="release.docx", **given):
        path = tmp_path / name
        document.save(path)
        assert isinstance(reader_of(path), Word)
        file, *items = Word().read(path, ReadOptions(**given))
        kept = file.beside["text"].decode()
        for item in items:
            for place in item.draft.paragraphs:
                if place.field in ("text", "headline"):
                    part = getattr(item.draft, place.field)[place.start : place.end]
                    assert kept[place.raw_start : place.raw_end] == part
        return [item.draft for item in items]

    return read_document


def test_the_headline_is_the_centred_bold_line_and_the_lines_around_it_are_what_they_say(read):
    document = new()
    document.add_paragraph("栖川市民政局新闻通稿")
    headline(document, "柳荫街老年食堂月底开张")
    headline(document, "——每天供应中饭和晚饭", size=14)
    document.add_paragraph("发布时间：2026年5月12日　作者：叶青禾")
    document.add_paragraph(LEAD)
    document.add_paragraph("")
    document.add_paragraph(MORE)
    [draft] = read(document)
    assert (draft.headline, draft.subheadline) == ("柳荫街老年食堂月底开张", "——每天供应中饭和晚饭")
    assert (draft.column, draft.byline, draft.date) == ("栖川市民政局新闻通稿", "叶青禾", date(2026, 5, 12))
    assert draft.text == f"{LEAD}\n{MORE}"
    assert draft.source_id.startswith("release.docx#")


def test_the_day_a_file_was_made_is_not_the_day_of_its_article(read):
    document = new()
    document.add_heading("柳荫街老年食堂月底开张", level=1)
    document.add_paragraph(LEAD)
    assert read(document)[0].date is None
    assert read(document, date=date(2026, 5, 12))[0].date == date(2026, 5, 12)
    assert read(document, name="2026-05-12.docx")[0].date == date(2026, 5, 12)


def test_numbered_headings_belong_to_the_article_and_keep_their_automatic_numbers(read):
    document = new()
    document.add_heading("柳荫街老年食堂月底开张", level=0)
    document.add_paragraph(LEAD)
    numbered(document, "食堂规模")
    document.add_paragraph(MORE)
    numbered(document, "补贴办法")
    document.add_paragraph(POOL)
    [draft] = read(document)
    assert draft.text.split("\n") == [LEAD, "一、食堂规模", MORE, "二、补贴办法", POOL]


def test_several_headings_of_the_first_level_with_text_are_several_articles(read):
    document = new()
    document.add_heading("栖川要闻汇编", level=0)
    document.add_paragraph("2026年5月12日")
    document.add_heading("柳荫街老年食堂月底开张", level=1)
    document.add_paragraph(LEAD)
    document.add_heading("补贴", level=2)
    document.add_paragraph(MORE)
    document.add_heading("市游泳馆六月一日开放", level=1)
    document.add_paragraph(POOL)
    first, second = read(document)
    assert (first.headline, first.text) == ("柳荫街老年食堂月底开张", f"{LEAD}\n补贴\n{MORE}")
    assert (second.headline, second.text) == ("市游泳馆六月一日开放", POOL)
    assert first.date == second.date == date(2026, 5, 12)


def test_headings_below_a_title_with_text_are_its_sub_heads(read):
    document = new()
    document.add_heading("柳荫街老年食堂月底开张", level=0)
    document.add_paragraph(LEAD)
    document.add_heading("食堂有多大、谁来掌勺", level=1)
    document.add_paragraph(MORE)
    document.add_heading("游泳馆也将优惠老年人", level=1)
    document.add_paragraph(POOL)
    assert len(read(document)) == 1


@pytest.mark.parametrize("page_break", [True, False])
def test_a_line_set_like_the_headline_begins_another_article(read, page_break):
    document = new()
    headline(document, "柳荫街老年食堂月底开张")
    document.add_paragraph(LEAD)
    headline(document, "市游泳馆六月一日开放", page_break=page_break)
    document.add_paragraph(POOL)
    assert [(d.headline, d.text) for d in read(document)] == [
        ("柳荫街老年食堂月底开张", LEAD),
        ("市游泳馆六月一日开放", POOL),
    ]


def test_a_page_break_within_an_article_does_not_end_it(read):
    document = new()
    headline(document, "柳荫街老年食堂月底开张")
    document.add_paragraph(LEAD)
    document.add_page_break()
    document.add_paragraph(MORE)
    assert [draft.text for draft in read(document)] == [f"{LEAD}\n{MORE}"]


def test_insertions_are_in_and_what_was_deleted_or_hidden_or_stands_at_the_edge_is_out(read):
    document = new()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    headline(document, "柳荫街老年食堂月底开张")
    paragraph = document.add_paragraph("每餐补贴")
    append(paragraph, '<w:del w:id="1" w:author="x"><w:r><w:delText>三</w:delText></w:r></w:del>')
    append(paragraph, '<w:ins w:id="2" w:author="x"><w:r><w:t>五</w:t></w:r></w:ins>')
    append(paragraph, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>")
    append(paragraph, "<w:r><w:t>元，老人凭身份证办卡。</w:t></w:r>")
    [draft] = read(document)
    assert draft.text == "每餐补贴五元，老人凭身份证办卡。"


def test_the_rows_of_a_table_are_lines_and_a_text_box_is_read_once(read):
    document = new()
    headline(document, "柳荫街老年食堂月底开张")
    text_box(document.add_paragraph(LEAD), "订餐请打热线。")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), "岗位 人数 厨师 6".split(), strict=True
    ):
        cell.text = text
    assert read(document)[0].text.split("\n") == [LEAD, "订餐请打热线。", "岗位：人数", "厨师：6"]


def test_a_frame_that_is_a_table_is_not_a_table(read):
    document = new()
    cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
    cell.text = "柳荫街老年食堂月底开张"
    for text in (LEAD, MORE):
        cell.add_paragraph(text)
    [draft] = read(document)
    assert (draft.headline, draft.text) == ("柳荫街老年食堂月底开张", f"{LEAD}\n{MORE}")


# --- files that cannot be read ---


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(600) + "WordDocument".encode("utf-16-le"), "old Word.*save it as .docx"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("a.rtf", b"{\\rtf1\\ansi hello}", "Rich Text"),
        ("a.odt", b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text", "OpenDocument"),
        ("a.pages", b"PK\x03\x04" + bytes(26) + b"Index/Document.iwa", "Pages"),
        ("a.docx", b"PK\x03\x04word/document.xml" + bytes(99), "damaged"),
        ("a.docx", b"", "empty"),
        ("a.docx", b"not a document", "damaged"),
    ],
)  # fmt: skip
def test_other_documents_and_damaged_ones_are_refused_with_what_to_do(tmp_path, name, data, reason):
    path = tmp_path / name
    path.write_bytes(data)
    assert isinstance(reader_of(path), Word)
    with pytest.raises(FileUnreadable, match=reason):
        list(Word().read(path, ReadOptions()))


def document_with(xml, path):
    """A minimal document with this as its main part."""
    document = new()
    document.add_paragraph("x")
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            archive.writestr(name, xml if name == "word/document.xml" else old.read(name))


def test_a_document_that_would_fill_the_memory_is_refused(tmp_path):
    path = tmp_path / "bomb.docx"
    document_with(b" " * (201 << 20), path)
    with pytest.raises(FileUnreadable, match="200 MB"):
        list(Word().read(path, ReadOptions()))


WORD_XML = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENTITIES = "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>"
NESTED = "<w:sdt>" * 5000


@pytest.mark.parametrize(
    "xml",
    [
        f"<w:document {WORD_XML}><w:body>{NESTED}",
        f"{ENTITIES}<w:document {WORD_XML}><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>",
        f"<w:document {WORD_XML}/>",
    ],
)
def test_hostile_xml_is_refused_and_its_entities_are_not_expanded(tmp_path, xml):
    path = tmp_path / "bad.docx"
    document_with(xml, path)
    with pytest.raises(FileUnreadable):
        list(Word().read(path, ReadOptions()))
