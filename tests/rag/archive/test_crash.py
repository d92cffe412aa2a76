"""A crash at any point loses nothing, duplicates nothing, and leaves nothing behind."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest
from newsroom import add, found, held, open_indexes, processes, story, vector
from proofs import sized

from rag.archive import Archive, Intake, Ledger, versions
from rag.config import Settings
from rag.index.dense import ChromaFolder
from rag.index.lexical import TantivyFolder

OLD = [story(number) for number in range(40)]
# What the crash interrupts: new articles, changed ones, and some that are there unchanged.
NEW = [story(number, edition=2 if number < 10 else 1) for number in range(80)]
# 400 are so many that Chroma writes its graph in between.
MANY = [story(number) for number in range(sized(70, 400))]
QUESTIONS = [f"问题{number}" for number in range(40)]


@pytest.fixture
def settings(tmp_path):
    """Most of these crashes are simulated between two transactions: one engine will do."""
    return _settings(tmp_path / "data")


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The state after a run without a crash."""
    return _without_a_crash(tmp_path_factory.mktemp("undisturbed"), OLD, NEW)


def _without_a_crash(folder, *batches):
    archive = Archive(folder)
    for articles in batches:
        add(archive, articles)
        indexes = open_indexes(_settings(folder), archive)
        indexes.sync()
        indexes.close()
    outcome = _Outcome.of(_settings(folder), archive)
    archive.close()
    return outcome


def _settings(folder):
    return Settings(_env_file=None, data_dir=folder)


class _Outcome:
    """What is compared: articles, versions, passages, and the top ten of forty questions."""

    def __init__(self, versions, passages, exact, by_chroma, by_tantivy):
        self.versions, self.passages = versions, passages
        self.exact, self.by_chroma, self.by_tantivy = exact, by_chroma, by_tantivy

    @classmethod
    def of(cls, settings, archive):
        indexes = open_indexes(settings, archive)
        assert indexes.pending_count == 0
        generation = indexes._keeper.owner.generation
        assert generation.dense.ids() == generation.lexical.ids() == set(Ledger(archive).live_ids().tolist())
        outcome = cls(
            versions={(v.source, v.source_id, v.version, v.text, v.headline) for v in archive.newest(10_000)},
            passages=held(archive),
            exact=[found(archive, indexes._vectors.search(vector(q), 10)) for q in QUESTIONS],
            by_chroma=[found(archive, generation.dense.search(vector(q), 10)) for q in QUESTIONS],
            by_tantivy=[set(found(archive, generation.lexical.search(f"{n}x1 {n}x2", 2))) for n in range(40)],
        )
        indexes.close()
        return outcome

    def check_against(self, other):
        assert self.versions == other.versions
        assert self.passages == other.passages
        assert self.exact == other.exact
        shared = sum(len(set(a) & set(b)) for a, b in zip(self.by_chroma, other.by_chroma, strict=True))
        assert shared / (10 * len(QUESTIONS)) >= 0.99
        assert self.by_tantivy == other.by_tantivy


# --- failures at chosen points ---


def _before_commit(patch, nth):
    _at_call(patch, versions, "insert_passages", 3 * nth - 1)  # ten replaced ones, then all new ones


def _after_commit(patch, nth):
    _at_call(patch, Ledger, "pending", nth)


def _amid_chroma(patch, nth):
    def half(index, ids, vectors):
        original(index, ids[: len(ids) // 2], vectors[: len(ids) // 2])
        raise Killed

    original = ChromaFolder.put
    _at_call(patch, ChromaFolder, "put", nth, half)


def _amid_tantivy(patch, nth):
    def half(index, entries):
        original(index, entries[: len(entries) // 2])
        raise Killed

    original = TantivyFolder.put
    _at_call(patch, TantivyFolder, "put", nth, half)


def _before_tantivys_commit(patch, nth):
    _at_call(patch, TantivyFolder, "commit", nth)


def _before_mark(patch, nth):
    _at_call(patch, Ledger, "mark_indexed", nth)


def _after_mark(patch, nth):
    def marked(ledger, **changes):
        original(ledger, **changes)
        raise Killed

    original = Ledger.mark_indexed
    _at_call(patch, Ledger, "mark_indexed", nth, marked)


POINTS = [
    _before_commit,
    _after_commit,
    _amid_chroma,
    _amid_tantivy,
    _before_tantivys_commit,
    _before_mark,
    _after_mark,
]


def _at_call(patch, owner, name, nth, act=None):
    """Simulate a crash at the `nth` call from now on."""
    original, calls = getattr(owner, name), iter(range(1, 1_000_000))

    def counted(*args, **kwargs):
        if next(calls) < nth:
            return original(*args, **kwargs)
        if act is None:
            raise Killed
        return act(*args, **kwargs)

    patch.setattr(owner, name, counted)


def _ingest_until_killed(settings, archive, monkeypatch, point, nth):
    """`ingest add` of new articles to a filled data folder, ended by a crash at the `nth` call."""
    monkeypatch.setattr("rag.index.owner.BATCH", 30)
    add(archive, OLD)
    indexes = open_indexes(settings, archive)
    indexes.sync()
    with monkeypatch.context() as patch:
        point(patch, nth)
        with pytest.raises(Killed):
            add(archive, NEW)
            indexes.sync()
    indexes.close()


@pytest.mark.proof("crash")
@pytest.mark.parametrize("nth", sized([2], [1, 2, 3, 4]))
@pytest.mark.parametrize("point", POINTS)
def test_after_a_crash_the_same_command_leads_to_the_same_place(
    settings, monkeypatch, undisturbed, point, nth
):
    archive = Archive.open(settings)
    _ingest_until_killed(settings, archive, monkeypatch, point, nth)
    indexes = open_indexes(settings, archive)
    add(archive, NEW)
    indexes.sync()
    indexes.close()
    _Outcome.of(settings, archive).check_against(undisturbed)
    archive.close()


@pytest.mark.parametrize("point", POINTS[1:])
def test_after_a_crash_nothing_is_lost_for_a_question(settings, monkeypatch, point):
    """Nothing is lost even without a sync."""
    archive = Archive.open(settings)
    _ingest_until_killed(settings, archive, monkeypatch, point, 2)
    indexes = open_indexes(settings, archive)
    assert set(found(archive, indexes.dense(vector("雨"), 1000))) == held(archive)
    assert {place[1] for place in found(archive, indexes.lexical("79x1", 1))} == {"79"}
    indexes.close()
    archive.close()


@pytest.mark.parametrize("point", POINTS[2:])
def test_what_is_withdrawn_or_replaced_after_a_crash_does_not_stay_in_the_indexes(
    settings, monkeypatch, point
):
    archive = Archive.open(settings)
    _ingest_until_killed(settings, archive, monkeypatch, point, 2)
    half_written = [v for v in archive.newest(1000) if v.source_id in ("0", "1", "10", "45", "50", "60")]
    Intake(archive).remove([version.article_id for version in half_written])
    add(archive, [story(number, edition=3) for number in range(5, 9)])
    indexes = open_indexes(settings, archive)
    indexes.sync()
    indexes.close()
    outcome = _Outcome.of(settings, archive)
    assert len(outcome.passages) == 3 * (80 - 6)
    archive.close()


def test_an_article_removed_while_its_passages_are_written_is_dropped(settings, monkeypatch):
    archive = Archive.open(settings)
    outcomes = add(archive, OLD)
    indexes = open_indexes(settings, archive)
    original = TantivyFolder.commit

    def commit(index):
        original(index)
        if len(archive.newest(1000)) == 40:
            Intake(archive).remove([outcomes[3].article_id])
            add(archive, [story(4, edition=2)])

    with monkeypatch.context() as patch:
        patch.setattr(TantivyFolder, "commit", commit)
        indexes.sync()
    indexes.close()
    assert len(_Outcome.of(settings, archive).passages) == 3 * 39
    archive.close()


# --- a process that is killed ---


def _ingest_everything(settings, begun=None):
    """The work of the killed process: batch after batch it adds articles, changes some, withdraws one, and syncs."""
    archive = Archive.open(settings)
    indexes = open_indexes(settings, archive)
    for start in range(0, len(MANY), 10):
        add(archive, MANY[start : start + 10])
        add(archive, [story(number, edition=2) for number in range(start, start + 3)])
        Intake(archive).remove([v.article_id for v in archive.newest(None) if v.source_id == str(start + 5)])
        if begun is not None:
            begun.set()
        indexes.sync()
    indexes.close()
    archive.close()


@pytest.mark.slow
@pytest.mark.proof("crash")
def test_a_process_killed_at_random_moments_leads_to_the_same_place(either_engines, tmp_path):
    settings = either_engines
    moments = random.Random(4)
    for _ in range(sized(2, 50)):
        begun = processes.Event()
        process = processes.Process(target=_ingest_everything, args=(settings, begun))
        process.start()
        begun.wait(timeout=30)
        time.sleep(moments.uniform(0, 0.6))
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        assert process.exitcode == -signal.SIGKILL, "it should be killed amid its work"
    _ingest_everything(settings)
    undisturbed = _settings(tmp_path / "undisturbed")
    _ingest_everything(undisturbed)
    _outcome(settings).check_against(_outcome(undisturbed))


def _outcome(settings):
    archive = Archive.open(settings)
    outcome = _Outcome.of(settings, archive)
    archive.close()
    return outcome
