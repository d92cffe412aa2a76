"""The archive: article ids, versions, withdrawal, offsets in the text."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from newsroom import EXPORT, MODEL, SOURCE, add, draft, held, places, prepared, story, vector

from rag.archive import Archive, Intake, Ledger, SourceFile
from rag.archive.tables import ArchiveUnusable
from rag.schema import FIELDS, Paragraph

# --- exports ---


def test_an_article_comes_back_as_it_was_given(archive):
    given = draft(
        "7",
        "本报讯（记者 颜元滔）昨日开工。",
        headline="大桥开工",
        subheadline="——访局长",
        column="对话",
        byline="颜元滔",
        page="A02",
        section="要闻",
        url="https://paper.example/7",
        lang="zh",
        paragraphs=(Paragraph("text", 0, 16, 3, 21),),
    )
    [outcome] = add(archive, [given])
    version = archive.version(outcome.article_id)
    assert outcome.action == "added" and version.version == 1
    for name in (*FIELDS, "date", "paper", "page", "section", "url", "lang", "source_id", "paragraphs"):
        assert getattr(version, name) == getattr(given, name), name


def test_the_same_line_again_is_skipped(archive):
    add(archive, [story(1)])
    before = held(archive)
    assert [o.action for o in add(archive, [story(1)])] == ["skipped"]
    assert held(archive) == before


def test_a_changed_line_becomes_version_2_and_only_that_is_answered_from(archive):
    [first] = add(archive, [story(1)])
    old = Ledger(archive).live_ids().tolist()
    [second] = add(archive, [story(1, edition=2)])
    assert (second.action, second.article_id, second.version) == ("replaced", first.article_id, 2)
    assert archive.passages(old) == []
    assert {place[2] for place in held(archive)} == {2}


def test_an_older_version_can_still_be_read(archive):
    [outcome] = add(archive, [story(1)])
    add(archive, [story(1, edition=2)])
    assert archive.version(outcome.article_id, 1).text == story(1).text
    assert archive.version(outcome.article_id).text == story(1, edition=2).text


def test_a_line_is_known_by_its_source_and_id_not_by_its_file(archive):
    add(archive, [story(1)])
    other_file = SourceFile("another-name.jsonl", b"{}\n", "utf-8")
    intake = Intake(archive)
    [same] = intake.add_lines(other_file, SOURCE, [story(1)])
    [other] = intake.add_lines(EXPORT, "另一家报纸", [prepared(story(1))])
    assert (same.action, other.action) == ("skipped", "added")
    assert same.article_id != other.article_id


def test_an_id_with_another_day_and_an_unlike_text_is_refused_and_nothing_of_its_batch_is_written(archive):
    add(archive, [story(1)])
    before = held(archive)
    other = draft("1", "完全不同的内容：龙舟赛昨天举行。", date=date(2025, 6, 1))
    with pytest.raises(Intake.IdReused, match="id reused"):
        Intake(archive).add_lines(EXPORT, SOURCE, [prepared(story(2)), prepared(other)])
    assert held(archive) == before


def test_an_id_with_another_day_and_nearly_the_same_text_is_a_new_version(archive):
    add(archive, [story(1)])
    [outcome] = add(archive, [replace(story(1), date=date(2024, 3, 19))])
    assert (outcome.action, outcome.version) == ("replaced", 2)


def test_one_line_added_by_many_at_once_is_one_article(settings):
    def add_it(_):
        archive = Archive(settings.data_dir)
        try:
            return Intake(archive).add_lines(EXPORT, SOURCE, [prepared(story(1))])[0]
        finally:
            archive.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(add_it, range(8)))
    assert len({outcome.article_id for outcome in outcomes}) == 1
    assert sorted(outcome.action for outcome in outcomes) == ["added"] + ["skipped"] * 7


# --- pages ---

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
    assert intake.known_on_page(PAGE, articles) == [True, True]
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


# --- withdrawing ---


def test_a_removed_article_is_kept_for_staff_and_never_answered_from(archive):
    [outcome] = add(archive, [story(1)])
    ids = Ledger(archive).live_ids().tolist()
    Intake(archive).remove([outcome.article_id])
    assert archive.version(outcome.article_id).text == story(1).text
    assert archive.passages(ids) == [] and archive.passages_of(outcome.article_id) == []
    assert archive.coverage().articles == 0


def test_a_removed_article_stays_away_when_the_same_is_added_but_for_again(archive):
    [outcome] = add(archive, [story(1)])
    before = held(archive)
    Intake(archive).remove([outcome.article_id])
    assert [o.action for o in add(archive, [story(1)])] == ["kept_withdrawn"]
    assert held(archive) == set()
    assert [o.action for o in add(archive, [story(1)], again=True)] == ["revived"]
    assert held(archive) == before


def test_a_removed_article_stays_away_when_it_is_changed_too(archive):
    [outcome] = add(archive, [story(1)])
    Intake(archive).remove([outcome.article_id])
    [changed] = add(archive, [story(1, edition=2)])
    assert (changed.action, changed.version) == ("kept_withdrawn", 2)
    assert held(archive) == set()
    add(archive, [story(1, edition=2)], again=True)
    assert {place[2] for place in held(archive)} == {2}


def test_removing_an_unknown_article_removes_nothing(archive):
    [outcome] = add(archive, [story(1)])
    with pytest.raises(Archive.NotFound, match="ingest list"):
        Intake(archive).remove([outcome.article_id, "nosuchid"])
    assert held(archive)


# --- places in the text ---


@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(alphabet="雨a😀。，\n\u3000é𠮷", min_size=1, max_size=60))
def test_a_passage_is_the_very_text_of_its_version(archive, text):
    article = draft(text, text)
    add(archive, [article])
    spans = prepared(article).spans
    passages = [p for p in archive.passages(Ledger(archive).live_ids().tolist()) if p.version.text == text]
    assert [(p.start, p.end) for p in passages] == [(span.start, span.end) for span in spans]
    for passage in passages:
        assert passage.text == passage.version["text"][passage.start : passage.end]


def test_the_printed_lines_are_kept(archive):
    file = SourceFile("A01.txt", "经 费 税 务".encode("gb18030"), "gb18030")
    Intake(archive).add_page(file, SOURCE, [prepared(on_page("经费税务。", 0))])
    [version] = archive.newest(1)
    assert archive.source_text(version.source_sha256) == "经 费 税 务"


def test_a_source_file_and_its_name_are_on_the_disk_before_its_row_is_written(archive, monkeypatch):
    synced: list[tuple[int, int]] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append((os.fstat(descriptor).st_ino, archive.status()["sources"]))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    add(archive, [story(1)])
    path = archive.source_path(EXPORT.sha256)
    assert synced == [(place.stat().st_ino, 0) for place in (path, path.parent, archive.data_dir)]


# --- the ledger ---


def test_what_is_new_is_pending_until_it_is_marked(archive):
    add(archive, [story(1)])
    ledger = Ledger(archive)
    pending = ledger.pending()
    assert pending.add == tuple(ledger.live_ids().tolist()) and pending.drop == ()
    assert ledger.pending_count() == 3
    ledger.mark_indexed(added=pending.add)
    assert not ledger.pending() and ledger.pending_count() == 0 and ledger.indexed_count() == 3


def test_what_is_removed_is_pending_to_be_dropped_and_its_rows_stay_for_a_return(archive):
    [outcome] = add(archive, [story(1)])
    ledger = Ledger(archive)
    ids = ledger.pending().add
    ledger.mark_indexed(added=ids)
    Intake(archive).remove([outcome.article_id])
    assert ledger.pending().drop == ids
    ledger.mark_indexed(dropped=ids)
    add(archive, [story(1)], again=True)
    assert ledger.pending().add == ids


def test_what_is_removed_while_it_is_being_indexed_is_dropped_next(archive):
    [outcome] = add(archive, [story(1)])
    ledger = Ledger(archive)
    ids = ledger.pending().add
    Intake(archive).remove([outcome.article_id])
    ledger.mark_indexed(added=ids)
    assert ledger.pending().drop == ids


def test_rows_of_a_replaced_version_go_once_the_indexes_have_let_go_of_them(archive):
    add(archive, [story(1)])
    ledger = Ledger(archive)
    ids = ledger.pending().add
    ledger.mark_indexed(added=ids)
    add(archive, [story(1, edition=2)])
    assert set(ledger.vectors(ids)) == set(ids)
    ledger.mark_indexed(dropped=ledger.pending().drop)
    assert ledger.vectors(ids) == {}


def test_a_passage_id_is_never_used_twice(archive):
    add(archive, [story(1)])
    ledger = Ledger(archive)
    used = set(ledger.pending().add)
    for edition in (2, 3, 4):
        add(archive, [story(1, edition)])
        ledger.mark_indexed(added=ledger.pending().add, dropped=ledger.pending().drop)
        fresh = set(ledger.live_ids().tolist())
        assert not fresh & used
        used |= fresh


def test_vectors_are_kept_as_halves(archive):
    add(archive, [story(1)])
    ids, matrix = Ledger(archive).matrix()
    assert matrix.dtype == "float16" and matrix.shape == (3, len(vector("")))
    for passage, row in zip(archive.passages(ids.tolist()), matrix, strict=True):
        assert (row == vector(passage.text)).all()


def test_the_state_mark_changes_with_what_should_be_found_and_with_nothing_else(archive):
    ledger = Ledger(archive)
    marks = [ledger.change_count()]
    [outcome] = add(archive, [story(1)])
    marks.append(ledger.change_count())
    add(archive, [story(1, edition=2)])
    marks.append(ledger.change_count())
    Intake(archive).remove([outcome.article_id])
    marks.append(ledger.change_count())
    add(archive, [story(1, edition=2)], again=True)
    marks.append(ledger.change_count())
    assert len(set(marks)) == len(marks)
    ledger.mark_indexed(added=ledger.pending().add)
    add(archive, [story(1, edition=2)])
    assert ledger.change_count() == marks[-1]


def test_switching_to_a_new_generation_makes_everything_pending(archive):
    add(archive, [story(1), story(2)])
    ledger = Ledger(archive)
    ledger.mark_indexed(added=ledger.pending().add)
    ledger.switch_generation("a-1", ())
    assert ledger.generation() == "a-1"
    assert ledger.pending().add == tuple(ledger.live_ids().tolist())


def test_the_ledger_knows_the_models_of_the_live_passages(archive):
    Intake(archive).add_lines(EXPORT, SOURCE, [prepared(story(1)), prepared(story(2), model="another")])
    assert Ledger(archive).passages_by_model() == {MODEL: 3, "another": 3}
    add(archive, [story(2, edition=2)])
    assert Ledger(archive).fingerprints() == {MODEL}


def test_a_sample_has_only_what_is_live_and_indexed(archive):
    [first, _] = add(archive, [story(1), story(2)])
    ledger = Ledger(archive)
    assert ledger.sample(32) == []
    ledger.mark_indexed(added=ledger.pending().add)
    Intake(archive).remove([first.article_id])
    assert {place[1] for place in places(archive, ledger.sample(32))} == {"2"}


# --- a file that is not right ---


def test_a_damaged_archive_says_what_to_do(settings):
    archive = Archive(settings.data_dir)
    add(archive, [story(1)])
    archive.close()
    (settings.data_dir / "archive.sqlite3").write_bytes(b"no database at all" * 500)
    with pytest.raises(ArchiveUnusable, match="Restore a copy"):
        Archive(settings.data_dir)


def test_a_data_folder_that_cannot_be_made_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveUnusable, match="WENDA_DATA_DIR"):
        Archive(tmp_path / "file" / "data")
