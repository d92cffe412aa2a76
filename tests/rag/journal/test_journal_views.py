"""Staff see the journal in views: all, reported, declined and unchecked answers."""

from __future__ import annotations

from contextlib import closing

import pytest
from answers_given import Clock, answered, declined, judge_all, record
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from proofs import sized

from rag.journal import (
    DECLINED_VERDICTS,
    STATEMENT_VERDICTS,
    VIEWS,
    Journal,
)


def test_each_view_holds_what_it_names(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"), declined("a2"), answered("a3", "乙。"))
    journal.report("a3", "不对")
    journal.report("a1", "不对")
    judge_all(journal, "a3")
    assert [a.answer_id for a in journal.answers("newest", 10)] == ["a3", "a2", "a1"]
    assert [a.answer_id for a in journal.answers("reported", 10)] == ["a1", "a3"]
    assert [a.answer_id for a in journal.answers("declined", 10)] == ["a2"]
    assert [a.answer_id for a in journal.answers("unchecked", 10)] == ["a2", "a1"]
    waiting = {"newest": 3, "reported": 2, "declined": 1, "unchecked": 2}
    assert journal.counts() == dict.fromkeys(VIEWS, 0) | waiting
    assert [a.answer_id for a in journal.answers("newest", 1, 1)] == ["a2"]


def test_small_talk_wants_no_verdict(journal: Journal) -> None:
    record(journal, declined("a1").model_copy(update={"status": "small_talk"}))
    assert journal.counts() == dict.fromkeys(VIEWS, 0) | {"newest": 1}


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


@pytest.mark.proof("verdicts")
@hypothesis_settings(max_examples=sized(8, 100), deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from([None, 0, 1, 2]), st.sampled_from(STATEMENT_VERDICTS)),
        max_size=20,
    )
)
def test_the_count_of_unchecked_answers_is_that_of_answers_with_unjudged_statements(
    tmp_path_factory: pytest.TempPathFactory, verdicts
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    with closing(Journal(folder, days=30, clock=Clock())) as journal:
        ids = ["a0", "a1", "a2", "a3"]
        record(journal, declined("a0"), *(answered(f"a{i}", *"甲乙丙"[:i]) for i in (1, 2, 3)))
        for number, statement, verdict in verdicts:
            fit = DECLINED_VERDICTS if number == 0 else STATEMENT_VERDICTS
            if verdict in fit and (statement is None if number == 0 else statement in range(number)):
                journal.verdict(ids[number], statement, verdict, name="")
        unchecked = {answer_id for answer_id in ids if journal.get(answer_id).unjudged}
        assert {a.answer_id for a in journal.answers("unchecked", 10)} == unchecked
        assert journal.counts()["unchecked"] == len(unchecked)
