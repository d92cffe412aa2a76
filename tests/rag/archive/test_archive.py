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
from newsroom import EXPORT, SOURCE, add, draft, held, prepared, story

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
        archive = Archive.open(settings)
        try:
            return Intake(archive).add_lines(EXPORT, SOURCE, [prepared(story(1))])[0]
        finally:
            archive.close()

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(add_it, range(8)))
    assert len({outcome.article_id for outcome in outcomes}) == 1
    assert sorted(outcome.action for outcome in outcomes) == ["added"] + ["skipped"] * 7


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


# --- a file that is not right ---


def test_a_damaged_archive_says_what_to_do(tmp_path):
    archive = Archive(tmp_path)
    add(archive, [story(1)])
    archive.close()
    (tmp_path / "archive.sqlite3").write_bytes(b"no database at all" * 500)
    with pytest.raises(ArchiveUnusable, match="Restore a copy"):
        Archive(tmp_path)


def test_a_data_folder_that_cannot_be_made_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ArchiveUnusable, match="WENDA_DATA_DIR"):
        Archive(tmp_path / "file" / "data")


def test_a_file_that_a_crash_has_left_half_written_does_not_stay(archive):
    half = archive.source_path("incoming.partial")
    half.parent.mkdir()
    half.write_bytes(b"half of an earlier file, which was longer")
    add(archive, [story(1)])
    assert archive.source_path(EXPORT.sha256).read_bytes() == b"{}"
    assert not half.exists()
