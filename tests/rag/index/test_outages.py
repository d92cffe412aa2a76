"""With the indexes on servers: a server that goes away and comes back, and a database that forgets who owned the indexes."""

from __future__ import annotations

import socket
import time
from contextlib import closing

import pytest
from newsroom import Elsewhere, add, held, open_indexes, places, story, vector, wait_until

from rag.archive import Intake, Ledger
from rag.index import EngineUnavailable

STORIES = [story(number) for number in range(30)]
ASKED = "编号7x1的通告已经贴出。"


@pytest.fixture
def settings(server_settings):
    return server_settings


@pytest.fixture
def filled(archive, indexes):
    add(archive, STORIES)
    indexes.sync()
    return indexes


def seven(archive, indexes):
    """Whether vectors and words find article 7."""
    [near] = places(archive, [indexes.dense(vector(ASKED), 1)[0].passage_id])
    [matching] = places(archive, [indexes.lexical("7x1", 1)[0].passage_id])
    return near[1] == matching[1] == "7"


def test_questions_are_answered_while_the_vectors_are_away_and_nobody_has_to_help(archive, filled, chroma):
    filled.follow(0.05)
    chroma.stop()
    assert seven(archive, filled)
    assert filled.state == "unavailable" and chroma.url in filled.outage
    add(archive, [story(99)])
    time.sleep(0.3)
    assert Ledger(archive).pending_count() == 3
    assert seven(archive, filled)
    chroma.start()
    wait_until(lambda: Ledger(archive).pending_count() == 0)
    wait_until(lambda: seven(archive, filled) and filled.state == "ready")
    assert {place[1] for place in held(archive)} == {str(number) for number in [*range(30), 99]}


def test_not_every_question_waits_for_a_server_that_never_answers(archive, filled, monkeypatch):
    monkeypatch.setattr("rag.index.dense.rest.SEARCH_LIMIT", 0.5)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        [server] = filled._keeper.owner.generation.dense._servers
        server._client.base_url = f"http://127.0.0.1:{silent.getsockname()[1]}/api/v2"
        started = time.monotonic()
        assert all(seven(archive, filled) for _ in range(10))
        assert time.monotonic() - started < 2


def test_a_sync_by_hand_says_which_server_is_away(archive, filled, chroma):
    add(archive, [story(99)])
    chroma.stop()
    with pytest.raises(EngineUnavailable, match="does not answer"):
        filled.sync()
    chroma.start()
    assert filled.sync().added == 3


def test_an_app_that_starts_while_the_vectors_are_away_answers_and_takes_over_later(
    settings, archive, filled, chroma
):
    filled.close()
    chroma.stop()
    indexes = open_indexes(settings, archive)
    try:
        assert not indexes.is_owner and indexes.state == "unavailable"
        assert seven(archive, indexes)
        indexes.follow(0.05)
        chroma.start()
        wait_until(lambda: indexes.is_owner)
        assert seven(archive, indexes)
    finally:
        indexes.close()


def test_a_restarted_database_makes_one_process_the_owner_again(settings, archive, filled, postgres):
    other = Elsewhere.open(settings)
    other.follow(0.05)
    filled.follow(0.05)
    assert filled.is_owner and not other.owner()
    postgres.stop()
    postgres.start()
    add(archive, [story(99)])
    wait_until(lambda: Ledger(archive).pending_count() == 0)
    wait_until(lambda: filled.is_owner != other.owner())
    assert seven(archive, filled)
    other.kill()


def test_a_withdrawn_article_is_gone_for_all_at_once(settings, archive, filled):
    other = Elsewhere.open(settings)
    assert other.nearest(ASKED, 1)[0][1] == "7"
    [article] = [version for version in archive.newest(100) if version.source_id == "7"]
    Intake(archive).remove([article.article_id])
    assert all(place[1] != "7" for place in (*other.nearest(ASKED, 20), *other.matching("7x1", 20)))
    other.kill()
