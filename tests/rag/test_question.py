"""What a question is taken as."""

from __future__ import annotations

from datetime import date

import pytest

from rag.question import understand
from rag.schema import Request
from rag.smalltalk import reply


def taken(question):
    return understand(Request(question=question, today=date(2024, 3, 20)))


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("2023年各支救援队共开展了多少次救援行动？", "number"),
        ("有几家基层工会来参加培训", "number"),
        ("大桥有多长", "number"),
        ("How many rescue operations were there?", "number"),
        ("图书馆周末几点关门啊", "time"),
        ("治理提效工作例会什么时候召开", "time"),
        ("When was the meeting held?", "time"),
        ("市人力社保局局长是谁", "person"),
        ("禁毒宣传在哪里开展", "place"),
        ("为啥停水", "reason"),
        ("明天停水吗", "yes_no"),
        ("怎么办老年卡", "manner"),
        ("救援队那篇报道是谁写的", "author"),
        ("谁写了救援队的报道", "author"),
        ("Who wrote the report on the rescue teams?", "author"),
        ("栖川通", "thing"),
    ],
)
def test_the_kind_of_thing_asked_for(question, kind):
    assert taken(question).kind == kind


def test_the_topic_is_free_of_question_words():
    assert taken("请问一下图书馆周末几点关门啊？").topic == "图书馆周末 关门"
    assert taken("谁写了救援队的报道").topic == "救援队"


def test_a_word_that_holds_a_question_word_stays_whole():
    assert taken("目的地在哪里").topic == "目的地"


def test_traditional_script_is_searched_in_simplified():
    query = taken("圖書館去年來了多少人")
    assert query.search == "图书馆去年来了多少人"
    assert query.text == "圖書館去年來了多少人"
    assert str(query.period) == "2023-01-01/2023-12-31"


@pytest.mark.parametrize(
    "question", ["你好", "您好！", "谢谢啦", "Hello!", "你是谁？", "What can you do?", "再见"]
)
def test_small_talk_gets_a_fixed_reply(question):
    assert reply(taken(question))


def test_small_talk_is_answered_in_the_language_of_the_asker():
    assert reply(taken("Thanks!")) == "You are welcome."
    assert reply(taken("謝謝")) == "不客氣。"


@pytest.mark.parametrize("question", ["你好，明天停水吗", "谢谢参与的志愿者有多少人", "你是谁写的报道"])
def test_a_question_behind_a_greeting_is_a_question(question):
    assert reply(taken(question)) is None
