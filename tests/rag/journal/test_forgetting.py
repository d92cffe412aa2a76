"""Answers are found by what their askers typed, and erased with what follow-ups repeat of them."""

from __future__ import annotations

import pytest
from answers_given import TODAY, answered, declined, record

from rag.journal import Journal
from rag.schema import Request, Struck, Turn, Understood

OWN = "我叫王小明，欠费停水怎么恢复"
THEN = "那要多少钱"
LATER = "周末也办吗"


def give(journal, answer_id, question, *, after="", answer="答复原话。", alone=""):
    """Have an answer in the journal; with `after` it is a follow-up to that question."""
    given = answered(answer_id, "市水务集团受理欠费复水。").model_copy(
        update={
            "question": question,
            "understood": Understood(
                question=alone or question, place="王小明家" if "王小明" in alone else ""
            ),
            "struck": (Struck(text=f"{alone}。", reasons=("value",)),) if alone else (),
        }
    )
    history = (Turn(role="user", content=after), Turn(role="assistant", content=answer)) if after else ()
    journal.record(given, Request(question=question, today=TODAY, history=history), [], "e5")


@pytest.fixture
def conversation(journal):
    """Somebody's question with two follow-ups, and others who ask the like."""
    give(journal, "own", OWN)
    give(journal, "then", THEN, after=OWN, alone="王小明欠费停水恢复要多少钱")
    give(journal, "later", LATER, after=THEN, alone="王小明欠费停水周末也恢复吗")
    give(journal, "other", "欠费停水怎么恢复")
    give(journal, "other then", "那夜里呢", after="欠费停水怎么恢复", alone="欠费停水夜里怎么恢复")
    journal.report("own", "我是王小明，答错了")
    journal.add_note("own", "王小明来过电话", name="李敏")
    journal.verdict("own", 0, "right", name="李敏")


@pytest.mark.usefixtures("conversation")
def test_no_byte_of_the_words_is_left_and_what_others_asked_stays(journal, tmp_path):
    before = [journal.get(answer_id) for answer_id in ("other", "other then")]
    assert journal.erase_answers(["own"]) == 2
    assert journal.compact()
    with pytest.raises(Journal.NotFound):
        journal.get("own")
    assert [journal.get(answer_id) for answer_id in ("other", "other then")] == before
    for file in tmp_path.glob("journal*"):
        assert "王小明".encode() not in file.read_bytes(), file


@pytest.mark.usefixtures("conversation")
def test_a_follow_up_keeps_its_own_words_and_its_answer(journal):
    journal.erase_answers(["own"])
    then, later = journal.get("then"), journal.get("later")
    assert (then.answer.question, then.answer.understood) == (THEN, Understood(question=THEN))
    assert then.answer.text == "市水务集团受理欠费复水。"
    assert then.previous.question == then.previous.answer == "…"
    assert (later.previous.question, later.answer.understood.question) == (THEN, LATER)


@pytest.mark.usefixtures("conversation")
def test_only_later_follow_ups_are_changed(journal):
    give(journal, "again", OWN)
    assert journal.erase_answers(["again"]) == 0
    assert journal.get("then").previous.question == OWN


@pytest.mark.usefixtures("conversation")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("王小明", ["own", "then", "later"]),
        ("王 小\n明", ["own", "then", "later"]),
        ("欠費停水", ["own", "then", "later", "other", "other then"]),
        ("答错了", ["own"]),
        ("来过电话", []),
        ("水务集团", []),
    ],
)
def test_answers_are_found_by_what_was_typed_and_not_by_what_was_said(journal, words, found):
    assert [one.answer_id for one in journal.containing(words)] == found


@pytest.mark.usefixtures("conversation")
def test_the_questions_that_go_and_those_that_stay(journal):
    alone = {"王小明欠费停水恢复要多少钱", "王小明欠费停水周末也恢复吗"}
    assert journal.questions_in(["own"]) == {OWN, *alone}
    others = {THEN, LATER, "欠费停水怎么恢复", "那夜里呢", "欠费停水夜里怎么恢复"}
    assert set(journal.other_questions(["own"])) == others


def test_an_unknown_id_is_refused(journal):
    record(journal, declined("known"))
    with pytest.raises(Journal.NotFound, match="never-given"):
        journal.summaries(["known", "never-given"])


@pytest.mark.usefixtures("conversation")
def test_whoever_counts_verdicts_sees_that_some_were_erased(journal):
    before = journal.verdict_state()
    journal.erase_answers(["other"])
    once = journal.verdict_state()
    journal.erase_answers(["own"])
    assert len({before, once, journal.verdict_state()}) == 3
