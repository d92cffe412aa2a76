"""The journal in numbers, by the days of the newsroom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from answers_given import TODAY, Clock, answered, declined

from rag.journal import Journal
from rag.schema import Answer, Request

SHANGHAI = ZoneInfo("Asia/Shanghai")
ASKED = Request(question="救援队去年开展了多少次救援行动？", today=TODAY)


def give(journal: Journal, *answers: Answer) -> None:
    for answer in answers:
        journal.record(answer, ASKED, [], "")


def test_a_day_begins_at_midnight_in_the_newsroom(journal: Journal, clock: Clock) -> None:
    clock.now = datetime(2024, 3, 19, 15, 59, tzinfo=UTC)
    give(journal, answered("a1", "甲。"), declined("a2"))
    clock.now += timedelta(minutes=1)
    give(journal, answered("a3", "甲。"))
    before, last = journal.numbers(date(2024, 3, 20), 2, SHANGHAI)
    assert (before.day, before.answered, before.declined) == (date(2024, 3, 19), 1, 1)
    assert (last.day, last.answered, last.declined) == (date(2024, 3, 20), 1, 0)
    assert before.share(before.declined) == 0.5


def test_a_day_without_questions_has_no_shares(journal: Journal) -> None:
    [day] = journal.numbers(TODAY, 1, SHANGHAI)
    assert (day.questions, day.share(day.answered), day.latency(50), day.hours_to_handle) == (
        0,
        None,
        None,
        None,
    )


def test_percentiles_of_how_long_answers_took(journal: Journal) -> None:
    for i in range(1, 102):
        give(journal, answered(f"a{i}", "甲。").model_copy(update={"timings_ms": {"total": 10.0 * i}}))
    [day] = journal.numbers(TODAY, 1, SHANGHAI)
    assert (day.latency(50), day.latency(95)) == (0.51, 0.96)


def test_reports_are_counted_with_the_hours_until_they_were_handled(journal: Journal, clock: Clock) -> None:
    give(journal, answered("a1", "甲。"), answered("a2", "乙。"))
    journal.report("a1", "不对")
    journal.report("a2", "也不对")
    clock.now += timedelta(hours=30)
    journal.handle_reports("a1", name="李敏")
    [day] = journal.numbers(TODAY, 1, SHANGHAI)
    assert (day.reports, day.hours, day.hours_to_handle) == (2, [30.0], 30.0)
