"""Staff leave notes with an answer, mark it on five points, judge nearest lines, and name the line that was missed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from answers_given import MOMENT, Clock, answered, citation, declined, record

from rag.journal import ExpectedLine, Journal
from rag.schema import Answer

LINE = ExpectedLine("article7", 2, "text", 10, 16, "门票三十元。")


def with_nearest_lines(answer_id: str) -> Answer:
    cited = {
        "citations": (citation(1, "方岩景区开放。"), citation(2, "门票三十元。")),
        "nearest_lines": (1, 2),
    }
    return declined(answer_id).model_copy(update=cited)


def test_notes_stay_with_their_answer_in_their_order(journal: Journal, clock: Clock) -> None:
    record(journal, answered("a1", "甲。"), answered("a2", "乙。"))
    journal.add_note("a1", "已问过通讯员", name="李敏")
    clock.now += timedelta(minutes=5)
    journal.add_note("a1", "通讯员回电：第三版", name="王强", statement=0)
    journal.add_note("a1", "  ", name="王强")
    first, second = journal.get("a1").notes
    assert (first.statement, first.name, first.text, first.noted_at) == (None, "李敏", "已问过通讯员", MOMENT)
    assert (second.statement, second.name, second.noted_at) == (0, "王强", clock.now)
    assert journal.get("a2").notes == ()


def test_a_mark_on_a_point_can_be_changed_and_taken_away(journal: Journal) -> None:
    record(journal, answered("a1", "甲。"), answered("a2", "乙。"))
    journal.mark_point("a1", "opinion", True, name="李敏")
    journal.mark_point("a1", "opinion", False, name="李敏")
    journal.mark_point("a1", "opinion", True, name="王强")
    journal.mark_point("a2", "context", True, name="李敏")
    assert [(m.point, m.is_fault, m.name) for m in journal.get("a1").points] == [
        ("opinion", False, "李敏"),
        ("opinion", True, "王强"),
    ]
    counts = journal.point_counts()
    assert (counts["opinion"].marked, counts["opinion"].faults) == (2, 1)
    assert (counts["accuracy"].marked, counts["accuracy"].faults) == (0, 0)
    journal.mark_point("a2", "context", None, name="李敏")
    assert journal.get("a2").points == ()
    with pytest.raises(Journal.NotApplicable, match="must be one of accuracy"):
        journal.mark_point("a1", "style", True, name="李敏")


def test_a_nearest_line_takes_a_verdict_of_its_own_which_is_not_needed(journal: Journal) -> None:
    record(journal, with_nearest_lines("a1"))
    journal.verdict("a1", None, "misleading", name="李敏", line=2)
    assert journal.get("a1").unjudged == [None]
    journal.verdict("a1", None, "right", name="李敏")
    whole, line = journal.verdicts()
    assert (whole.kind, whole.judgement.verdict) == ("declined", "right")
    assert (line.kind, line.judgement.verdict, line.text) == ("nearest_line", "misleading", "门票三十元。")


@pytest.mark.parametrize(("line", "verdict"), [(3, "near"), (1, "right"), (1, "out_of_date")])
def test_a_verdict_on_a_nearest_line_must_fit(journal: Journal, line: int, verdict: str) -> None:
    record(journal, with_nearest_lines("a1"))
    with pytest.raises(Journal.NotApplicable):
        journal.verdict("a1", None, verdict, name="", line=line)


def test_the_line_that_should_have_been_the_answer_is_kept_with_its_verdict(journal: Journal) -> None:
    record(journal, declined("a1"))
    given = journal.verdict("a1", None, "should_have_answered", name="李敏", expected=LINE)
    assert journal.get("a1").current_judgements[None].expected == LINE
    journal.undo_verdict(given, name="李敏")
    assert journal.get("a1").current_judgements == {}
    with pytest.raises(Journal.NotApplicable, match="takes no expected line"):
        journal.verdict("a1", None, "right", name="李敏", expected=LINE)


def test_the_share_found_right_is_counted_by_the_day_of_the_verdict(journal: Journal, clock: Clock) -> None:
    record(journal, answered("a1", "甲。", "乙。"), with_nearest_lines("a2"))
    journal.verdict("a1", 0, "right", name="李敏")
    journal.verdict("a1", 1, "wrong_source", name="李敏")
    journal.verdict("a2", None, "near", name="李敏", line=1)
    clock.now += timedelta(days=1)
    journal.verdict("a1", 1, "right", name="李敏")
    first, second = date(2024, 3, 20), date(2024, 3, 21)
    assert [(c.judged, c.right) for c in (journal.checked(d, d) for d in (first, second))] == [(1, 1), (1, 1)]
    assert journal.checked(first, second).share_right == 1
