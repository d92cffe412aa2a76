"""`python -m ingest backup`: everything comes back as it was, and no file is left half written."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import subprocess
import tarfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from backups import POOL_LINE, ask, contents, killed_at
from printed import SCHOOL, articles, export
from words_on_disk import files_with

from ingest import rights
from ingest.backup.tar_writer import TarWriter
from ingest.report import SilentReporter
from rag.archive import Archive, Embargoes
from rag.desk import Audit, Desk, Sessions
from rag.journal import Journal

SCHOOL_LINE = {"id": "c", "title": "城南小学", "date": "2024-11-09", "text": SCHOOL}


# --- everything comes back ---


def test_answers_verdicts_and_embargoes_are_the_same_after_a_restore(
    wenda, added, settings, elsewhere, tmp_path, monkeypatch
):
    school = export(tmp_path, SCHOOL_LINE, name="later.jsonl")
    monkeypatch.setenv("WENDA_DATA_DIR", str(settings.data_dir))
    assert wenda("add", school, "--until", "2099-01-01")[0] == 0
    before = ask(settings)
    with closing(Journal.open_to_read(settings)) as journal:
        journal.verdict(before[0].answer_id, 0, "right", name="青禾", note="看过了")
        judged = journal.get(before[0].answer_id)
    (settings.data_dir / "abbreviations.txt").write_text("市队 = 市游泳队", "utf-8")
    assert wenda("backup", tmp_path / "wenda.tar")[0] == 0
    monkeypatch.setenv("WENDA_DATA_DIR", str(elsewhere.data_dir))
    code, out, _ = wenda("restore", tmp_path / "wenda.tar")
    assert code == 0 and "3 articles, 2 original files, 3 answers" in out and "2 passages indexed" in out
    with closing(Journal.open_to_read(elsewhere)) as journal:
        assert journal.get(before[0].answer_id) == judged
        assert len(journal.answers("newest", 10)) == 3
    with closing(Archive(settings.data_dir)) as old, closing(Archive(elsewhere.data_dir)) as new:
        assert new.status() == old.status()
        assert Embargoes(new).waiting() == Embargoes(old).waiting() != []
    for after, answer in zip(ask(elsewhere), before, strict=True):
        assert (after.text, after.citations) == (answer.text, answer.citations)
    kept = contents(elsewhere.data_dir)
    assert kept.keys() == contents(settings.data_dir).keys()
    assert kept["abbreviations.txt"].decode() == "市队 = 市游泳队"


def test_the_desk_comes_back_without_its_sessions(wenda, added, settings, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setenv("WENDA_DATA_DIR", str(settings.data_dir))
    with closing(Desk.open(settings)) as desk:
        Audit(desk).record(None, "sign_in_failed", "李敏")
        trail, session = Audit(desk).entries(10), Sessions(desk).start(None)
        assert Sessions(desk).person(session)
    assert wenda("backup", tmp_path / "wenda.tar")[0] == 0
    monkeypatch.setenv("WENDA_DATA_DIR", str(elsewhere.data_dir))
    assert wenda("restore", tmp_path / "wenda.tar")[0] == 0
    with closing(Desk.open(elsewhere)) as desk:
        assert Audit(desk).entries(10) == trail != []
        assert Sessions(desk).person(session) is None


def test_it_can_be_made_and_restored_while_others_add_and_answer(
    wenda, add, added, archive, settings, elsewhere, tmp_path, monkeypatch
):
    monkeypatch.setenv("WENDA_DATA_DIR", str(settings.data_dir))
    stop = threading.Event()

    def work():
        for number in itertools.count():
            if stop.is_set():
                return
            line = {"id": f"n{number}", "text": f"第{number}号站点今日启用，接待居民{number}人次。"}
            add(export(tmp_path, line, name=f"{number}.jsonl"))
            ask(settings)

    with ThreadPoolExecutor() as pool:
        working = pool.submit(work)
        try:
            for number in range(3):
                assert wenda("backup", tmp_path / f"{number}.tar")[0] == 0
                before = archive.status()["articles"]
                while archive.status()["articles"] == before and not working.done():
                    time.sleep(0.01)
        finally:
            stop.set()
        working.result()
    monkeypatch.setenv("WENDA_DATA_DIR", str(elsewhere.data_dir))
    assert wenda("restore", tmp_path / "2.tar")[0] == 0
    with closing(Archive(elsewhere.data_dir)) as restored:
        counted = restored.status()
        assert 4 <= counted["articles"] <= archive.status()["articles"]
        assert counted["pending"] == 0
        stored = {path.name for path in (elsewhere.data_dir / "sources").iterdir()}
        assert {version.source_sha256 for version in restored.newest(-1)} <= stored
        assert len(stored) == counted["sources"]


def test_what_is_in_it_can_be_checked_by_hand(tar, tmp_path):
    with tarfile.open(tar) as opened:
        opened.extractall(tmp_path / "unpacked", filter="data")
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path / "unpacked", capture_output=True
    )
    assert done.returncode == 0
    assert tar.stat().st_mode & 0o077 == 0  # the journal has residents' questions


# --- takedowns ---


def test_an_article_taken_down_after_the_backup_does_not_come_back(wenda, added, settings, tmp_path):
    taken = articles(wenda)["游泳馆开放"]["article_id"]
    ask(settings)
    tar = tmp_path / "wenda.tar"
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


def test_a_takedown_during_the_backup_ends_it(wenda, added, settings, tmp_path, monkeypatch):
    taken = articles(wenda)["游泳馆开放"]["article_id"]
    add_file = TarWriter.add_file

    def take_down_before_the_sources(self, name, path):
        if name.startswith("sources/"):
            monkeypatch.setattr(TarWriter, "add_file", add_file)
            with closing(Archive(settings.data_dir)) as archive:
                rights.take_down(settings, archive, [taken], "法院要求", SilentReporter())
        return add_file(self, name, path)

    monkeypatch.setattr(TarWriter, "add_file", take_down_before_the_sources)
    code, _, err = wenda("backup", tmp_path / "wenda.tar")
    assert code == 1 and "taken down while the backup was being made" in err
    assert list(tmp_path.glob("wenda.tar*")) == []
    assert wenda("backup", tmp_path / "wenda.tar")[0] == 0


# --- what is not written ---


def test_a_file_is_never_overwritten(wenda, added, tar):
    before = tar.read_bytes()
    code, _, err = wenda("backup", tar)
    assert code == 1 and "never overwrites" in err
    assert tar.read_bytes() == before


def test_a_folder_without_an_archive_is_not_backed_up(wenda, tmp_path):
    code, _, err = wenda("backup", tmp_path / "wenda.tar")
    assert code == 1 and "has no archive" in err
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing(wenda, added, tmp_path, monkeypatch):
    def full(self, name, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(TarWriter, "add_bytes", full)
    code, _, err = wenda("backup", tmp_path / "wenda.tar")
    assert code == 1 and "No space left on device" in err and "Nothing is left" in err
    assert list(tmp_path.glob("wenda.tar*")) == []


def test_a_folder_that_is_missing_is_named(wenda, added, tmp_path):
    code, _, err = wenda("backup", tmp_path / "nowhere" / "wenda.tar")
    assert code == 1 and "nowhere" in err and "No such file or directory" in err


def test_a_lost_original_file_is_told(wenda, added, settings, tmp_path):
    for file in (settings.data_dir / "sources").iterdir():
        file.write_bytes(b"?") if b"title" in file.read_bytes() else None
    code, out, _ = wenda("backup", tmp_path / "wenda.tar")
    assert code == 3 and "missing or damaged in the data folder: the original file export.jsonl" in out


# --- killed ---


def test_a_backup_that_is_killed_leaves_no_file_of_its_name(wenda, added, settings, tmp_path):
    file = tmp_path / "wenda.tar"
    assert killed_at(0, "backup", file, data_dir=settings.data_dir) == 9
    assert not file.exists() and (tmp_path / "wenda.tar.part").exists()
    assert wenda("backup", file)[0] == 0
    assert list(tmp_path.glob("wenda.tar*")) == [file]
