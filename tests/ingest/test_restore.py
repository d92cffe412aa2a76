"""`python -m ingest restore`: what is damaged, foreign or in the way changes nothing, and a kill is made good."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tarfile
from contextlib import closing
from datetime import UTC, datetime

import pytest
from backups import ROOT, ask, contents, killed_at
from models import open_assistant
from printed import articles
from proofs import sized

from ingest.backup import BackupInfo
from ingest.backup import contents as contents_of_backups
from ingest.backup.tar_writer import TarWriter

SCHEMA_1 = ROOT / "tests" / "rag" / "database" / "schema_1"

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


# --- killed ---


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
