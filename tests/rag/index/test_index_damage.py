"""Damaged indexes are detected at the start and at a sync, and rebuilt. Searches give the same results meanwhile."""

from __future__ import annotations

import os
import random
import re
import shutil
from itertools import product

import pytest
from newsroom import add, found, open_indexes, processes, story, texts, vector
from proofs import some_of

from rag.archive import Archive, Ledger
from rag.config import Settings
from rag.index import Hit, IndexUnusable, seal
from rag.index.damage import Damaged
from rag.index.dense import ChromaFolder

# Chroma writes its graph to files only after 1,000 passages; before, its log in SQLite is all there is.
STORIES = [story(number) for number in range(420)]
ASKED = range(0, 420, 35)

CHROMA = [
    "chroma.sqlite3",
    "data_level0.bin",
    "header.bin",
    "index_metadata.pickle",
    "length.bin",
    "link_lists.bin",
]
TANTIVY = [".idx", ".term", "meta.json"]
BOOKS = {"chroma.sqlite3", "meta.json"}  # without its book an index is an empty one, and simply filled again


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A data folder with intact indexes, and the results of its searches."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("sound") / "data")
    archive = Archive(settings.data_dir)
    add(archive, STORIES)
    indexes = open_indexes(settings, archive)
    indexes.sync()
    answers = _answers(archive, indexes)
    indexes.close()
    archive.close()
    return settings.data_dir, answers


@pytest.fixture
def copy(settings, sound):
    """The archive of a copy of the intact data folder, and the results that its searches should have."""
    shutil.copytree(sound[0], settings.data_dir)
    archive = Archive(settings.data_dir)
    yield archive, sound[1]
    archive.close()


def _answers(archive, indexes):
    """The best hit for each of some stories, by its vector and by its words."""
    sentences = [f"编号{number}x1的通告已经贴出。" for number in ASKED]
    return [found(archive, indexes.dense(vector(sentence), 1)) for sentence in sentences] + [
        found(archive, indexes.lexical(sentence, 1)) for sentence in sentences
    ]


def _remove(file):
    file.unlink()


def _truncate(file):
    os.truncate(file, file.stat().st_size // 2)


def _zero_half(file):
    size = file.stat().st_size
    with file.open("r+b") as stream:
        stream.seek(size // 2)
        stream.write(bytes(size - size // 2))


DAMAGED = some_of(list(product(CHROMA + TANTIVY, (_remove, _truncate, _zero_half))), every=4)
# Mapped files that shrink end the process (SIGBUS) when they are read: out of reach, but for reading them before.
MAPPED = ("data_level0.bin", "header.bin", "link_lists.bin", ".idx", ".term")
DAMAGED_WHILE_OPEN = some_of(list(product(MAPPED, (_remove, _zero_half))), every=3)


def _file(settings, ending):
    [folder] = [path for path in (settings.data_dir / "index").iterdir() if path.is_dir()]
    files = [path for path in folder.rglob("*") if path.name.endswith(ending) and path.stat().st_size]
    return max(files, key=lambda path: path.stat().st_size)


@pytest.mark.proof("damage")
@pytest.mark.parametrize(("ending", "damage"), DAMAGED)
def test_a_damaged_file_is_noticed_at_the_start_and_the_answers_stay_the_same(
    settings, copy, ending, damage, caplog
):
    archive, expected = copy
    old = Ledger(archive).generation()
    damage(_file(settings, ending))
    indexes = open_indexes(settings, archive)
    assert "search indexes" in caplog.text or indexes.pending_count
    assert indexes.state == "ready" and _answers(archive, indexes) == expected
    indexes.sync()
    assert _answers(archive, indexes) == expected
    assert indexes.pending_count == 0 and (Ledger(archive).generation() != old or ending in BOOKS)
    indexes.close()


@pytest.mark.parametrize("folder", ["chroma", "tantivy", "chroma.seal", ""])
def test_a_folder_that_is_gone_is_noticed_at_the_start(settings, copy, folder):
    archive, expected = copy
    path = settings.data_dir / "index" / Ledger(archive).generation() / folder
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    indexes = open_indexes(settings, archive)
    assert _answers(archive, indexes) == expected
    indexes.sync()
    assert indexes.pending_count == 0 and _answers(archive, indexes) == expected
    indexes.close()


@pytest.mark.proof("damage")
@pytest.mark.parametrize(("ending", "damage"), DAMAGED_WHILE_OPEN)
def test_a_file_that_is_damaged_while_it_is_open_is_noticed_at_the_next_sync(settings, copy, ending, damage):
    archive, expected = copy
    indexes = open_indexes(settings, archive)
    old = Ledger(archive).generation()
    damage(_file(settings, ending))
    add(archive, [story(1000)])
    report = indexes.sync()
    assert report.rebuilt and Ledger(archive).generation() != old
    assert indexes.pending_count == 0 and _answers(archive, indexes) == expected
    assert texts(archive, indexes.lexical("1000x1", 1)) == ["编号1000x1的通告已经贴出。"]
    indexes.close()


def test_vectors_that_an_index_has_lost_are_noticed_after_a_sync_and_put_back(settings, copy, caplog):
    archive, expected = copy
    indexes = open_indexes(settings, archive)
    chroma = indexes._keeper.owner.generation.dense
    lost = sorted(chroma.ids())[::2]
    random.seed(1)  # the probes of the sync are drawn: so many are lost that hardly any draw could miss them
    chroma.drop(lost)
    indexes._keeper.owner.generation.files.mark_sound()
    assert indexes.sync().added == len(lost)
    assert "Chroma does not find" in caplog.text
    assert _answers(archive, indexes) == expected
    indexes.close()


def test_a_single_passage_whose_words_are_lost_is_noticed_after_a_sync_and_put_back(settings, copy, caplog):
    archive, expected = copy
    indexes = open_indexes(settings, archive)
    tantivy = indexes._keeper.owner.generation.lexical
    tantivy.drop(sorted(tantivy.ids())[:1])
    tantivy.commit()
    assert indexes.sync().added == 1
    # the count gives it away, or the probe, whose passages are drawn by chance, happens on the lost one
    assert re.search(
        r"Tantivy (contains 1259 passages instead of 1260|does not find passage \d+ by)", caplog.text
    )
    assert _answers(archive, indexes) == expected
    indexes.close()


def test_an_index_that_stays_wrong_when_opened_again_is_built_anew(settings, copy, monkeypatch, caplog):
    archive, expected = copy
    indexes = open_indexes(settings, archive)
    old = indexes._keeper.owner.generation
    right = ChromaFolder.search

    def wrong_in_the_old_one(index, asked, k):
        hits = right(index, asked, k)
        return hits if new_generation() else [Hit(hit.passage_id + 1, hit.score) for hit in hits]

    def new_generation():
        return Ledger(archive).generation() != old.name

    monkeypatch.setattr(ChromaFolder, "search", wrong_in_the_old_one)
    assert indexes.sync().rebuilt and new_generation()
    assert _answers(archive, indexes) == expected
    indexes.close()


def test_an_index_that_lost_its_last_commits_gets_them_again_without_a_rebuild(settings, copy):
    archive, expected = copy
    indexes = open_indexes(settings, archive)
    tantivy = indexes._keeper.owner.generation.lexical
    tantivy.drop(sorted(tantivy.ids())[:10])
    tantivy.commit()
    indexes.close()
    generation = Ledger(archive).generation()
    indexes = open_indexes(settings, archive)
    assert indexes.pending_count == 10
    indexes.sync()
    assert Ledger(archive).generation() == generation
    assert indexes.pending_count == 0 and _answers(archive, indexes) == expected
    indexes.close()


def test_an_index_that_fails_a_question_is_not_asked_again_until_it_was_probed(settings, copy, monkeypatch):
    archive, expected = copy
    indexes = open_indexes(settings, archive)
    with monkeypatch.context() as broken:
        broken.setattr("rag.index.dense.ChromaFolder.search", _fail)
        broken.setattr("rag.index.lexical.TantivyFolder.search", _fail)
        assert _answers(archive, indexes) == expected
    assert indexes._keeper.owner.suspect
    indexes.sync()
    assert not indexes._keeper.owner.suspect and _answers(archive, indexes) == expected
    indexes.close()


def test_a_library_that_ends_the_process_on_a_damaged_file_does_so_once(settings, copy):
    """Without a seal (after a crash), Chroma opens a damaged graph unchecked, and may crash."""
    archive, expected = copy
    _zero_half(_file(settings, "header.bin"))
    _file(settings, "chroma.seal").unlink()
    first = processes.Process(target=_open_and_close, args=(settings.data_dir,))
    first.start()
    first.join()
    indexes = open_indexes(settings, archive)
    assert _answers(archive, indexes) == expected
    indexes.sync()
    assert _answers(archive, indexes) == expected
    indexes.close()


def test_a_start_that_ended_amid_opening_is_not_tried_again_with_the_same_files(settings, copy, caplog):
    archive, expected = copy
    old = Ledger(archive).generation()
    (settings.data_dir / "index" / old / "opening").touch()
    indexes = open_indexes(settings, archive)
    assert "the process ended while it was opening" in caplog.text and Ledger(archive).generation() != old
    assert _answers(archive, indexes) == expected
    indexes.close()


def test_an_interrupted_start_is_no_sign_of_damage(settings, copy, monkeypatch):
    archive, _ = copy
    old = Ledger(archive).generation()
    with monkeypatch.context() as interrupted:
        interrupted.setattr("rag.index.owner.probe", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            open_indexes(settings, archive)
    indexes = open_indexes(settings, archive)
    assert Ledger(archive).generation() == old and indexes.pending_count == 0
    indexes.close()


def test_a_seal_holds_after_each_orderly_end(settings, copy):
    archive, _ = copy
    for number in range(3):
        indexes = open_indexes(settings, archive)
        add(archive, [story(2000 + number)])
        indexes.sync()
        indexes.lexical("通告", 3)
        indexes.dense(vector("雨"), 3)
        indexes.close()
        path = settings.data_dir / "index" / Ledger(archive).generation() / "chroma"
        assert seal.Seal(path).is_set
        seal.Seal(path).check()


def test_a_disk_that_is_full_is_no_reason_to_throw_good_indexes_away(settings, copy, monkeypatch):
    archive, expected = copy
    indexes = open_indexes(settings, archive)
    old = Ledger(archive).generation()
    add(archive, [story(1000)])
    with monkeypatch.context() as full:
        full.setattr("rag.index.lexical.TantivyFolder.commit", _fail)
        full.setattr("rag.index.engines.Engines.have_room", lambda self, name: False)
        with pytest.raises(IndexUnusable, match="disk"):
            indexes.sync()
    assert Ledger(archive).generation() == old and indexes.state == "ready"
    assert _answers(archive, indexes) == expected
    assert indexes.sync().added == 3
    assert Ledger(archive).generation() == old
    indexes.close()


def _open_and_close(data_dir):
    settings = Settings(_env_file=None, data_dir=data_dir)
    open_indexes(settings, Archive(data_dir)).close()


def _fail(*args):
    raise Damaged("of this test")


def _interrupt(*args):
    raise KeyboardInterrupt
