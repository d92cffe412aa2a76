"""Colloquial questions are searched in the words that papers print."""

from datetime import date

import pytest

from rag.question import understand
from rag.schema import Request


@pytest.mark.parametrize(
    ("spoken", "printed"),
    [
        ("停车场咋收费", "停车场怎么收费"),
        ("啥时候通车", "什么时候通车"),
        ("礼拜一开不开门呀", "周一开不开门呀"),
        ("补几块钱？", "补多少钱?"),
        ("转移了多少人来着", "转移了多少人"),
        ("桥修好了没有", "桥修好了吗"),
        ("路通了没", "路通了吗"),
        ("这里有没有", "这里有没有"),
        ("火灾严重不？", "火灾严重吗?"),
        ("那边堵不", "那边堵吗"),
        ("人多不多", "人多不多"),
        ("How long is the Bailu Bridge?", "how many metres long is the Bailu Bridge?"),
        ("How long is the bridge closed?", "How long is the bridge closed?"),
        ("How long is the course?", "How long is the course?"),
    ],
)
def test_colloquial_words_are_searched_in_their_printed_form(spoken, printed):
    query = understand(Request(question=spoken, today=date(2024, 11, 10)))
    assert query.search == printed
    assert query.text == spoken


@pytest.mark.parametrize("question", ["火灾严重不", "那边堵不", "人多不多", "水质好不好呀", "停车方便不方便"])
def test_a_spoken_question_with_a_negation_asks_for_yes_or_no(question):
    assert understand(Request(question=question, today=date(2024, 11, 10))).kind == "yes_no"
