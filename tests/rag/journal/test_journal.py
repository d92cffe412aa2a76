"""The journal stores answers as they were given, with reports and verdicts, and nothing about who asked."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from answers_given import TODAY, answered, declined, record
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rag.config import Settings
from rag.journal import (
    DECLINED_VERDICTS,
    STATEMENT_VERDICTS,
    Exchange,
    Journal,
    JournalUnusable,
)
from rag.schema import Request, Turn, WendaError

MOMENT = datetime(2024, 3, 20, 8, 30, tzinfo=UTC)


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = MOMENT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(tmp_path: Path, clock: Clock) -> Iterator[Journal]:
    with closing(Journal(tmp_path / "journal.sqlite3", days=30, clock=clock)) as opened:
        yield opened


def judge_all(journal: Journal, answer_id: str) -> None:
    for place in journal.get(answer_id).unjudged:
        journal.verdict(answer_id, place, "right", name="李敏", note="")


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
    journal.verdict("a1", 0, "right", name="", note="")
    record(journal, answered("a1", "乙。", "丙。"))
    assert journal.get("a1").answer.text == "甲。"
    assert journal.counts()["unchecked"] == 0


def test_an_unknown_answer_is_not_found(journal: Journal) -> None:
    with pytest.raises(Journal.NotFound, match="nowhere"):
        journal.get("nowhere")
    with pytest.raises(Journal.NotFound):
        journal.report("nowhere", "不对")
    with pytest.raises(Journal.NotFound):
        journal.verdict("nowhere", None, "right", name="", note="")


def test_the_journal_is_a_file_of_its_own_in_the_data_folder(tmp_path: Path) -> None:
    with closing(Journal.open(Settings(data_dir=tmp_path / "new", _env_file=None))) as journal:
        record(journal, declined("a1"))
    with closing(Journal.open(Settings(data_dir=tmp_path / "new", _env_file=None))) as journal:
        assert journal.get("a1").answer == declined("a1")
    assert (tmp_path / "new" / "journal.sqlite3").exists()


# --- reports and verdicts ---


def test_reports_are_kept_in_their_order(journal: Journal, clock: Clock) -> None:
    record(journal, answered("a1", "甲。"))
    journal.report("a1", "数字不对")
    clock.now += timedelta(minutes=1)
    journal.report("a1", "  <b>旧闻</b>\ud800 ")
    assert [report.reason for report in journal.get("a1").reports] == ["数字不对", "<b>旧闻</b>?"]


def test_the_last_verdict_stands_and_the_earlier_ones_stay(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"))
    journal.verdict("a1", 0, "wrong_source", name="李敏", note="看错版面")
    journal.verdict("a1", 0, "right", name="王强", note="")
    entry = journal.get("a1")
    assert [(j.verdict, j.name, j.note) for j in entry.judgements] == [
        ("wrong_source", "李敏", "看错版面"),
        ("right", "王强", ""),
    ]
    assert entry.current_judgements[0].verdict == "right"


def test_reports_wait_until_staff_have_handled_them(journal: Journal, clock: Clock) -> None:
    record(journal, declined("a1"))
    journal.report("a1", "登过的")
    clock.now += timedelta(hours=1)
    assert journal.handle_reports("a1", name="李敏") == 1
    (report,) = journal.get("a1").reports
    assert (report.handled_at, report.handled_by) == (clock.now, "李敏")
    assert journal.handle_reports("a1", name="李敏") == 0


def test_reported_answers_that_wait_come_before_those_that_are_handled(journal: Journal) -> None:
    record(journal, *(declined(f"a{i}") for i in range(4)))
    for answer_id in ("a1", "a2", "a3"):
        journal.report(answer_id, "登过的")
    journal.handle_reports("a3", name="李敏")
    listed = journal.answers("reported", 10)
    assert [(row.answer_id, row.unhandled) for row in listed] == [("a2", 1), ("a1", 1), ("a3", 0)]
    assert journal.counts()["reported"] == 2
    assert journal.next_unchecked("a1", "reported") == "a3"


def test_a_report_after_the_others_were_handled_waits_again(journal: Journal) -> None:
    record(journal, declined("a1"))
    journal.report("a1", "登过的")
    journal.handle_reports("a1", name="李敏")
    journal.report("a1", "还是没有")
    assert journal.answers("reported", 10)[0].unhandled == 1
    assert [report.handled_by for report in journal.get("a1").reports] == ["李敏", ""]


def test_a_verdict_that_is_taken_back_gives_way_to_the_one_before_and_stays_in_the_history(
    journal: Journal, clock: Clock
) -> None:
    record(journal, answered("a1", "甲。", "乙。"))
    journal.verdict("a1", 1, "right", name="李敏", note="")
    journal.verdict("a1", 1, "wrong_source", name="李敏", note="")
    journal.undo_verdict("a1", 1, name="王芳")
    entry = journal.get("a1")
    assert entry.current_judgements[1].verdict == "right"
    assert [(given.undone_at, given.undone_by) for given in entry.judgements] == [
        (None, ""),
        (clock.now, "王芳"),
    ]


def test_an_answer_wants_a_verdict_again_when_the_only_one_is_taken_back(journal: Journal) -> None:
    record(journal, declined("a1"))
    journal.verdict("a1", None, "right", name="李敏", note="")
    journal.undo_verdict("a1", None, name="李敏")
    assert journal.get("a1").unjudged == [None]
    assert journal.counts()["unchecked"] == 1
    assert list(journal.verdicts()) == []


def test_where_no_verdict_stands_there_is_none_to_take_back(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"))
    journal.verdict("a1", 0, "right", name="李敏", note="")
    journal.undo_verdict("a1", 0, name="李敏")
    with pytest.raises(Journal.NotApplicable, match="has no verdict to undo"):
        journal.undo_verdict("a1", 0, name="李敏")


def test_an_answer_is_checked_when_each_of_its_statements_is(journal: Journal) -> None:
    record(journal, answered("a1", "甲。", "乙。"))
    journal.verdict("a1", 1, "out_of_date", name="", note="")
    assert journal.get("a1").unjudged == [0]
    assert journal.counts()["unchecked"] == 1
    journal.verdict("a1", 0, "right", name="", note="")
    assert journal.get("a1").unjudged == []
    assert journal.counts()["unchecked"] == 0


@pytest.mark.parametrize(
    ("answer", "statement", "verdict"),
    [
        (answered("a1", "甲。"), 1, "right"),
        (answered("a1", "甲。"), -1, "right"),
        (answered("a1", "甲。"), None, "right"),
        (answered("a1", "甲。"), 0, "should_have_answered"),
        (answered("a1", "甲。"), 0, "nonsense"),
        (declined("a1"), 0, "right"),
        (declined("a1"), None, "wrong_source"),
    ],
)
def test_a_verdict_must_fit_what_it_is_on(journal: Journal, answer, statement, verdict) -> None:
    record(journal, answer)
    with pytest.raises(Journal.NotApplicable):
        journal.verdict("a1", statement, verdict, name="", note="")
    assert journal.get("a1").judgements == ()


def test_verdicts_name_article_and_version(journal: Journal) -> None:
    record(journal, answered("a1", "甲。", "乙。"), declined("a2"))
    journal.verdict("a1", 1, "wrong_content", name="", note="")
    journal.verdict("a2", None, "should_have_answered", name="", note="第二版登过")
    statement, whole = journal.verdicts()
    assert (statement.kind, statement.text) == ("quoted", "乙。")
    assert [(c.article_id, c.version) for c in statement.citations] == [("article2", 1)]
    assert (whole.kind, whole.text, whole.citations) == ("declined", "", [])


def test_verdicts_come_in_batches_and_each_once(journal: Journal) -> None:
    ids = [f"a{i}" for i in range(450)]
    for answer_id in ids:
        record(journal, declined(answer_id))
        journal.verdict(answer_id, None, "right", name="", note="")
    assert [judged.entry.answer.answer_id for judged in journal.verdicts()] == ids


# --- views ---


def test_each_view_holds_what_it_names(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"), declined("a2"), answered("a3", "乙。"))
    journal.report("a3", "不对")
    journal.report("a1", "不对")
    judge_all(journal, "a3")
    assert [a.answer_id for a in journal.answers("newest", 10)] == ["a3", "a2", "a1"]
    assert [a.answer_id for a in journal.answers("reported", 10)] == ["a1", "a3"]
    assert [a.answer_id for a in journal.answers("declined", 10)] == ["a2"]
    assert [a.answer_id for a in journal.answers("unchecked", 10)] == ["a2", "a1"]
    assert journal.counts() == {"newest": 3, "reported": 2, "declined": 1, "unchecked": 2}
    assert [a.answer_id for a in journal.answers("newest", 1, 1)] == ["a2"]


def test_small_talk_wants_no_verdict(journal: Journal) -> None:
    record(journal, declined("a1").model_copy(update={"status": "small_talk"}))
    assert journal.counts() == {"newest": 1, "reported": 0, "declined": 0, "unchecked": 0}


def test_the_next_unchecked_answer_is_the_one_below(journal: Journal) -> None:
    record(journal, *(answered(f"a{i}", "甲。") for i in range(1, 6)))
    judge_all(journal, "a3")
    assert journal.next_unchecked() == "a5"
    assert journal.next_unchecked("a4") == "a2"
    assert journal.next_unchecked("a1") == "a5"
    for answer_id in ("a1", "a2", "a4"):
        judge_all(journal, answer_id)
    assert journal.next_unchecked("a4") == "a5"
    assert journal.next_unchecked("a5") is None


def test_the_next_unchecked_answer_may_be_asked_of_one_view(journal: Journal) -> None:
    record(journal, *(answered(f"a{i}", "甲。") for i in range(1, 5)))
    for answer_id in ("a4", "a1", "a3"):
        journal.report(answer_id, "不对")
    assert journal.next_unchecked("a3", "reported") == "a1"
    assert journal.next_unchecked("a4", "reported") == "a3"
    assert journal.next_unchecked("a3", "declined") is None


# --- how long it is kept ---


def test_old_answers_go_with_all_that_was_said_of_them(
    tmp_path: Path, journal: Journal, clock: Clock
) -> None:
    record(journal, answered("old", "甲。"))
    journal.report("old", "不对")
    judge_all(journal, "old")
    clock.now += timedelta(days=29)
    record(journal, answered("young", "乙。"))
    assert journal.prune(MOMENT + timedelta(days=31)) == 1
    assert [a.answer_id for a in journal.answers("newest", 10)] == ["young"]
    with closing(sqlite3.connect(tmp_path / "journal.sqlite3")) as connection:
        for table in ("reports", "verdicts"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_old_answers_go_at_opening_and_once_a_day(tmp_path: Path, clock: Clock) -> None:
    settings = Settings(data_dir=tmp_path, journal_days=30, _env_file=None)
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


def test_who_opens_the_journal_to_read_drops_nothing(tmp_path: Path, clock: Clock) -> None:
    settings = Settings(data_dir=tmp_path, journal_days=30, _env_file=None)
    clock.now = MOMENT - timedelta(days=10_000)
    with closing(Journal.open(settings, clock=clock)) as journal:
        record(journal, declined("old"))
    with closing(Journal.open_to_read(settings)) as journal:
        assert journal.get("old")


# --- when it fails ---


def test_a_full_disk_is_an_error_that_can_be_caught_and_loses_nothing(journal: Journal) -> None:
    record(journal, declined("before"))
    with journal._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(JournalUnusable, match="disk is full") as caught:
        record(journal, *(answered(f"a{i}", "甲" * 5000) for i in range(50)))
    assert isinstance(caught.value, WendaError)
    assert journal.get("before").answer == declined("before")


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    path.write_bytes(b"this is not a database, only some text that is long enough to be read" * 20)
    with pytest.raises(JournalUnusable, match=r"journal .* is damaged"):
        Journal(path, days=30)


def test_a_journal_of_a_newer_wenda_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.sqlite3"
    Journal(path, days=30).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET value = '99'")
        connection.commit()
    with pytest.raises(JournalUnusable, match="newer Wenda"):
        Journal(path, days=30)


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


@hypothesis_settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from([None, 0, 1, 2]), st.sampled_from(STATEMENT_VERDICTS)),
        max_size=20,
    )
)
def test_the_count_of_unchecked_answers_is_that_of_answers_with_unjudged_statements(
    tmp_path_factory: pytest.TempPathFactory, verdicts
) -> None:
    path = tmp_path_factory.mktemp("journal") / "journal.sqlite3"
    with closing(Journal(path, days=30, clock=Clock())) as journal:
        ids = ["a0", "a1", "a2", "a3"]
        record(journal, declined("a0"), *(answered(f"a{i}", *"甲乙丙"[:i]) for i in (1, 2, 3)))
        for number, statement, verdict in verdicts:
            fit = DECLINED_VERDICTS if number == 0 else STATEMENT_VERDICTS
            if verdict in fit and (statement is None if number == 0 else statement in range(number)):
                journal.verdict(ids[number], statement, verdict, name="", note="")
        unchecked = {answer_id for answer_id in ids if journal.get(answer_id).unjudged}
        assert {a.answer_id for a in journal.answers("unchecked", 10)} == unchecked
        assert journal.counts()["unchecked"] == len(unchecked)
