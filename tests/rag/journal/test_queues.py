"""Staff work through queues: unsure answers, answers of which sentences were left out, and a daily random sample."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest
from answers_given import Clock, answered, declined, judge_all, record
from sqlalchemy import event

from rag.journal import VIEWS, Journal
from rag.journal.sampling import SAMPLE_SIZE
from rag.schema import Struck


def listed(journal: Journal, view: str) -> list[str]:
    return [one.answer_id for one in journal.answers(view, 100)]


def test_unsure_answers_are_those_with_a_confidence_below_one_half(journal: Journal) -> None:
    unsure = answered("a1", "甲。").model_copy(update={"confidence": 0.31})
    record(journal, unsure, answered("a2", "乙。"), declined("a3"))
    assert listed(journal, "low_confidence") == ["a1"]
    assert journal.next_unchecked(None, "low_confidence") == "a1"
    judge_all(journal, "a1")
    assert listed(journal, "low_confidence") == ["a1"]
    assert journal.counts()["low_confidence"] == 0


def test_answers_of_which_sentences_were_left_out_have_a_queue(journal: Journal) -> None:
    left_out = (Struck(text="丙。", reasons=("value",)),)
    record(journal, answered("a1", "甲。").model_copy(update={"struck": left_out}), answered("a2", "乙。"))
    assert listed(journal, "struck") == ["a1"]
    assert journal.counts()["struck"] == 1


def test_a_days_sample_stays_the_same_all_day_and_is_another_one_the_next_day(
    journal: Journal, clock: Clock
) -> None:
    record(journal, *(declined(f"a{n}") for n in range(300)))
    assert listed(journal, "sample") == []  # drawn from the answers of the days before
    clock.now += timedelta(days=1)
    sample = listed(journal, "sample")
    assert len(sample) == SAMPLE_SIZE == journal.counts()["sample"]
    judge_all(journal, sample[0])
    record(journal, declined("new"))
    clock.now += timedelta(hours=3)
    assert listed(journal, "sample") == sample
    assert journal.counts()["sample"] == SAMPLE_SIZE - 1
    assert journal.next_unchecked(None, "sample") == sample[1]
    clock.now += timedelta(days=1)
    assert set(listed(journal, "sample")) != set(sample)


def test_the_day_of_the_sample_begins_at_midnight_in_the_newsrooms_time_zone(tmp_path) -> None:
    clock = Clock()
    with closing(Journal(tmp_path, days=30, timezone="Asia/Shanghai", clock=clock)) as journal:
        record(journal, declined("a1"))  # 16:30 in Shanghai
        clock.now += timedelta(hours=7, minutes=29)
        assert listed(journal, "sample") == []
        clock.now += timedelta(minutes=1)
        assert listed(journal, "sample") == ["a1"]


# --- with many answers ---


@pytest.fixture
def plans(tmp_path):
    """A journal in SQLite, and how SQLite runs each query on its answers."""
    with closing(Journal(tmp_path, days=30)) as journal:
        asked: list[tuple[str, tuple[object, ...]]] = []
        event.listen(
            journal._engine,
            "before_cursor_execute",
            lambda _c, _k, sql, values, *_: asked.append((sql, values)),
        )

        def plans() -> list[str]:
            queries = [(sql, values) for sql, values in asked if sql.startswith("SELECT")]
            with journal._engine.connect() as connection:
                return [
                    "; ".join(
                        row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)
                    )
                    for sql, values in queries
                ]

        yield journal, plans


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in ("reported", "sample")])
def test_no_queue_is_sorted_to_list_its_first_answers(plans, view: str) -> None:
    journal, plans_of_queries = plans
    journal.answers(view, 50, reader="李敏")
    journal.next_unchecked("a1", view, reader="李敏")
    assert not [plan for plan in plans_of_queries() if "TEMP B-TREE" in plan]


def test_what_waits_is_counted_in_the_indexes(plans) -> None:
    journal, plans_of_queries = plans
    journal.counts(reader="李敏")
    scans = [plan for plan in plans_of_queries() if "SCAN answers" in plan]
    assert len(scans) == 7  # reports and the sample are few, and are looked up
    assert all("COVERING INDEX" in plan for plan in scans)
