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
    ],
)
def test_colloquial_words_are_searched_in_their_printed_form(spoken, printed):
    query = understand(Request(question=spoken, today=date(2024, 11, 10)))
    assert query.search == printed
    assert query.text == spoken
