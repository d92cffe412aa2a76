"""What the newsroom decided loses the questions of residents who want them erased."""

from __future__ import annotations

import numpy as np

from rag.database import compact
from rag.desk import (
    Decisions,
    ErasedWordings,
    Person,
    QuestionVectors,
    Quote,
    RuledStatement,
    RulingContent,
    Rulings,
    Wording,
    erase_questions,
    question_key,
)

EDITOR = Person("李敏", "editor")
OWN, OTHER = "王小明家为什么停水？", "西城为什么停水？"
GONE = {question_key(OWN)}
QUOTE = Quote(article_id="a", version=1, field="text", start=0, end=3)
CONTENT = RulingContent(statements=(RuledStatement(quotes=(QUOTE,)),))


def decide(desk, *questions, reason="王小明问的是停水"):
    wordings = [Wording(question, f"{question}|||") for question in questions]
    return Rulings(desk).decide("answer", CONTENT, wordings, reason=reason, person=EDITOR)


def test_a_correction_without_another_wording_ends_and_says_nothing_of_it(desk):
    decide(desk, OWN)
    assert erase_questions(desk, GONE) == ErasedWordings(rulings=1, ended=1)
    [ruling] = Rulings(desk).newest(1)
    assert (ruling.wordings, ruling.reason, ruling.ended_because) == ((), "", "erased")


def test_a_correction_that_others_asked_for_too_holds_for_them(desk):
    decide(desk, OWN, OTHER)
    assert erase_questions(desk, GONE) == ErasedWordings(rulings=1)
    ruling = Rulings(desk).of_question(f"{OTHER}|||")
    assert [wording.text for wording in ruling.wordings] == [OTHER]
    assert ruling.reason == ""


def test_a_reason_that_was_written_about_another_answer_stays(desk):
    decide(desk, OTHER, OWN, reason="时间写错了")
    erase_questions(desk, GONE)
    assert Rulings(desk).newest(1)[0].reason == "时间写错了"


def test_a_correction_that_had_ended_keeps_its_end(desk):
    number = decide(desk, OWN)
    Rulings(desk).end(number, "undone", EDITOR)
    assert erase_questions(desk, GONE) == ErasedWordings(rulings=1)
    assert Rulings(desk).newest(1)[0].ended_because == "undone"


def test_a_decision_of_the_board_goes_on_for_the_other_questions(desk):
    decisions = Decisions(desk)
    decisions.dismissed(OWN, [question_key(OTHER)], "王小明的家事", by=EDITOR)
    decisions.reported(OTHER, [], "article", by=EDITOR)
    assert erase_questions(desk, GONE) == ErasedWordings(board=1)
    own, other = decisions.all()
    assert (own.wording, own.reason, own.keys) == ("", "", {question_key(OTHER)})
    assert (other.wording, other.article_id) == (OTHER, "article")


def test_its_vector_is_forgotten_and_that_of_others_is_not(desk):
    vectors = QuestionVectors(desk, "a model")
    vectors.add({question_key(question): np.ones(4, np.float32) for question in (OWN, OTHER)})
    erase_questions(desk, GONE)
    assert set(vectors.all()) == {question_key(OTHER)}


def test_no_byte_of_the_words_is_left_in_the_files(desk, either_settings):
    decide(desk, OWN, OTHER)
    Decisions(desk).dismissed(OWN, [], "王小明的家事", by=EDITOR)
    erase_questions(desk, GONE)
    assert compact(desk.engine)
    for file in either_settings.data_dir.glob("desk*"):
        assert "王小明".encode() not in file.read_bytes(), file
