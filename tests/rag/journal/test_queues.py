"""Staff work through queues: unsure answers, answers of which sentences were left out, and a daily random sample."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

from answers_given import Clock, answered, declined, judge_all, record

from rag.journal import Journal
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
