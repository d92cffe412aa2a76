"""`python -m ingest backup` and `restore`: everything comes back as it was, or nothing is changed."""

from __future__ import annotations

import errno
import io
import itertools
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from contextlib import closing
from hashlib import sha256

import pytest
from models import open_assistant
from newsroom import add, held, story
from printed import BRIDGE, POOL, SCHOOL, articles, export
from words_on_disk import files_with

from ingest.backup import tar_writer
from rag.archive import Archive, Embargoes
from rag.config import Settings
from rag.journal import Journal
from rag.schema import Request

BRIDGE_LINE = {"id": "a", "title": "白鹭大桥通车", "date": "2024-11-08", "text": BRIDGE}
POOL_LINE = {"id": "b", "title": "游泳馆开放", "date": "2024-11-09", "text": POOL}
SCHOOL_LINE = {"id": "c", "title": "城南小学", "date": "2024-11-09", "text": SCHOOL}
QUESTIONS = ("白鹭大桥全长多少米？", "市游泳馆票价多少？", "城南小学新增多少学位？")


@pytest.fixture
def added(wenda, tmp_path):
    """Three articles: two public, one under embargo."""
    assert wenda("add", export(tmp_path, BRIDGE_LINE, POOL_LINE))[0] == 0
    assert wenda("add", export(tmp_path, SCHOOL_LINE, name="later.jsonl"), "--until", "2099-01-01")[0] == 0


@pytest.fixture
def tar(wenda, added, tmp_path):
    """A backup of them."""
    assert wenda("backup", tmp_path / "wenda.tar")[0] == 0
    return tmp_path / "wenda.tar"


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Settings with another data folder, which the commands then use."""
    monkeypatch.setenv("WENDA_DATA_DIR", str(tmp_path / "elsewhere"))
    return Settings(_env_file=None, data_dir=tmp_path / "elsewhere")


def ask(settings):
    with closing(open_assistant(settings, journal=True)) as assistant:
        return [assistant.ask(Request(question=q, today="2024-11-10")) for q in QUESTIONS]


def contents(folder):
    """All files of a data folder but locks and indexes, which are made by whoever opens it."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock" and "index" not in path.parts
    }


# --- everything comes back ---


def test_answers_verdicts_and_embargoes_are_the_same_after_a_restore(
    wenda, added, settings, elsewhere, tmp_path, monkeypatch
):
    before = ask(settings)
    with closing(Journal.open_to_read(settings)) as journal:
        journal.verdict(before[0].answer_id, 0, "correct", name="青禾", note="看过了")
        judged = journal.get(before[0].answer_id)
    monkeypatch.setenv("WENDA_DATA_DIR", str(settings.data_dir))
    (settings.data_dir / "abbreviations.txt").write_text("市队 = 市游泳队", "utf-8")
    assert wenda("backup", tmp_path / "wenda.tar")[0] == 0
    monkeypatch.setenv("WENDA_DATA_DIR", str(elsewhere.data_dir))
    code, out, _ = wenda("restore", tmp_path / "wenda.tar")
    assert code == 0 and "3 articles, 2 original files, 3 answers" in out and "2 passages indexed" in out
    with closing(Journal.open_to_read(elsewhere)) as journal:
        assert journal.get(before[0].answer_id) == judged
        assert journal.counts()["all"] == 3
    with closing(Archive(settings.data_dir)) as old, closing(Archive(elsewhere.data_dir)) as new:
        assert new.status() == old.status()
        assert Embargoes(new).waiting() == Embargoes(old).waiting() != []
    for after, answer in zip(ask(elsewhere), before, strict=True):
        assert (after.text, after.citations) == (answer.text, answer.citations)
    kept = contents(elsewhere.data_dir)
    assert kept.keys() == contents(settings.data_dir).keys()
    assert kept["abbreviations.txt"].decode() == "市队 = 市游泳队"


def test_a_backup_is_one_moment_although_others_write(wenda, settings, elsewhere, monkeypatch, tmp_path):
    with closing(Archive(settings.data_dir)) as archive:
        add(archive, map(story, range(200)))
        stop = threading.Event()

        def write():
            for number in itertools.count(200, 2):
                if stop.is_set():
                    return
                add(archive, [story(number), story(number + 1)])  # one transaction

        writer = threading.Thread(target=write)
        monkeypatch.setenv("WENDA_DATA_DIR", str(settings.data_dir))
        writer.start()
        try:
            assert [wenda("backup", tmp_path / f"{n}.tar")[0] for n in range(5)] == [0] * 5
        finally:
            stop.set()
            writer.join()
        monkeypatch.setenv("WENDA_DATA_DIR", str(elsewhere.data_dir))
        for number in range(5):
            shutil.rmtree(elsewhere.data_dir, ignore_errors=True)
            assert wenda("restore", tmp_path / f"{number}.tar")[0] == 0
            with closing(Archive(elsewhere.data_dir)) as restored:
                count = restored.status()["articles"]
                assert count >= 200 and count % 2 == 0
                assert len(held(restored)) == 3 * count
        assert archive.status()["articles"] > 200


def test_what_is_in_it_can_be_checked_by_hand(tar, tmp_path):
    with tarfile.open(tar) as opened:
        opened.extractall(tmp_path / "unpacked", filter="data")
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path / "unpacked", capture_output=True
    )
    assert done.returncode == 0
    assert tar.stat().st_mode & 0o077 == 0  # the journal has residents' questions


# --- takedowns ---


def test_an_article_taken_down_after_the_backup_does_not_come_back(wenda, tar, settings, tmp_path):
    taken = articles(wenda)["游泳馆开放"]["article_id"]
    ask(settings)
    shutil.move(tar, tmp_path / "with answers.tar")
    assert wenda("backup", tar)[0] == 0
    assert wenda("takedown", taken, "--why", "法院要求")[0] == 0
    old = settings.data_dir.with_name("old")
    settings.data_dir.rename(old)
    settings.data_dir.mkdir()
    shutil.copy(old / "takedowns.jsonl", settings.data_dir)
    code, out, _ = wenda("restore", tar)
    assert code == 0 and f"taken down again: {taken} (法院要求)" in out
    assert files_with(settings.data_dir, "青禾", "每周一闭馆") == set()
    assert set(articles(wenda)) == {"白鹭大桥通车"}
    assert (settings.data_dir / "takedowns.jsonl").read_bytes() == (old / "takedowns.jsonl").read_bytes()
    assert "taken down on" in wenda("add", export(tmp_path, POOL_LINE, name="again.jsonl"))[1]


def test_a_takedown_during_the_backup_ends_it(wenda, added, tmp_path, monkeypatch):
    taken = articles(wenda)["游泳馆开放"]["article_id"]
    add_file = tar_writer.TarWriter.add_file

    def take_down_first(self, name, path):
        if name.startswith("sources/"):
            monkeypatch.undo()
            wenda_in_another_process("takedown", taken, "--why", "法院要求", data_dir=path.parents[1])
        return add_file(self, name, path)

    monkeypatch.setattr(tar_writer.TarWriter, "add_file", take_down_first)
    code, _, err = wenda("backup", tmp_path / "wenda.tar")
    assert code == 1 and "taken down while the backup was being made" in err
    assert list(tmp_path.glob("wenda.tar*")) == []


def wenda_in_another_process(*words, data_dir):
    subprocess.run(
        [sys.executable, "-m", "ingest", *words],
        env={**os.environ, "WENDA_DATA_DIR": str(data_dir)},
        cwd=os.environ.get("PYTEST_ROOT", os.getcwd()),
        check=True,
    )
