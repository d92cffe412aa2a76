"""Passages of another model are embedded again, and the indexes brought up to date."""

import pytest
from printed import BRIDGE, POOL, export, live, no_model, page

from ingest import maintenance
from ingest.embed import ModelMismatch
from ingest.report import SilentReporter
from rag.archive import Intake, Ledger
from rag.index import Indexes


@pytest.fixture
def under_another_model(add, archive, tmp_path):
    """An archive whose first article was embedded by another model."""
    add(export(tmp_path, {"id": "a", "text": BRIDGE}, name="first.jsonl"))
    with archive.engine.begin() as connection:
        for table in ("passages", "models"):
            connection.exec_driver_sql(f"UPDATE {table} SET fingerprint = 'another'")
    return archive


def test_vectors_of_two_models_are_never_mixed(under_another_model, add, tmp_path):
    with pytest.raises(ModelMismatch, match="rebuild"):
        add(export(tmp_path, {"id": "b", "text": POOL}))
    assert live(under_another_model) == [(BRIDGE, 1)]


def test_rebuild_embeds_again_what_another_model_embedded(under_another_model, settings, embedder):
    done = maintenance.rebuild(settings, under_another_model, lambda: embedder, SilentReporter())
    assert (done.articles, done.embedded) == (1, 1)
    assert Ledger(under_another_model).fingerprints() == {embedder.fingerprint}
    assert Ledger(under_another_model).pending_count() == 0


def test_rebuild_embeds_nothing_where_nothing_has_changed(add, archive, settings, embedder, tmp_path):
    add(export(tmp_path, {"id": "a", "text": BRIDGE}), page(tmp_path))
    done = maintenance.rebuild(settings, archive, lambda: embedder, SilentReporter())
    assert (done.articles, done.embedded, done.indexes.added) == (0, 0, 2)


def test_rebuild_keeps_the_vectors_of_passages_that_stay(add, archive, settings, embedder, tmp_path):
    long = "\n".join(f"第{i}段：" + BRIDGE * 6 for i in range(3))
    add(export(tmp_path, {"id": "a", "text": long}))
    with archive.engine.begin() as connection:
        connection.exec_driver_sql('UPDATE passages SET "end" = "end" - 1 WHERE start = 0')
    before = len(Ledger(archive).live_ids())
    done = maintenance.rebuild(settings, archive, lambda: embedder, SilentReporter())
    assert (done.articles, done.embedded) == (1, 1)
    assert len(Ledger(archive).live_ids()) == before


def test_a_rebuilt_article_that_is_removed_and_brought_back_has_only_its_new_passages(
    under_another_model, add, settings, embedder, tmp_path
):
    archive = under_another_model
    maintenance.rebuild(settings, archive, lambda: embedder, SilentReporter())
    Intake(archive).remove([archive.newest(1)[0].article_id])
    add(tmp_path / "first.jsonl", again=True)
    assert len(Ledger(archive).live_ids()) == 1
    assert Ledger(archive).fingerprints() == {embedder.fingerprint}


def test_rebuild_reaches_withdrawn_articles_too(under_another_model, add, settings, embedder, tmp_path):
    archive = under_another_model
    Intake(archive).remove([archive.newest(1)[0].article_id])
    maintenance.rebuild(settings, archive, lambda: embedder, SilentReporter())
    add(tmp_path / "first.jsonl", again=True, load=no_model)
    assert Ledger(archive).fingerprints() == {embedder.fingerprint}


def test_sync_brings_the_indexes_up_to_date(add, archive, settings, embedder, tmp_path):
    add(export(tmp_path, {"id": "a", "text": BRIDGE}))
    assert maintenance.sync(settings, archive, SilentReporter()).added == 1
    assert Ledger(archive).pending_count() == 0


def test_the_archive_is_written_while_another_process_owns_the_indexes(
    add, archive, settings, embedder, tmp_path
):
    app = Indexes.open(settings, archive, fingerprint=embedder.fingerprint, dimensions=embedder.dimensions)
    try:
        add(export(tmp_path, {"id": "a", "text": BRIDGE}))
        assert maintenance.sync(settings, archive, SilentReporter()) is None
        assert Ledger(archive).pending_count() == 1
        app.sync()
        assert Ledger(archive).pending_count() == 0
    finally:
        app.close()


def test_another_model_waits_until_the_app_is_stopped(under_another_model, settings, embedder):
    archive = under_another_model
    app = Indexes.open(settings, archive, fingerprint="another", dimensions=embedder.dimensions)
    try:
        with pytest.raises(maintenance.AppRunning, match="Stop it"):
            maintenance.rebuild(settings, archive, lambda: embedder, SilentReporter())
    finally:
        app.close()
    assert Ledger(archive).fingerprints() == {"another"}


def test_an_empty_archive_has_nothing_to_sync(archive, settings):
    assert maintenance.sync(settings, archive, SilentReporter()) is None
