"""Whether a text names the holder of the office that a question asks for."""

from __future__ import annotations

import pytest

from rag.language.answer_candidates import names_office_holder, only_resembles_office


@pytest.mark.parametrize("text", ["市长李明说，大桥年底通车。", "市委副书记、市长李明出席。"])
def test_a_name_beside_the_office_is_its_holder(text):
    assert names_office_holder("市长", text)


@pytest.mark.parametrize("text", ["副市长李明说，大桥年底通车。", "我市长跑爱好者李明夺冠。"])
def test_a_deputy_or_a_word_that_only_looks_like_the_office_is_not(text):
    assert only_resembles_office("市长", text)


@pytest.mark.parametrize(
    "text", ["市长李明说，大桥年底通车。", "市长和副市长都到了。", "前市长是李明。", "大桥年底通车。"]
)
def test_the_office_itself_or_none_at_all_does_not_only_resemble_it(text):
    assert not only_resembles_office("市长", text)


def test_the_deputys_office_can_be_asked_for():
    assert not only_resembles_office("副市长", "副市长李明说，大桥年底通车。")
