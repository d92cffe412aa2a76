"""The journal stores answers as they were given, with reports and verdicts, and nothing about who asked."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from answers_given import MOMENT, TODAY, Clock, answered, declined, judge_all, record
from sqlalchemy import func, select

from rag.config import Settings
from rag.database import reading
from rag.journal import (
    Exchange,
    Journal,
    JournalUnusable,
)
from rag.journal.tables import reports, verdicts
from rag.schema import Request, Turn, WendaError

# --- what is kept ---


def test_an_answer_comes_back_as_it_was_served(journal: Journal) -> None:
    answer = answered("a1", "开展救援行动1052次。", "核心队员195人。")
    record(journal, answer)
    entry = journal.get("a1")
    assert entry.answer == answer
    assert entry.today == TODAY
    assert entry.given_at == MOMENT
    assert entry.fingerprint == "e5|reader:none"
    assert entry.reports == entry.judgements == ()


def test_the_ten_best_passages_are_kept_with_their_scores(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"))
    assert [(f.rank, f.score) for f in journal.get("a1").found] == [(r, 1 / r) for r in range(1, 11)]


def said(*turns: str) -> tuple[Turn, ...]:
    """A conversation: questions and answers in turn."""
    return tuple(
        Turn(role="assistant" if i % 2 else "user", content=content) for i, content in enumerate(turns)
    )


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_of_a_conversation_only_the_exchange_that_a_question_followed_is_kept(
    tmp_path: Path, journal: Journal
) -> None:
    history = said("我家住在西城街道秘密路三号", "记下了。", "救援队今年出动多少次？", "共出动90次。")
    journal.record(
        answered("a1", "甲。"), Request(question="那去年呢？", history=history, today=TODAY), [], "e5"
    )
    assert journal.get("a1").previous == Exchange("救援队今年出动多少次？", "共出动90次。")
    assert "秘密路".encode() not in files(tmp_path)


def test_nothing_of_the_conversation_is_kept_with_a_question_that_stands_alone(
    tmp_path: Path, journal: Journal
) -> None:
    answer = declined("a1")
    request = Request(question=answer.question, history=said("我家住在秘密路三号", "记下了。"), today=TODAY)
    journal.record(answer, request, [], "e5")
    assert journal.get("a1").previous is None
    assert "秘密路".encode() not in files(tmp_path)


def test_an_answer_recorded_twice_stays_as_it_was_first(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"))
    journal.verdict("a1", 0, "right", name="")
    record(journal, answered("a1", "乙。", "丙。"))
    assert journal.get("a1").answer.text == "甲。"
    assert journal.counts()["unchecked"] == 0


def test_an_unknown_answer_is_not_found(journal: Journal) -> None:
    with pytest.raises(Journal.NotFound, match="nowhere"):
        journal.get("nowhere")
    with pytest.raises(Journal.NotFound):
        journal.report("nowhere", "不对")
    with pytest.raises(Journal.NotFound):
        journal.verdict("nowhere", None, "right", name="")


def test_the_journal_is_a_file_of_its_own_in_the_data_folder(tmp_path: Path) -> None:
    with closing(Journal.open(Settings(data_dir=tmp_path / "new", _env_file=None))) as journal:
        record(journal, declined("a1"))
    with closing(Journal.open(Settings(data_dir=tmp_path / "new", _env_file=None))) as journal:
        assert journal.get("a1").answer == declined("a1")
    assert (tmp_path / "new" / "journal.sqlite3").exists()


# --- how long it is kept ---


def test_old_answers_go_with_all_that_was_said_of_them(journal: Journal, clock: Clock) -> None:
    record(journal, answered("old", "甲。"))
    journal.report("old", "不对")
    judge_all(journal, "old")
    clock.now += timedelta(days=29)
    record(journal, answered("young", "乙。"))
    assert journal.prune(MOMENT + timedelta(days=31)) == 1
    assert [a.answer_id for a in journal.answers("newest", 10)] == ["young"]
    with reading(journal._engine) as connection:
        for table in (reports, verdicts):
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 0


def test_old_answers_go_at_opening_and_once_a_day(either_settings: Settings, clock: Clock) -> None:
    settings = either_settings.model_copy(update={"journal_days": 30})
    with closing(Journal.open(settings, clock=clock)) as journal:
        record(journal, declined("first"))
        clock.now += timedelta(days=20)
        record(journal, declined("second"))
        clock.now += timedelta(days=11)
        record(journal, declined("third"))
        assert [a.answer_id for a in journal.answers("newest", 10)] == ["third", "second"]
    clock.now += timedelta(days=25)
    with closing(Journal.open(settings, clock=clock)) as journal:
        assert [a.answer_id for a in journal.answers("newest", 10)] == ["third"]


def test_who_opens_the_journal_to_read_drops_nothing(either_settings: Settings, clock: Clock) -> None:
    settings = either_settings.model_copy(update={"journal_days": 30})
    clock.now = MOMENT - timedelta(days=10_000)
    with closing(Journal.open(settings, clock=clock)) as journal:
        record(journal, declined("old"))
    with closing(Journal.open_to_read(settings)) as journal:
        assert journal.get("old")


# --- when it fails ---


def test_a_full_disk_is_an_error_that_can_be_caught_and_loses_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path, days=30)
    record(journal, declined("before"))
    with journal._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(JournalUnusable, match="disk is full") as caught:
        record(journal, *(answered(f"a{i}", "甲" * 5000) for i in range(50)))
    assert isinstance(caught.value, WendaError)
    assert journal.get("before").answer == declined("before")
    journal.close()


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(b"this is not a database, only some text that is long enough to be read" * 20)
    with pytest.raises(JournalUnusable, match=r"journal .* is damaged"):
        Journal(tmp_path, days=30)


def test_a_journal_of_a_newer_wenda_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    Journal(tmp_path, days=30).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET value = '99'")
        connection.commit()
    with pytest.raises(JournalUnusable, match="newer Wenda"):
        Journal(tmp_path, days=30)


def test_a_character_that_a_server_does_not_store_is_replaced(journal: Journal) -> None:
    answer = declined("a1")
    journal.record(answer, Request(question="限行\0了吗？", today=TODAY), [], "e5")
    journal.report("a1", "不\0对")
    assert [report.reason for report in journal.get("a1").reports] in (["不\0对"], ["不\ufffd对"])


def test_many_threads_may_write_at_once(journal: Journal) -> None:
    threads = [
        threading.Thread(target=record, args=(journal, *(declined(f"{t}-{i}") for i in range(5))))
        for t in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journal.counts()["newest"] == 40
