"""An answer is given again only while everything that it hangs on is as it was."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from models import open_assistant, shared_embedder

from ingest import pipeline
from ingest.readers.options import ReadOptions
from ingest.report import SilentReporter
from rag.answer.kept import KeptAnswers
from rag.archive import Embargoes, Intake
from rag.config import Settings
from rag.schema import Answer, Event, Filters, Request, Turn, Understood

TODAY = date(2024, 11, 10)
NOW = datetime(2024, 11, 10, 4, tzinfo=UTC)
BRIDGE = {"id": "1", "title": "白鹭大桥通车", "date": "2024-11-08", "text": "白鹭大桥全长612米，双向四车道。"}
CANTEEN = {"id": "2", "title": "老年食堂增加", "date": "2024-11-09", "text": "全市老年食堂已增至23家。"}
ASKED = Request(question="白鹭大桥全长多少米？", today=TODAY)


@pytest.fixture
def assistant(settings: Settings):
    with closing(open_assistant(settings, journal=True)) as opened:
        take_in(opened, BRIDGE)
        yield opened


def take_in(assistant, line, until=None):
    export = assistant.settings.data_dir / "export.jsonl"
    export.write_text(json.dumps(line), "utf-8")
    given = ReadOptions(source="栖川日报", until=until)
    pipeline.add([export], given, archive=assistant.archive, load=shared_embedder, reporter=SilentReporter())
    assistant.indexes.sync()


def was_kept(answer: Answer) -> bool:
    """Whether an answer was given again: nothing was looked for."""
    return "found" not in answer.timings_ms


def test_the_same_question_gets_the_same_answer_under_a_number_of_its_own(assistant):
    first, again = (
        assistant.ask(ASKED),
        assistant.ask(ASKED.model_copy(update={"question": " 白鹭大桥全长多少米？\n"})),
    )
    assert not was_kept(first)
    assert was_kept(again)
    assert first.status == "answered"
    assert (again.text, again.statements, again.citations) == (first.text, first.statements, first.citations)
    for answer in (first, again):
        assert assistant.journal.get(answer.answer_id).answer.text == first.text


def test_a_kept_answer_comes_in_the_same_steps(assistant):
    first, again = ([event.kind for event in assistant.stream(ASKED)] for _ in range(2))
    assert again == first


@pytest.mark.parametrize(
    "change",
    [
        {"question": "白鹭大桥全长多少公里？"},
        {"history": (Turn(role="user", content="你好"), Turn(role="assistant", content="您好"))},
        {"filters": Filters(section="要闻")},
        {"today": TODAY + timedelta(days=1)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_request_is_answered_anew(assistant, change):
    assistant.ask(ASKED)
    assert not was_kept(assistant.ask(ASKED.model_copy(update=change)))


def withdraw(assistant):
    Intake(assistant.archive).remove([assistant.archive.newest(1)[0].article_id])


def correct(assistant):
    take_in(assistant, BRIDGE | {"text": "白鹭大桥全长621米，双向四车道。"})


def judge(assistant):
    [answer] = assistant.journal.answers("newest", 1)
    return assistant.journal.verdict(answer.answer_id, 0, "wrong_content", name="沈")


@pytest.mark.parametrize("change", [withdraw, correct, judge, lambda a: take_in(a, CANTEEN)])
def test_after_a_change_a_question_is_answered_anew(assistant, change):
    before = assistant.ask(ASKED)
    change(assistant)
    after = assistant.ask(ASKED)
    assert not was_kept(after)
    if change in (withdraw, correct):
        assert "612" in before.text
        assert "612" not in after.text


def test_an_undone_verdict_counts_as_well(assistant):
    assistant.ask(ASKED)
    verdict_id = judge(assistant)
    assistant.ask(ASKED)
    assistant.journal.undo_verdict(verdict_id, name="沈")
    assert not was_kept(assistant.ask(ASKED))


def test_the_end_of_an_embargo_counts(assistant):
    take_in(assistant, BRIDGE | {"id": "3", "text": "白鹭大桥全长615米。"}, until=NOW)
    assistant.ask(ASKED)
    assert was_kept(assistant.ask(ASKED))
    Embargoes(assistant.archive).release(NOW)
    assert not was_kept(assistant.ask(ASKED))


def test_what_another_process_writes_counts(assistant):
    assistant.ask(ASKED)
    with closing(open_assistant(assistant.settings)) as other:
        withdraw(other)
    assert assistant.ask(ASKED).status != "answered"


def test_no_answer_is_kept_if_none_shall_be(assistant):
    settings = assistant.settings.model_copy(update={"answers_kept": 0})
    with closing(open_assistant(settings)) as forgetful:
        assert not any(was_kept(forgetful.ask(ASKED)) for _ in range(2))


# --- the store alone ---


def events(answer_id: str, status="answered", *, without_model=False) -> list[Event]:
    answer = Answer(
        answer_id=answer_id,
        question="",
        status=status,
        confidence=1,
        text="",
        understood=Understood(question=""),
        without_model=without_model,
    )
    return [Event(kind="done", answer=answer)]


def asked(kept: KeptAnswers, question: str, stream=None) -> bool:
    """Ask for an answer; whether one had to be worked out."""
    worked_out = []

    def answer():
        worked_out.append(question)
        return iter(stream or events("1"))

    list(kept.stream(Request(question=question, today=TODAY), answer))
    return bool(worked_out)


def test_what_answers_hang_on_changes_and_all_are_forgotten():
    states = ["models"]
    kept = KeptAnswers(2, lambda: states[-1])
    assert asked(kept, "甲")
    assert not asked(kept, "甲")
    states.append("other models")
    assert asked(kept, "甲")
    states.append("models")
    assert asked(kept, "甲")


def test_the_longest_unasked_answer_is_forgotten_first():
    kept = KeptAnswers(2, lambda: 0)
    assert [asked(kept, question) for question in "甲乙甲丙甲乙"] == [True, True, False, True, False, True]


@pytest.mark.parametrize("passing", [events("1", "index_rebuilding"), events("1", without_model=True)])
def test_what_holds_for_a_moment_only_is_not_kept(passing):
    kept = KeptAnswers(2, lambda: 0)
    assert all(asked(kept, "甲", passing) for _ in range(2))


def test_an_answer_that_was_stopped_is_not_kept():
    kept = KeptAnswers(2, lambda: 0)
    stream = kept.stream(Request(question="甲", today=TODAY), lambda: iter([*events("1"), *events("2")]))
    next(stream)
    stream.close()
    assert asked(kept, "甲")
