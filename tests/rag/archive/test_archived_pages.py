"""Pages in the archive: read again, by a better splitter or another extraction, they keep their articles."""

from __future__ import annotations

from newsroom import SOURCE, draft, prepared

from rag.archive import Intake, SourceFile
from rag.schema import Paragraph

PAGE = SourceFile("A01.txt", "第一版的全部文字".encode(), "utf-8")


def on_page(text, start, **fields):
    """An article of a page whose text starts at raw offset `start`."""
    raw = (Paragraph("text", 0, len(text), start, start + len(text)),)
    return draft("", text, paragraphs=raw, paper="永康日报", page="01", **fields)


def test_a_page_read_again_is_skipped(archive):
    articles = [
        on_page("大桥昨日开工。", 0, headline="大桥"),
        on_page("龙舟赛今日举行。", 50, headline="龙舟"),
    ]
    intake = Intake(archive)
    intake.add_page(PAGE, SOURCE, [prepared(a) for a in articles])
    assert intake.known_on_page(PAGE, SOURCE, articles) == [True, True]
    assert [o.action for o in intake.add_page(PAGE, SOURCE, articles)] == ["skipped", "skipped"]


def test_a_better_splitter_keeps_the_articles_whose_place_it_confirms_and_withdraws_the_rest(archive):
    intake = Intake(archive)
    text = "大桥昨日开工。工期两年。"
    first = intake.add_page(
        PAGE,
        SOURCE,
        [
            prepared(on_page(text, 0, headline="大桥")),
            prepared(on_page("邮发代号三一。", 50, headline="报头")),
        ],
    )
    again = intake.add_page(PAGE, SOURCE, [prepared(on_page(text, 0, headline="大桥昨日开工"))])
    assert [(o.action, o.article_id) for o in again] == [
        ("replaced", first[0].article_id),
        ("withdrawn", first[1].article_id),
    ]
    assert archive.state(first[1].article_id)[0] == "superseded"


def test_what_a_splitter_dropped_comes_back_when_a_later_one_finds_it_again(archive):
    intake = Intake(archive)
    articles = [
        prepared(on_page("大桥昨日开工。", 0, headline="大桥")),
        prepared(on_page("龙舟赛今日举行。", 50, headline="龙舟")),
    ]
    first = intake.add_page(PAGE, SOURCE, articles)
    intake.add_page(PAGE, SOURCE, articles[:1])
    again = intake.add_page(PAGE, SOURCE, articles)
    assert [(o.action, o.article_id) for o in again] == [
        ("skipped", first[0].article_id),
        ("revived", first[1].article_id),
    ]


def test_a_page_that_gets_its_date_later_keeps_its_articles(archive):
    intake = Intake(archive)
    [first] = intake.add_page(PAGE, SOURCE, [prepared(on_page("大桥昨日开工。", 0, date=None))])
    [second] = intake.add_page(PAGE, SOURCE, [prepared(on_page("大桥昨日开工。", 0))])
    assert (second.action, second.article_id, second.version) == ("replaced", first.article_id, 2)


def test_another_extraction_of_the_same_page_is_matched_by_its_text(archive):
    intake = Intake(archive)
    [first] = intake.add_page(PAGE, SOURCE, [prepared(on_page("大桥昨日开工，工期两年。", 0))])
    other = SourceFile("A01-ocr.txt", "同一版，另一种提取".encode(), "utf-8")
    [second] = intake.add_page(other, SOURCE, [prepared(on_page("大桥昨日开工，工期两年！", 9))])
    assert (second.action, second.article_id) == ("replaced", first.article_id)


def test_the_printed_lines_are_kept(archive):
    file = SourceFile("A01.txt", "经 费 税 务".encode("gb18030"), "gb18030")
    Intake(archive).add_page(file, SOURCE, [prepared(on_page("经费税务。", 0))])
    [version] = archive.newest(1)
    assert archive.source_text(version.source_sha256) == "经 费 税 务"
