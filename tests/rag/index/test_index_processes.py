"""With many processes and threads on one data folder, one owns the indexes, and all give correct results."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from newsroom import Elsewhere, add, held, open_indexes, story, texts, vector, wait_until
from proofs import sized

from rag.archive import Intake, Ledger
from rag.index import NotOwner, keeper, owned_elsewhere
from rag.index.owner import Owner

STORIES = [story(number) for number in range(12)]


@pytest.fixture
def settings(either_engines):
    return either_engines


def sentence(number, edition=1):
    return f"编号{number}x{edition}的通告已经贴出。"


@pytest.fixture
def owner(settings, archive):
    """Indexes that this process owns."""
    indexes = open_indexes(settings, archive)
    add(archive, STORIES)
    indexes.sync()
    yield indexes
    indexes.close()


@pytest.fixture
def elsewhere(settings, owner):
    """Indexes opened in another process, while this one owns them."""
    other = Elsewhere.open(settings)
    yield other
    other.kill()


def test_another_process_answers_while_the_owner_runs(elsewhere):
    assert not elsewhere.owner()
    assert elsewhere.nearest(sentence(7), 1)[0][1] == "7"
    assert elsewhere.matching("7x1", 1)[0][1] == "7"
    with pytest.raises(NotOwner):
        elsewhere.sync()


def test_another_process_sees_what_the_owner_takes_over(archive, owner, elsewhere):
    elsewhere.matching("7x1", 1)
    add(archive, [story(99)])
    assert elsewhere.nearest(sentence(99), 1)[0][1] == "99"
    owner.sync()
    assert elsewhere.matching("99x1", 1)[0][1] == "99"


def test_another_process_finds_what_is_new_before_the_owner_has_taken_it_over(archive, owner, elsewhere):
    add(archive, [story(99)])
    assert elsewhere.nearest(sentence(99), 1)[0][1] == "99"
    assert elsewhere.matching("99x1", 1)[0][1] == "99"


def test_another_process_never_returns_what_was_removed(archive, owner, elsewhere):
    [seven] = [version for version in archive.newest(100) if version.source_id == "7"]
    Intake(archive).remove([seven.article_id])
    for _ in ("before the owner's sync", "after it"):
        assert "7" not in {place[1] for place in elsewhere.nearest(sentence(7), 100)}
        assert "7" not in {place[1] for place in elsewhere.matching("7x1 通告 站点 居民", 100)}
        owner.sync()


def test_another_process_follows_to_the_owners_new_generation(archive, owner, elsewhere):
    elsewhere.matching("7x1", 1)
    owner.rebuild()
    add(archive, [story(99)])
    owner.sync()
    assert elsewhere.matching("99x1", 1)[0][1] == "99"


def test_another_process_answers_while_there_is_no_generation_yet(settings, archive):
    indexes = open_indexes(settings, archive)
    add(archive, STORIES)
    other = Elsewhere.open(settings)
    assert other.nearest(sentence(7), 1)[0][1] == "7"
    assert other.matching("7x1", 1)[0][1] == "7"
    other.kill()
    indexes.close()


def test_another_process_takes_over_when_the_owner_closes(archive, owner, elsewhere):
    elsewhere.follow(0.05)
    add(archive, [story(99)])
    owner.close()
    wait_until(elsewhere.owner)
    wait_until(lambda: Ledger(archive).pending_count() == 0)
    assert elsewhere.matching("99x1", 1)[0][1] == "99"


def test_of_processes_that_start_at_once_one_is_the_owner(settings, archive):
    add(archive, STORIES)
    others = [Elsewhere.open(settings) for _ in range(4)]
    assert sum(other.owner() for other in others) == 1
    for other in others:
        other.kill()


def test_of_processes_that_wait_one_takes_over(settings, archive, owner):
    others = [Elsewhere.open(settings) for _ in range(3)]
    for other in others:
        other.follow(0.01)
    owner.close()
    wait_until(lambda: any(other.owner() for other in others))
    time.sleep(0.1)
    assert sum(other.owner() for other in others) == 1
    for other in others:
        other.kill()


def test_threads_that_take_over_at_once_open_the_indexes_once(settings, archive, owner, monkeypatch):
    waiting = open_indexes(settings, archive)
    opened: list[Owner] = []
    monkeypatch.setattr(keeper, "Owner", lambda *args: opened.append(Owner(*args)) or opened[-1])
    owner.close()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: waiting.sync(), range(8)))
    waiting.close()
    assert len(opened) == 1
    assert not owned_elsewhere(settings)


def test_an_owner_that_was_closed_writes_nothing_any_more(settings, archive, owner):
    of_a_slow_thread = owner._keeper.owner
    owner.close()
    other = open_indexes(settings, archive)
    add(archive, [story(99)])
    for work in (of_a_slow_thread.sync, of_a_slow_thread.rebuild):
        with pytest.raises(NotOwner, match="closed"):
            work()
    assert other.sync().added == 3
    other.close()


def test_the_lock_is_given_up_when_closing_fails(settings, archive, monkeypatch):
    own = open_indexes(settings, archive)
    with monkeypatch.context() as failing:
        failing.setattr(Owner, "close", _fail)
        with pytest.raises(OSError, match="of this test"):
            own.close()
    assert not owned_elsewhere(settings)


def _fail(_owner):
    raise OSError("of this test")


def test_the_lock_of_an_owner_that_was_killed_is_free(settings, archive):
    other = Elsewhere.open(settings)
    assert other.owner()
    add(archive, STORIES)
    other.sync()
    reader = open_indexes(settings, archive)
    assert not reader.is_owner
    reader.follow(0.05)
    other.kill()
    wait_until(lambda: reader.is_owner)
    add(archive, [story(99)])
    wait_until(lambda: reader.pending_count == 0)
    assert texts(archive, reader.lexical("99x1", 1)) == [sentence(99)]
    reader.close()


@pytest.mark.proof("threads")
def test_ten_threads_ask_while_articles_come_and_go(archive, owner):
    """Nothing raises, articles that stay are always found, and removed ones never are."""
    owner.follow(0.01)
    stop = threading.Event()
    gone: set[str] = set()

    def ask(thread):
        asked = 0
        while not stop.is_set():
            number = (thread + asked) % len(STORIES)
            removed = frozenset(gone)
            dense = texts(archive, owner.dense(vector(sentence(number)), 10))
            lexical = texts(archive, owner.lexical(f"{number}x1 通告", 10))
            assert dense[0] == lexical[0] == sentence(number)
            assert not removed & {*dense, *lexical}
            asked += 1
        return asked

    with ThreadPoolExecutor(10) as pool:
        asking = [pool.submit(ask, thread) for thread in range(10)]
        try:
            for number in range(100, sized(106, 120)):
                [outcome] = add(archive, [story(number)])
                time.sleep(0.05)
                Intake(archive).remove([outcome.article_id])
                gone.add(sentence(number))
                time.sleep(0.02)
            owner.rebuild()
        finally:
            stop.set()
        assert all(thread.result() > 0 for thread in asking)
    wait_until(lambda: owner.pending_count == 0)
    assert len(held(archive)) == 3 * len(STORIES) == len(owner.dense(vector("雨"), 500))


@pytest.mark.parametrize("asked_by_the_owner", [True, False])
def test_indexes_begun_anew_while_a_question_is_put_are_not_asked_while_empty(
    settings, archive, owner, monkeypatch, asked_by_the_owner
):
    asked = owner if asked_by_the_owner else open_indexes(settings, archive)
    waiting = Ledger.pending_count

    def then_begin_anew(ledger):
        monkeypatch.setattr(Ledger, "pending_count", waiting)
        nothing = waiting(ledger)
        owner._keeper.owner._renew()
        return nothing

    for search in (lambda: asked.lexical("7x1", 1), lambda: asked.dense(vector(sentence(7)), 1)):
        monkeypatch.setattr(Ledger, "pending_count", then_begin_anew)
        assert texts(archive, search()) == [sentence(7)]
        owner.sync()
    asked.close()
