"""`python -m ingest backup` and `restore`: everything comes back as it was, or nothing is changed."""

from __future__ import annotations

import errno
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from models import open_assistant
from printed import BRIDGE, POOL, SCHOOL, articles, export
from proofs import sized
from words_on_disk import files_with

import ingest
from ingest import rights
from ingest.backup import BackupInfo, make_backup
from ingest.backup import contents as contents_of_backups
from ingest.backup.tar_writer import TarWriter
from ingest.report import SilentReporter
from rag.archive import Archive, Embargoes
from rag.config import Settings
from rag.desk import Audit, Desk, Sessions
from rag.journal import Journal
from rag.schema import Request

ROOT = Path(ingest.__file__).parents[1]
SCHEMA_1 = ROOT / "tests" / "rag" / "database" / "schema_1"
BRIDGE_LINE = {"id": "a", "title": "白鹭大桥通车", "date": "2024-11-08", "text": BRIDGE}
POOL_LINE = {"id": "b", "title": "游泳馆开放", "date": "2024-11-09", "text": POOL}
SCHOOL_LINE = {"id": "c", "title": "城南小学", "date": "2024-11-09", "text": SCHOOL}
QUESTIONS = ("白鹭大桥全长多少米？", "市游泳馆票价多少？", "城南小学新增多少学位？")


@pytest.fixture
def added(wenda, tmp_path):
    """A data folder with two articles."""
    assert wenda("add", export(tmp_path, BRIDGE_LINE, POOL_LINE))[0] == 0


@pytest.fixture(scope="module")
def sample_backup(sample_data, tmp_path_factory):
    """A backup of the sample paper."""
    folder = tmp_path_factory.mktemp("backup")
    shutil.copytree(sample_data, folder / "data")
    settings = Settings(_env_file=None, data_dir=folder / "data")
    return make_backup(settings, folder / "wenda.tar", datetime.now(UTC), SilentReporter()).file


@pytest.fixture
def tar(sample_backup, tmp_path):
    """A copy of it for this test."""
    return Path(shutil.copy(sample_backup, tmp_path))


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


# --- what is not restored ---


def damaged(tar, position):
    content = bytearray(tar.read_bytes())
    content[position] ^= 0x55
    tar.write_bytes(content)


def member_at(tar, name):
    with tarfile.open(tar) as opened:
        return opened.getmember(name).offset_data


def with_entry(tar, name, **fields):
    """Add an entry before all others."""
    entry = tarfile.TarInfo(name)
    for field, value in fields.items():
        setattr(entry, field, value)
    tar.write_bytes(entry.tobuf() + tar.read_bytes())


DAMAGES = {
    "a changed database": (
        lambda tar: damaged(tar, member_at(tar, "archive.sqlite3") + 5000),
        "not what was",
    ),
    "a changed list of hashes": (lambda tar: damaged(tar, member_at(tar, "SHA256SUMS") + 3), "is damaged"),
    "a changed header": (lambda tar: damaged(tar, member_at(tar, "backup.json") - 400), "damaged or cut off"),
    "cut off": (lambda tar: os.truncate(tar, tar.stat().st_size // 2), "cut off"),
    "cut off between entries": (
        lambda tar: os.truncate(tar, member_at(tar, "SHA256SUMS") - 512),
        "cut off",
    ),
    "empty": (lambda tar: os.truncate(tar, 0), "not a backup"),
    "another file": (lambda tar: tar.write_text("title,text\n" * 100), "not a backup"),
    "a path out of the folder": (lambda tar: with_entry(tar, "../evil"), "'../evil'"),
    "an absolute path": (lambda tar: with_entry(tar, "/tmp/evil"), "'/tmp/evil'"),
    "a link": (
        lambda tar: with_entry(tar, "takedowns.jsonl", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
        "'takedowns.jsonl'",
    ),
    "an entry twice": (lambda tar: with_entry(tar, "archive.sqlite3"), "two entries"),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_damaged_or_foreign_file_changes_nothing(wenda, tar, elsewhere, kind):
    damage, words = DAMAGES[kind]
    damage(tar)
    for words_given in (("restore", "--check", tar), ("restore", tar)):
        code, _, err = wenda(*words_given)
        assert code == 1 and words in err and str(tar) in err
    assert contents(elsewhere.data_dir) == {}


def test_a_backup_of_a_newer_wenda_is_refused(wenda, tar, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setitem(contents_of_backups.SCHEMAS, "archive", contents_of_backups.SCHEMAS["archive"] - 1)
    code, _, err = wenda("restore", tar)
    assert code == 1 and "newer Wenda (archive)" in err
    assert contents(elsewhere.data_dir) == {}


def test_a_backup_of_an_older_wenda_is_upgraded(wenda, elsewhere, tmp_path):
    (tmp_path / "old").mkdir()
    for name in ("archive", "journal"):
        with closing(sqlite3.connect(tmp_path / "old" / f"{name}.sqlite3")) as connection:
            connection.executescript((SCHEMA_1 / f"{name}.sql").read_text("utf-8"))
    info = BackupInfo(
        format=1, made_at=datetime.now(UTC), schemas={"archive": 1, "journal": 1}, rows={}, sources=0
    )
    with (tmp_path / "old.tar").open("wb") as out, TarWriter(out, 0, lambda _: None) as writer:
        for name in ("journal.sqlite3", "archive.sqlite3"):
            writer.add_file(name, tmp_path / "old" / name)
        writer.add_bytes("backup.json", info.model_dump_json().encode())
    assert wenda("restore", tmp_path / "old.tar")[0] == 0
    assert len(articles(wenda)) > 0


def test_a_folder_with_an_archive_is_left_alone(wenda, added, tar, settings):
    before = contents(settings.data_dir)
    code, _, err = wenda("restore", tar)
    assert code == 1 and "move the folder away" in err
    assert contents(settings.data_dir) == before


def test_the_folder_of_a_running_app_is_left_alone(wenda, tar, elsewhere):
    with closing(open_assistant(elsewhere)):
        (elsewhere.data_dir / "archive.sqlite3").rename(elsewhere.data_dir / "moved away")
        code, _, err = wenda("restore", tar)
    assert code == 1 and "is running" in err


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


# --- killed ---

KILLED_AT = """
import os, sys
from pathlib import Path
from ingest.__main__ import main
replace, number, countdown = Path.replace, {number}, iter(range(100))
def killed(self, target):
    if next(countdown) == number:
        os._exit(9)
    return replace(self, target)
Path.replace = killed
sys.argv = ["ingest", *{words!r}]
main()
"""


def killed_at(number, *words, data_dir):
    """Run a command that ends, as by `kill -9`, before the file gets its place that is the `number`th to get it."""
    program = KILLED_AT.format(number=number, words=[str(word) for word in words])
    environment = {**os.environ, "WENDA_DATA_DIR": str(data_dir), "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True).returncode


def test_a_backup_that_is_killed_leaves_no_file_of_its_name(wenda, added, settings, tmp_path):
    file = tmp_path / "wenda.tar"
    assert killed_at(0, "backup", file, data_dir=settings.data_dir) == 9
    assert not file.exists() and (tmp_path / "wenda.tar.part").exists()
    assert wenda("backup", file)[0] == 0
    assert list(tmp_path.glob("wenda.tar*")) == [file]


@pytest.mark.slow
@pytest.mark.proof("restore")
def test_a_restore_that_is_killed_can_be_run_again(wenda, added, settings, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setenv("WENDA_DATA_DIR", str(settings.data_dir))
    ask(settings)
    assert wenda("backup", tmp_path / "wenda.tar")[0] == 0
    monkeypatch.setenv("WENDA_DATA_DIR", str(elsewhere.data_dir))
    for number in sized((0, 3, 4), range(10)):
        shutil.rmtree(elsewhere.data_dir, ignore_errors=True)
        assert killed_at(number, "restore", tmp_path / "wenda.tar", data_dir=elsewhere.data_dir) == 9
        if (elsewhere.data_dir / "archive.sqlite3").exists():
            break
        assert wenda("restore", tmp_path / "wenda.tar")[0] == 0
        assert {name for name in contents(elsewhere.data_dir) if "/" not in name} == {
            "archive.sqlite3",
            "desk.sqlite3",
            "journal.sqlite3",
        }
    assert number == 4  # after the source files, the desk, the journal and the archive
