"""`python -m ingest move`, and backups from one engine to the other."""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest
from models import open_assistant
from printed import BRIDGE, SCHOOL, articles, export
from pydantic import SecretStr
from sqlalchemy import select

from ingest.backup import databases
from rag.archive import Archive
from rag.archive.tables import passages, reading
from rag.config import Settings
from rag.database.transfer import TableContent
from rag.desk import Audit, Desk
from rag.journal import Journal
from rag.schema import Request

QUESTIONS = ("白鹭大桥全长多少米？", "谁写过关于白鹭大桥的报道？", "市游泳馆\0票价多少？")


@pytest.fixture
def url(postgres):
    """An empty database."""
    made = postgres.new_database(migrated=False)
    yield made
    postgres.drop(made)


@pytest.fixture(scope="module")
def asked(sample_data, tmp_path_factory):
    """A data folder of the sample paper, and the answers in its journal."""
    folder = tmp_path_factory.mktemp("asked") / "data"
    shutil.copytree(sample_data, folder)
    return folder, ask(Settings(_env_file=None, data_dir=folder))


@pytest.fixture
def sample(asked, settings):
    """The sample paper, with answers in the journal."""
    folder, answers = asked
    shutil.copytree(folder, settings.data_dir)
    return answers


def ask(settings):
    with closing(open_assistant(settings, journal=True)) as assistant:
        return [assistant.ask(Request(question=question, today="2024-11-10")) for question in QUESTIONS]


def said(answers):
    return [(answer.status, answer.text, answer.citations) for answer in answers]


def on_server(settings, url, **more):
    return settings.model_copy(update={"archive": SecretStr(url), **more})


def highest_passage(settings):
    with closing(Archive.open(settings)) as archive, reading(archive.engine) as connection:
        return max(connection.execute(select(passages.c.passage_id)).scalars())


def files(settings):
    return {path.name: path.read_bytes() for path in settings.data_dir.glob("*.sqlite3")}


def test_move_copies_everything_and_leaves_the_source_as_it_is(
    wenda, sample, settings, url, tmp_path, monkeypatch
):
    wenda("add", export(tmp_path, {"id": "s", "title": "城南小学", "text": SCHOOL}))
    last = highest_passage(settings)
    with closing(Desk.open(settings)) as desk:
        Audit(desk).record(None, "sign_in_failed", "李敏")
        trail = Audit(desk).entries(10)
    wenda("takedown", articles(wenda)["城南小学"]["article_id"], "--why", "隐私")
    before = files(settings)
    code, out, err = wenda("move", "--to", url)
    assert code == 0, err
    assert "every table has the same rows" in out and "archive passages" in " ".join(out.split())
    assert files(settings) == before
    moved = on_server(settings, url)
    with closing(Archive.open(settings)) as old, closing(Archive.open(moved)) as new:
        assert new.status() == old.status()
        assert new.newest(100) == old.newest(100)
    with closing(Journal.open_to_read(settings)) as old, closing(Journal.open_to_read(moved)) as new:
        assert [new.get(answer.answer_id).answer for answer in sample] == [
            old.get(answer.answer_id).answer for answer in sample
        ]
    with closing(Desk.open(moved)) as desk:
        assert Audit(desk).entries(10) == trail != []
    assert said(ask(moved)) == said(sample)
    monkeypatch.setenv("WENDA_ARCHIVE", url)
    wenda("add", export(tmp_path, {"id": "n", "title": "新桥", "text": BRIDGE.replace("白鹭", "青雀")}))
    assert highest_passage(moved) > last  # the number of a deleted passage is not given again


def test_move_refuses_a_database_with_rows_and_other_addresses(wenda, sample, settings, url, monkeypatch):
    assert wenda("move", "--to", url)[0] == 0
    for address, words in ((url, "has rows already"), ("sqlite:///x", "postgresql+psycopg://")):
        code, _, err = wenda("move", "--to", address)
        assert code == 1 and words in err
    with closing(open_assistant(settings)):
        assert "is running" in wenda("move", "--to", url)[2]
    monkeypatch.setenv("WENDA_ARCHIVE", url)
    assert "unset it" in wenda("move", "--to", url)[2]


def test_what_does_not_arrive_as_it_was_is_not_kept(wenda, sample, settings, url, monkeypatch):
    read = databases.read_content

    def one_row_less(metadata, connection, on_rows):
        first, *others = read(metadata, connection, on_rows)
        return [TableContent(first.table, first.rows - 1, first.hash), *others]

    monkeypatch.setattr(databases, "read_content", one_row_less)
    code, _, err = wenda("move", "--to", url)
    assert code == 1 and "not the same on both sides" in err and "Nothing was changed" in err
    monkeypatch.setattr(databases, "read_content", read)
    assert wenda("move", "--to", url)[0] == 0


@pytest.mark.parametrize("back", [False, True], ids=["to PostgreSQL", "and back to SQLite"])
def test_a_backup_of_one_engine_is_restored_into_the_other(
    wenda, sample, settings, url, tmp_path, monkeypatch, back
):
    assert wenda("backup", tmp_path / "sqlite.tar")[0] == 0
    restored = on_server(settings, url, data_dir=tmp_path / "restored")
    monkeypatch.setenv("WENDA_DATA_DIR", str(restored.data_dir))
    monkeypatch.setenv("WENDA_ARCHIVE", url)
    code, _, err = wenda("restore", tmp_path / "sqlite.tar")
    assert code == 0, err
    assert files(restored) == {}
    assert "is restored into an empty one only" in wenda("restore", tmp_path / "sqlite.tar")[2]
    if back:
        assert wenda("backup", tmp_path / "postgresql.tar")[0] == 0
        restored = Settings(_env_file=None, data_dir=tmp_path / "back")
        monkeypatch.setenv("WENDA_DATA_DIR", str(restored.data_dir))
        monkeypatch.delenv("WENDA_ARCHIVE")
        assert wenda("restore", tmp_path / "postgresql.tar")[0] == 0
    with closing(Archive.open(settings)) as old, closing(Archive.open(restored)) as new:
        assert new.status() == old.status()
        assert new.newest(100) == old.newest(100)
    assert said(ask(restored)) == said(sample)
    with closing(Journal.open_to_read(restored)) as journal:
        assert journal.get(sample[0].answer_id).answer == sample[0]


def test_a_restore_that_cannot_write_to_the_server_leaves_the_folder_empty(
    wenda, sample, settings, url, postgres, tmp_path, monkeypatch
):
    assert wenda("backup", tmp_path / "sqlite.tar")[0] == 0
    monkeypatch.setenv("WENDA_DATA_DIR", str(tmp_path / "restored"))
    monkeypatch.setenv("WENDA_ARCHIVE", url)
    copy = databases.copy_tables

    def copy_and_lose_the_server(*given):
        sent = copy(*given)
        postgres.stop()
        postgres.start()
        return sent

    monkeypatch.setattr(databases, "copy_tables", copy_and_lose_the_server)
    code, _, err = wenda("restore", tmp_path / "sqlite.tar")
    assert code == 1 and "cannot be used" in err
    assert {path.name for path in (tmp_path / "restored").iterdir()} <= {"restore.lock", "index"}
    monkeypatch.setattr(databases, "copy_tables", copy)
    assert wenda("restore", tmp_path / "sqlite.tar")[0] == 0
