"""The indexes follow the archive: what is added or removed, a rebuild, another model."""

from __future__ import annotations

import pytest
from newsroom import (
    DIMENSIONS,
    EXPORT,
    SOURCE,
    add,
    draft,
    found,
    open_indexes,
    prepared,
    story,
    texts,
    vector,
    wait_until,
)

from rag.archive import Intake, Ledger
from rag.index import Indexes, ModelChanged, owned_elsewhere

STORIES = [story(number) for number in range(20)]

# --- keeping up ---


@pytest.fixture
def settings(either_engines):
    return either_engines


def test_what_was_just_added_is_found_before_a_sync(archive, indexes):
    add(archive, STORIES)
    indexes.sync()
    add(archive, [story(99)])
    assert texts(archive, indexes.dense(vector("编号99x1的通告已经贴出。"), 1)) == [
        "编号99x1的通告已经贴出。"
    ]
    assert texts(archive, indexes.lexical("99x1", 1)) == ["编号99x1的通告已经贴出。"]


def test_a_removed_article_is_never_found_again(archive, indexes):
    outcomes = add(archive, STORIES)
    indexes.sync()
    Intake(archive).remove([outcomes[7].article_id])
    sentence = "编号7x1的通告已经贴出。"
    for _ in ("before the sync", "after it"):
        assert sentence not in texts(archive, indexes.dense(vector(sentence), 60))
        assert sentence not in texts(archive, indexes.lexical("7x1", 60))
        indexes.sync()
    assert len(indexes.dense(vector(sentence), 100)) == 57 == len(indexes.lexical("通告 站点 居民", 100))


def test_only_the_newest_version_is_found(archive, indexes):
    add(archive, STORIES)
    indexes.sync()
    add(archive, [story(7, edition=2)])
    report = indexes.sync()
    assert (report.added, report.dropped) == (3, 3)
    assert texts(archive, indexes.lexical("7x1", 1)) != ["编号7x1的通告已经贴出。"]
    assert texts(archive, indexes.lexical("7x2", 1)) == ["编号7x2的通告已经贴出。"]


def test_syncing_again_does_nothing(archive, indexes):
    add(archive, STORIES)
    indexes.sync()
    report = indexes.sync()
    assert (report.added, report.dropped, report.rebuilt) == (0, 0, False)


def test_progress_counts_up_to_all_that_was_pending(archive, indexes, monkeypatch):
    monkeypatch.setattr("rag.index.owner.BATCH", 25)
    add(archive, STORIES)
    seen = []
    indexes.sync(seen.append)
    assert seen == [25, 50, 60]


def test_a_follower_takes_over_what_comes_in(archive, indexes):
    add(archive, STORIES)
    indexes.sync()
    indexes.follow(0.05)
    add(archive, [story(99)])
    wait_until(lambda: indexes.pending_count == 0)
    assert texts(archive, indexes.lexical("99x1", 1)) == ["编号99x1的通告已经贴出。"]


def test_a_follower_goes_on_after_an_error(archive, indexes, monkeypatch, caplog):
    add(archive, STORIES)
    with monkeypatch.context() as broken:
        broken.setattr(Ledger, "pending", _raise(RuntimeError("of this test")))
        indexes.follow(0.02)
        wait_until(lambda: "of this test" in caplog.text)
    wait_until(lambda: indexes.pending_count == 0)
    assert indexes.state == "ready"


def test_what_was_indexed_is_there_after_opening_again(settings, archive):
    add(archive, STORIES)
    for _ in range(3):
        indexes = open_indexes(settings, archive)
        indexes.sync()
        assert texts(archive, indexes.lexical("7x1", 1)) == ["编号7x1的通告已经贴出。"]
        assert texts(archive, indexes.dense(vector("编号7x1的通告已经贴出。"), 1)) == [
            "编号7x1的通告已经贴出。"
        ]
        indexes.close()
    assert len(_generations(settings)) == 1


# --- generations ---


def test_a_rebuild_fills_a_new_generation_and_the_old_one_goes_at_the_next_start(settings, archive):
    add(archive, STORIES)
    indexes = open_indexes(settings, archive)
    indexes.sync()
    [old] = _generations(settings)
    report = indexes.rebuild()
    assert (report.added, report.rebuilt) == (60, True)
    assert len(_generations(settings)) == 2
    assert texts(archive, indexes.lexical("7x1", 1)) == ["编号7x1的通告已经贴出。"]
    indexes.close()
    indexes = open_indexes(settings, archive)
    assert _generations(settings) == [Ledger(archive).generation()] != [old]
    indexes.close()


def test_only_generations_are_deleted_at_a_start(settings, archive):
    ours, other = settings.data_dir / "index" / "0123abcd-4567cdef", settings.data_dir / "index" / "my papers"
    ours.mkdir(parents=True)
    other.mkdir()
    open_indexes(settings, archive).close()
    assert other.exists() and not ours.exists()


def test_an_interrupted_rebuild_is_finished_by_the_next_sync(settings, archive, monkeypatch):
    monkeypatch.setattr("rag.index.owner.BATCH", 25)
    add(archive, STORIES)
    indexes = open_indexes(settings, archive)
    indexes.sync()
    with pytest.raises(KeyboardInterrupt):
        indexes.rebuild(_raise(KeyboardInterrupt()))
    indexes.close()
    indexes = open_indexes(settings, archive)
    assert indexes.pending_count == 35
    assert len(found(archive, indexes.dense(vector("雨"), 100))) == 60
    assert indexes.sync().added == 35
    indexes.close()


def test_other_rules_for_words_or_another_layout_begin_a_new_generation(settings, archive, monkeypatch):
    add(archive, STORIES)
    indexes = open_indexes(settings, archive)
    indexes.sync()
    indexes.close()
    monkeypatch.setattr("rag.index.generation.WORD_RULES_VERSION", 999)
    indexes = open_indexes(settings, archive)
    assert indexes.pending_count == 60
    indexes.sync()
    assert texts(archive, indexes.lexical("7x1", 1)) == ["编号7x1的通告已经贴出。"]
    indexes.close()


# --- another model ---


def test_another_model_is_refused_with_what_to_do(settings, archive):
    add(archive, STORIES)
    with pytest.raises(ModelChanged, match="python -m ingest rebuild"):
        open_indexes(settings, archive, model="another")
    assert not owned_elsewhere(settings)


def test_vectors_of_another_model_that_come_in_meanwhile_are_refused_too(archive, indexes):
    add(archive, STORIES)
    indexes.sync()
    Intake(archive).add_lines(EXPORT, SOURCE, [prepared(story(99), model="another")])
    with pytest.raises(ModelChanged):
        indexes.dense(vector("雨"), 10)
    with pytest.raises(ModelChanged):
        indexes.sync()


def test_after_all_is_embedded_again_another_model_with_other_dimensions_is_taken(settings, archive):
    add(archive, STORIES)
    indexes = open_indexes(settings, archive)
    indexes.sync()
    indexes.close()
    for article_id, version in Ledger(archive).newest_versions():
        old = archive.version(article_id)
        wide = prepared(draft(old.source_id, old.text), model="wide")
        wide = type(wide)(wide.draft, wide.spans, wide.vectors.repeat(2, axis=1), "wide", "float32")
        Intake(archive).replace_passages(article_id, version, wide)
    indexes = Indexes.open(settings, archive, fingerprint="wide", dimensions=2 * DIMENSIONS)
    assert indexes.sync().added == 60
    sentence = "编号7x1的通告已经贴出。"
    assert texts(archive, indexes.dense(vector(sentence).repeat(2), 1)) == [sentence]
    indexes.close()


def _generations(settings):
    return [folder.name for folder in (settings.data_dir / "index").iterdir() if folder.is_dir()]


def _raise(error):
    def act(*args):
        raise error

    return act
