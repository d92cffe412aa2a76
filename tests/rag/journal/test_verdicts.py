"""Residents report answers and staff give verdicts; the last stands, the earlier ones stay."""

from __future__ import annotations

from datetime import timedelta

import pytest
from answers_given import Clock, answered, declined, record

from rag.journal import (
    Journal,
)


def test_reports_are_kept_in_their_order(journal: Journal, clock: Clock) -> None:
    record(journal, answered("a1", "甲。"))
    journal.report("a1", "数字不对")
    clock.now += timedelta(minutes=1)
    journal.report("a1", "  <b>旧闻</b>\ud800 ")
    assert [report.reason for report in journal.get("a1").reports] == ["数字不对", "<b>旧闻</b>?"]


def test_the_last_verdict_stands_and_the_earlier_ones_stay(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"))
    journal.verdict("a1", 0, "wrong_source", name="李敏", note="看错版面")
    journal.verdict("a1", 0, "right", name="王强")
    entry = journal.get("a1")
    assert [(j.verdict, j.name) for j in entry.judgements] == [("wrong_source", "李敏"), ("right", "王强")]
    assert [(note.statement, note.name, note.text) for note in entry.notes] == [(0, "李敏", "看错版面")]
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
    journal.verdict("a1", 1, "right", name="李敏")
    last = journal.verdict("a1", 1, "wrong_source", name="李敏")
    journal.undo_verdict(last, name="王芳")
    entry = journal.get("a1")
    assert entry.current_judgements[1].verdict == "right"
    assert [(given.undone_at, given.undone_by) for given in entry.judgements] == [
        (None, ""),
        (clock.now, "王芳"),
    ]


def test_an_answer_wants_a_verdict_again_when_the_only_one_is_taken_back(journal: Journal) -> None:
    record(journal, declined("a1"))
    only = journal.verdict("a1", None, "right", name="李敏")
    journal.undo_verdict(only, name="李敏")
    assert journal.get("a1").unjudged == [None]
    assert journal.counts()["unchecked"] == 1
    assert list(journal.verdicts()) == []


def test_a_verdict_is_undone_only_once(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"))
    given = journal.verdict("a1", 0, "right", name="李敏")
    journal.undo_verdict(given, name="李敏")
    with pytest.raises(Journal.NotApplicable, match="is undone already"):
        journal.undo_verdict(given, name="李敏")
    with pytest.raises(Journal.NotFound, match="no verdict 99"):
        journal.undo_verdict(99, name="李敏")


def test_an_answer_is_checked_when_each_of_its_statements_is(journal: Journal) -> None:
    record(journal, answered("a1", "甲。", "乙。"))
    journal.verdict("a1", 1, "out_of_date", name="")
    assert journal.get("a1").unjudged == [0]
    assert journal.counts()["unchecked"] == 1
    journal.verdict("a1", 0, "right", name="")
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
        journal.verdict("a1", statement, verdict, name="")
    assert journal.get("a1").judgements == ()


def test_verdicts_name_article_and_version(journal: Journal) -> None:
    record(journal, answered("a1", "甲。", "乙。"), declined("a2"))
    journal.verdict("a1", 1, "wrong_content", name="")
    journal.verdict("a2", None, "should_have_answered", name="", note="第二版登过")
    statement, whole = journal.verdicts()
    assert (statement.kind, statement.text) == ("quoted", "乙。")
    assert [(c.article_id, c.version) for c in statement.citations] == [("article2", 1)]
    assert (whole.kind, whole.text, whole.citations) == ("declined", "", [])


def test_verdicts_come_in_batches_and_each_once(journal: Journal) -> None:
    ids = [f"a{i}" for i in range(450)]
    for answer_id in ids:
        record(journal, declined(answer_id))
        journal.verdict(answer_id, None, "right", name="")
    assert [judged.entry.answer.answer_id for judged in journal.verdicts()] == ids
