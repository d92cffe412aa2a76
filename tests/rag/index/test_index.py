"""The public interface of the indexes: searching, owning, and what a large archive does."""

from __future__ import annotations

import pytest
from newsroom import (
    add,
    draft,
    found,
    open_indexes,
    story,
    texts,
    vector,
)

from rag.index import IndexUnusable, NotOwner, Rebuilding, owned_elsewhere

STORIES = [story(number) for number in range(20)]

# --- finding ---


@pytest.fixture
def settings(either_engines):
    return either_engines


def test_an_empty_archive_finds_nothing_and_says_that_it_is_ready(archive, indexes):
    assert indexes.state == "ready" and indexes.is_owner
    assert indexes.dense(vector("雨"), 10) == [] and indexes.lexical("雨", 10) == []
    report = indexes.sync()
    assert (report.added, report.dropped, report.rebuilt) == (0, 0, False)
    assert indexes.dense(vector("雨"), 10) == [] and indexes.lexical("雨", 10) == []


def test_a_passage_is_found_by_its_vector_and_by_its_words(archive, indexes):
    add(archive, STORIES)
    report = indexes.sync()
    assert (report.added, report.dropped, report.rebuilt, indexes.pending_count) == (60, 0, False, 0)
    sentence = "编号7x1的通告已经贴出。"
    best = indexes.dense(vector(sentence), 10)
    assert texts(archive, best)[0] == sentence and best[0].score == pytest.approx(1, abs=1e-3)
    assert texts(archive, indexes.lexical("7x1", 10))[0] == sentence


def test_hits_come_best_first_and_no_more_than_asked(archive, indexes):
    add(archive, STORIES)
    indexes.sync()
    for hits in (indexes.dense(vector("雨"), 5), indexes.lexical("通告 站点 7x1", 5)):
        assert len(hits) == 5
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_asking_for_more_than_there_is_gives_all(archive, indexes):
    add(archive, [story(1)])
    indexes.sync()
    assert len(indexes.dense(vector("雨"), 100)) == 3
    assert len(indexes.lexical("标题1", 100)) == 3


def test_dense_hits_are_those_of_an_exact_scan(archive, indexes):
    add(archive, [story(number) for number in range(200)])
    questions = [vector(f"问题{number}") for number in range(50)]
    exact = [found(archive, indexes.dense(question, 10)) for question in questions]
    indexes.sync()
    by_chroma = [found(archive, indexes.dense(question, 10)) for question in questions]
    shared = sum(len(set(a) & set(b)) for a, b in zip(exact, by_chroma, strict=True))
    assert shared / 500 >= 0.99


def test_a_headline_and_a_name_find_every_passage_of_their_article(archive, indexes):
    add(archive, [*STORIES, draft("x", "工期两年。造价三亿。", headline="白鹭大桥开工", byline="颜元滔")])
    indexes.sync()
    for question in ("白鹭大桥", "颜元滔"):
        assert {place[1] for place in found(archive, indexes.lexical(question, 2))} == {"x"}


def test_traditional_script_and_full_width_find_the_same(archive, indexes):
    add(archive, [*STORIES, draft("x", "救援队开展行动1052次。")])
    indexes.sync()
    for question in ("救援隊開展行動", "１,０５２ 次"):
        assert texts(archive, indexes.lexical(question, 1)) == ["救援队开展行动1052次。"]


def test_a_question_is_never_a_query_language(archive, indexes):
    add(archive, STORIES)
    indexes.sync()
    for question in ('" OR (', "body:通告 AND", "NOT *", "[a TO b]", "站点~2^3", "\\", "-站点"):
        indexes.lexical(question, 10)


def test_a_question_without_words_finds_nothing(archive, indexes):
    add(archive, STORIES)
    indexes.sync()
    assert indexes.lexical("？！……", 10) == [] and indexes.lexical("", 10) == []


def test_a_very_long_question_is_answered(archive, indexes):
    add(archive, STORIES)
    indexes.sync()
    question = "".join(chr(0x4E00 + i) for i in range(9_900)) + "编号7x1的通告"
    assert texts(archive, indexes.lexical(question, 1)) == ["编号7x1的通告已经贴出。"]


def test_a_word_that_few_passages_have_is_rarer(archive, indexes):
    add(archive, STORIES)
    before = indexes.rarity(["7x1", "通告", "没有的词"])
    indexes.sync()
    after = indexes.rarity(["7x1", "通告", "没有的词"])
    for rarity in (before, after):
        assert 1 == rarity["7x1"] == rarity["没有的词"] > rarity["通告"] > 0


# --- a large archive ---


def test_a_large_archive_says_rebuilding_rather_than_answer_from_an_index_that_lacks_much(
    archive, indexes, monkeypatch
):
    monkeypatch.setattr("rag.index.indexes.SCAN_LIMIT", 10)
    add(archive, STORIES)
    assert indexes.state == "rebuilding"
    with pytest.raises(Rebuilding, match="cannot be searched"):
        indexes.lexical("雨", 10)
    assert len(indexes.dense(vector("雨"), 10)) == 10  # by an exact scan, which is fast
    indexes.sync()
    assert indexes.state == "ready"
    assert texts(archive, indexes.lexical("7x1", 1)) == ["编号7x1的通告已经贴出。"]


def test_a_large_archive_is_still_answered_from_while_a_little_is_missing(archive, indexes, monkeypatch):
    monkeypatch.setattr("rag.index.indexes.SCAN_LIMIT", 10)
    add(archive, [story(number) for number in range(100)])
    indexes.sync()
    add(archive, [story(100)])
    assert indexes.state == "ready"
    assert len(indexes.dense(vector("雨"), 10)) == len(indexes.lexical("通告", 10)) == 10


# --- owning ---


def test_only_the_first_is_the_owner(settings, archive, indexes):
    second = open_indexes(settings, archive)
    assert (indexes.is_owner, second.is_owner, owned_elsewhere(settings)) == (True, False, True)
    for act in (second.sync, second.rebuild):
        with pytest.raises(NotOwner, match="adds new articles to them by itself"):
            act()
    second.close()


def test_closing_gives_the_lock_up(settings, archive):
    open_indexes(settings, archive).close()
    assert not owned_elsewhere(settings)


def test_a_folder_that_cannot_be_made_says_what_to_do(settings, archive):
    (settings.data_dir / "index").write_text("in the way")
    with pytest.raises(IndexUnusable, match="WENDA_DATA_DIR"):
        open_indexes(settings, archive)


def test_closing_leaves_no_file_open(settings, archive, open_files):
    add(archive, STORIES)
    for _ in range(2):
        indexes = open_indexes(settings, archive)
        indexes.sync()
        reader = open_indexes(settings, archive)
        reader.lexical("通告", 1)
        reader.close()
        indexes.close()
    assert [path for path in open_files() if str(settings.data_dir / "index") in path] == []


def test_nothing_leaves_the_archive_but_ids_vectors_and_words(settings, archive, indexes):
    add(archive, [draft("x", "白鹭大桥昨日正式通车。")])
    indexes.sync()
    for file in (settings.data_dir / "index").rglob("*"):
        if file.is_file():
            assert "白鹭大桥昨日正式通车".encode() not in file.read_bytes(), file.name


@pytest.fixture
def open_files():
    import gc
    from pathlib import Path

    def paths():
        gc.collect()
        return [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.exists()]

    return paths
