"""Misspelt words of a question: which are searched for as words that the paper prints, and which are left as typed."""

from __future__ import annotations

from datetime import date

import pytest

from rag.language.zh.sounds import sound_alikes
from rag.schema import Filters, Request, Turn

TODAY = date(2024, 11, 8)


def query(assistant, question, **fields):
    return assistant.retriever.understand(Request(question=question, today=TODAY, **fields))


def respelled(assistant, question, **fields):
    return [(word.typed, word.taken) for word in query(assistant, question, **fields).respelled]


@pytest.mark.parametrize(
    ("question", "typed", "taken"),
    [
        ("白鹿大桥全长多少米？", "白鹿", "白鹭"),
        ("停水通只", "停水通只", "停水通知"),
        ("老年食唐晚饭多少钱一份", "食唐", "食堂"),
        ("栖江半马男子组的冠钧是谁？", "冠钧", "冠军"),
    ],
)
def test_a_word_that_the_paper_never_prints_is_taken_as_one_that_sounds_like_it(
    sample, question, typed, taken
):
    assert respelled(sample, question) == [(typed, taken)]


@pytest.mark.parametrize(
    ("question", "taken"),
    [
        ("沙湾镇的葡萄大朋损失了多少？", "大棚"),
        ("市里的急究车去年出动了多少次？", "急救车"),
        ("城兰小学的校长是谁？", "城南"),
    ],
)
def test_sounds_that_dialects_confuse_are_tried_too(sample, question, taken):
    assert [word for _, word in respelled(sample, question)] == [taken]


@pytest.mark.parametrize(
    "question",
    [
        "白鹭大桥全长多少米？",
        "老石桥限载多少吨？",
        "卖橘子的钟阿福是哪个村的？",
        "咱们这儿的榴莲咋个卖的，巴适得很嘛？",
        "哪间学校的食堂开到晚上？",
        "Who designed the Bailu Bridge?",
    ],
)
def test_a_question_without_misspelt_words_is_searched_for_as_it_is(sample, question):
    assert respelled(sample, question) == []


def test_a_sound_alike_that_does_not_fit_the_rest_of_the_question_is_not_taken(sample):
    """食堂 is printed, but not about the bridge."""
    assert respelled(sample, "白鹭大桥的食唐多少钱一份") == []


def test_a_name_that_one_article_prints_is_not_taken_as_a_commoner_one(sample):
    assert respelled(sample, "报道过村民钟阿福吗") == []


def test_the_words_taken_are_searched_for_and_the_question_stays_as_typed(sample):
    found = query(sample, "白鹿大桥全长多少米？")
    assert "白鹭大桥" in found.search
    assert "白鹭大桥" in found.topic
    assert found.understood().question == "白鹿大桥全长多少米？"


def test_the_answer_to_a_misspelt_question_is_that_to_the_right_one(sample):
    answer = sample.ask(Request(question="白鹿大桥全长多少米？", today=TODAY))
    assert answer.status == "answered"
    assert "612米" in answer.text


def test_a_question_can_be_asked_as_typed(sample):
    assert respelled(sample, "白鹿大桥全长多少米？", filters=Filters(as_typed=True)) == []
    assert "白鹿大桥" in query(sample, "白鹿大桥全长多少米？", filters=Filters(as_typed=True)).search


@pytest.mark.parametrize(
    "question", ["“白鹿”大桥全长多少米？", "「白鹿」大橋全長多少米？", '"白鹿"大桥全长多少米？']
)
def test_a_word_in_quotation_marks_is_taken_as_typed(sample, question):
    assert respelled(sample, question) == []


def test_a_traditional_question_gets_its_word_in_traditional_script(sample):
    assert respelled(sample, "白鹿大橋全長多少米？") == [("白鹿", "白鷺")]


def test_a_follow_up_leans_on_the_question_before_as_it_was_searched_for(sample):
    history = (
        Turn(role="user", content="白鹿大桥全长多少米？"),
        Turn(role="assistant", content="全长612米。"),
    )
    assert "白鹭大桥" in query(sample, "那投资多少？", history=history).text


def test_small_talk_is_not_respelled(sample):
    assert respelled(sample, "你豪呀") == []


# --- sounds ---


def test_the_nearer_a_sound_the_smaller_its_distance():
    alike = sound_alikes("钟")
    assert alike["终"] == 0
    assert 0 < alike["种"] < alike["宗"]
    assert "心" not in alike


@pytest.mark.parametrize("pair", ["只子", "吃次", "是四", "男兰", "心兴", "福湖"])
def test_sounds_of_dialects_are_alike(pair):
    one, other = pair
    assert other in sound_alikes(one)
    assert one in sound_alikes(other)


def test_a_character_without_a_known_sound_is_like_no_other():
    assert not sound_alikes("A")
