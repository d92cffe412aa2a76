"""Servers of the indexes whose disk is full or that take no more connections: questions are answered, nothing is lost."""

from __future__ import annotations

import shutil

import pytest
from chroma_server import ChromaProcess
from newsroom import add, open_indexes, places, story, vector, wait_until
from pydantic import SecretStr

from rag.archive import Ledger
from rag.index import EngineUnavailable, IndexUnusable

STORIES = [story(number) for number in range(30)]
ASKED = "编号7x1的通告已经贴出。"


@pytest.fixture
def chroma_on_small_disk(small_disk):
    server = ChromaProcess(small_disk.folder / "chroma")
    yield server
    server.close()


@pytest.fixture
def words_on_small_disk(postgres, small_disk):
    """A database on the small disk."""
    shutil.chown(small_disk.folder, "postgres", "postgres")
    postgres.execute(
        f"CREATE TABLESPACE small LOCATION '{small_disk.folder}'", "CREATE DATABASE words TABLESPACE small"
    )
    yield postgres.url("words").render_as_string(hide_password=False)
    postgres.execute("DROP DATABASE words WITH (FORCE)", "DROP TABLESPACE small")


@pytest.fixture
def words_of_a_user(postgres):
    """A database and its user, whose connections can be limited."""
    postgres.execute("CREATE DATABASE words", "CREATE ROLE few LOGIN", "ALTER DATABASE words OWNER TO few")
    yield postgres.url("words", "few").render_as_string(hide_password=False)
    postgres.execute("DROP DATABASE words WITH (FORCE)", "DROP ROLE few")


def test_a_full_disk_of_the_vectors(postgres_settings, archive_of, chroma_on_small_disk, small_disk):
    settings = postgres_settings.model_copy(update={"vectors": chroma_on_small_disk.url})

    def make_room():
        small_disk.free()
        chroma_on_small_disk.stop()  # it may go on refusing until it is started again
        chroma_on_small_disk.start()

    _fills_up_and_recovers(settings, archive_of(settings), small_disk, make_room)


def test_a_full_disk_of_the_words(postgres_settings, archive_of, words_on_small_disk, small_disk):
    settings = postgres_settings.model_copy(update={"words": SecretStr(words_on_small_disk)})
    _fills_up_and_recovers(settings, archive_of(settings), small_disk, small_disk.free)


def _fills_up_and_recovers(settings, archive, small_disk, make_room):
    indexes = open_indexes(settings, archive)
    add(archive, STORIES)
    indexes.sync()
    small_disk.fill()
    add(archive, [story(number) for number in range(100, 400)])
    with pytest.raises((EngineUnavailable, IndexUnusable)):
        indexes.sync()
    assert _seven(archive, indexes)
    make_room()
    indexes.follow(0.05)
    wait_until(lambda: Ledger(archive).pending_count() == 0, 120)
    wait_until(lambda: indexes.state == "ready" and _seven(archive, indexes), 120)
    [last] = places(archive, [indexes.lexical("399x1", 1)[0].passage_id])
    assert last[1] == "399"
    indexes.close()


def test_no_more_connections_for_the_words(postgres, postgres_settings, archive_of, words_of_a_user):
    settings = postgres_settings.model_copy(update={"words": SecretStr(words_of_a_user)})
    archive = archive_of(settings)
    indexes = open_indexes(settings, archive)
    add(archive, STORIES)
    indexes.sync()
    postgres.execute(
        "ALTER ROLE few CONNECTION LIMIT 0",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'few'",
    )
    assert _seven(archive, indexes) and indexes.state == "unavailable"
    assert "too many connections" in indexes.outage
    postgres.execute("ALTER ROLE few CONNECTION LIMIT -1")
    indexes.follow(0.05)
    wait_until(lambda: indexes.state == "ready")
    assert _seven(archive, indexes)
    indexes.close()


def _seven(archive, indexes):
    """Whether vectors and words find article 7."""
    [near] = places(archive, [indexes.dense(vector(ASKED), 1)[0].passage_id])
    [matching] = places(archive, [indexes.lexical("7x1", 1)[0].passage_id])
    return near[1] == matching[1] == "7"
