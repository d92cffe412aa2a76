"""Erasing an article: what becomes of its source files, and of an erasure that was interrupted."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from newsroom import SOURCE, add, draft, open_indexes, prepared, story
from PIL import Image

from rag.archive import Archive, Box, Erasure, Intake, Layout, Ledger, PlacedLine, SourceFile, Takedowns
from rag.archive.source_file import LAYOUT, TEXT
from rag.schema import Paragraph
from rag.text.sentences import Span
from rag.text.traces import Traces, merged, without

NOW = datetime(2026, 5, 5, 12, 0, tzinfo=UTC)
LEFT = ["栖江大桥今日开", "工，总投资十二亿", "元，工期为三年。"]
RIGHT = ["王某昨日被警方依", "法行政拘留十日并", "处罚款五百元整。"]
PAGE = (
    "\r\n".join(f"{left}    {right}" for left, right in zip(LEFT, RIGHT, strict=True))
    + "\r\n邮发代号三一\r\n"
)


def in_column(lines, headline):
    """An article whose lines stand in one of the two columns of PAGE."""
    text, paragraphs = "", []
    for line in lines:
        raw = PAGE.index(line)
        paragraphs.append(Paragraph("text", len(text), len(text) + len(line), raw, raw + len(line)))
        text += line
    return draft("", text, headline, paragraphs=tuple(paragraphs), paper="永康日报", page="01")


def take_down(archive, *article_ids):
    erasure = Erasure(archive)
    erased = erasure.begin(article_ids, "法院要求", NOW)
    changes = erasure.erase_files(erased)
    erasure.erase_rows(erased)
    assert erasure.compact()
    erasure.mark_erased([one.takedown.article_id for one in erased])
    return changes


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_a_column_is_blanked_and_the_offsets_of_the_other_stay(archive, encoding):
    file = SourceFile("A01.txt", PAGE.encode(encoding), encoding)
    kept, gone = Intake(archive).add_page(
        file, SOURCE, [prepared(in_column(LEFT, "大桥开工")), prepared(in_column(RIGHT, "王某被拘"))]
    )
    assert [change.change for change in take_down(archive, gone.article_id)] == ["redacted"]
    version = archive.version(kept.article_id)
    source = archive.source_text(version.source_sha256)
    assert "".join(source[p.raw_start : p.raw_end] for p in version.paragraphs) == version.text
    assert len(source) == len(PAGE) and not any(line in source for line in RIGHT)
    assert archive.redacted_at(version.source_sha256)
    assert [path.name for path in archive.source_path("x").parent.iterdir()] == [version.source_sha256]
    again = Intake(archive).add_page(
        file, SOURCE, [in_column(LEFT, "大桥开工"), in_column(RIGHT, "王某被拘")]
    )
    assert [outcome.action for outcome in again] == ["skipped", "refused"]
    assert [path.name for path in archive.source_path("x").parent.iterdir()] == [version.source_sha256]


def test_a_damaged_byte_moves_no_offset(archive):
    data = PAGE.encode("gb18030").replace("邮".encode("gb18030"), b"\xff")
    _, gone = Intake(archive).add_page(
        SourceFile("A01.txt", data, "gb18030"),
        SOURCE,
        [prepared(in_column(LEFT, "大桥开工")), prepared(in_column(RIGHT, "王某被拘"))],
    )
    before = data.decode("gb18030", "replace")
    take_down(archive, gone.article_id)
    [version] = archive.newest(2)
    source = archive.source_text(version.source_sha256)
    assert len(source) == len(before) and source.endswith(before[-8:])


def test_of_a_pdf_only_the_redacted_text_and_pictures_are_kept(archive):
    white = io.BytesIO()
    Image.new("RGB", (200, 300), "white").save(white, "WEBP", lossless=True)
    lines = []
    for row, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        for column, line in ((0.05, left), (0.55, right)):
            start, top = PAGE.index(line), 0.1 + 0.1 * row
            lines.append(PlacedLine(start, start + len(line), Box(0, column, top, column + 0.4, top + 0.08)))
    layout = Layout(tuple(lines), ("page-1.webp",))
    beside = {
        TEXT: PAGE.encode(),
        LAYOUT: layout.to_json(),
        "page-1.webp": white.getvalue(),
        "notes": b"\xe7",
    }
    file = SourceFile("A01.pdf", b"%PDF-1.7 \x00\xff" + PAGE.encode(), "utf-8", beside)
    kept, gone = Intake(archive).add_page(
        file, SOURCE, [prepared(in_column(LEFT, "大桥开工")), prepared(in_column(RIGHT, "王某被拘"))]
    )
    take_down(archive, gone.article_id)
    sha256 = archive.version(kept.article_id).source_sha256
    names = {path.name for path in archive.source_path("x").parent.iterdir()}
    assert names == {sha256, f"{sha256}.{LAYOUT}", f"{sha256}.page-1.webp"}
    with Image.open(archive.beside(sha256, "page-1.webp")) as picture:
        assert max(picture.getpixel((150, 40))) < 40 and max(picture.getpixel((150, 100))) < 40
        assert min(picture.getpixel((50, 40))) > 215 and min(picture.getpixel((150, 200))) > 215
    assert archive.layout(sha256) == Layout.from_json(layout.to_json())


def test_a_file_without_places_does_not_stay(archive):
    [kept, gone] = add(archive, [story(1), story(2)])
    assert [change.change for change in take_down(archive, gone.article_id)] == ["deleted"]
    with pytest.raises(Archive.NotFound):
        archive.source_text(archive.version(kept.article_id).source_sha256)


@pytest.mark.parametrize("step", range(4))
def test_an_erasure_that_was_interrupted_is_completed_by_the_next(archive, step):
    file = SourceFile("A01.txt", PAGE.encode(), "utf-8")
    _, gone = Intake(archive).add_page(
        file, SOURCE, [prepared(in_column(LEFT, "大桥开工")), prepared(in_column(RIGHT, "王某被拘"))]
    )
    erasure = Erasure(archive)
    erased = erasure.begin([gone.article_id], "隐私", NOW)
    steps = [
        lambda: erasure.erase_files(erased),
        lambda: erasure.erase_rows(erased),
        erasure.compact,
    ]
    for interrupted_after in steps[:step]:
        interrupted_after()
    assert archive.passages_of(gone.article_id) == []
    take_down(archive)
    assert Erasure(archive).unfinished() == []
    with pytest.raises(Archive.NotFound):
        archive.version(gone.article_id)
    files = [*archive.source_path("x").parent.iterdir(), *archive.data_dir.glob("archive*")]
    assert not any(line.encode() in path.read_bytes() for path in files for line in RIGHT)


def test_the_indexes_are_built_anew_and_the_old_ones_deleted(archive, settings):
    add(archive, [story(n) for n in range(30)])
    indexes = open_indexes(settings, archive)
    indexes.sync()
    before = Ledger(archive).generation()
    gone = next(v.article_id for v in archive.newest(30) if v.source_id == "7")
    take_down(archive, gone)
    assert Ledger(archive).purge_requested()
    assert indexes.lexical("第7号站点", 5)
    report = indexes.sync()
    assert (report.rebuilt, Ledger(archive).purge_requested()) == (True, None)
    assert {f.name for f in (settings.data_dir / "index").iterdir() if f.is_dir()} == {
        Ledger(archive).generation()
    }
    assert Ledger(archive).generation() != before
    assert not (settings.data_dir / "index" / before).exists()
    assert indexes.pending_count == 0 and indexes.passage_count == 29 * 3
    indexes.close()


def test_the_running_app_builds_them_anew_by_itself(archive, settings):
    from newsroom import Elsewhere, wait_until

    [one, two] = add(archive, [story(1), story(2)])
    app = Elsewhere.open(settings)
    app.sync()
    app.follow(0.05)
    take_down(archive, one.article_id)
    wait_until(lambda: Ledger(archive).purge_requested() is None)
    assert app.nearest("第2号站点今日启用。", 1)
    take_down(archive, two.article_id)
    wait_until(lambda: Ledger(archive).purge_requested() is None)
    app.kill()


def test_a_notice_of_the_same_series_is_not_taken_for_the_one_that_was_taken_down(archive):
    notice = (
        "因管道检修，3月20日8时至17时东城停水，请居民提前储水，恢复供水后水质可能浑浊，放水片刻即可使用。"
    )
    [gone] = add(archive, [draft("1", notice, "停水通知")])
    take_down(archive, gone.article_id)
    others = [
        draft("2", notice.replace("3月20日", "3月27日"), "停水通知", date=date(2024, 3, 25)),
        draft("3", "西城公园今日开放。" * 5, "公园开放"),
    ]
    assert [o.action for o in add(archive, others)] == ["added", "added"]
    retyped = draft("4", notice.replace("，请", ",请").replace("放水片刻", "放水少时"), "停水通知")
    assert [o.action for o in add(archive, [retyped, draft("1", "别的字。", "别的")])] == ["refused"] * 2


def test_the_list_has_no_words(archive):
    [gone] = add(archive, [story(5)])
    take_down(archive, gone.article_id)
    [takedown] = Takedowns(archive).all()
    assert "站点" not in str(takedown.to_json()) and takedown.why == "法院要求"


def test_traces_are_found_through_line_breaks_spaces_and_escapes():
    traces = Traces(["栖江大桥今日开工，总投资十二亿元。"], ["大桥开工"])
    for printed in (
        "前 栖江大桥\n今日 开工，总\r\n投资十二亿元。 后",
        r'{"t": "\u6816\u6c5f大桥今日开工，\n总投资\u5341二亿元。"}',
        "<p>栖江&#22823;桥今日开工，总投资十二亿元。</p>",
    ):
        [span] = traces.spans(printed)
        assert printed[span.start] in "栖\\" and printed[: span.end].endswith("。")
    assert traces.spans("大桥开工") == [] and traces.blanked("大桥开工", headlines=True) == "…"
    assert traces.spans("") == [] and Traces([]).spans("栖江大桥今日开工，总投资") == []


def test_spans_are_subtracted():
    others = merged([Span(3, 5), Span(8, 9), Span(4, 6)])
    assert list(without([Span(0, 10), Span(5, 8)], others)) == [
        Span(0, 3),
        Span(6, 8),
        Span(9, 10),
        Span(6, 8),
    ]
