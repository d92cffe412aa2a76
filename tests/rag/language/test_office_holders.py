"""Whether a text names the holder of the office that a question asks for."""

from __future__ import annotations

import pytest

from rag.language.answer_candidates import names_office_holder


@pytest.mark.parametrize("text", ["市长李明说，大桥年底通车。", "市委副书记、市长李明出席。"])
def test_a_name_beside_the_office_is_its_holder(text):
    assert names_office_holder("市长", text)


def test_words_that_only_look_like_the_office_across_a_word_border_are_none():
    assert not names_office_holder("市长", "我市长跑爱好者李明夺冠。")
