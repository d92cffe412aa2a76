"""Long and short forms of names."""

from __future__ import annotations

import pytest

from rag.language.zh.abbreviations import find_names, forms_in, is_form
from rag.question.abbreviations import listed_forms


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("人社局", "市人力社保局"),
        ("住建局", "市住房和城乡建设局"),
        ("浙工大", "浙江工业大学"),
    ],
)
def test_a_short_form_has_the_characters_of_the_long_one_in_order(short, long):
    assert is_form(short, long)


@pytest.mark.parametrize(
    ("short", "long"),
    [("教育局", "市教育局"), ("水利局", "市气象局"), ("人社局", "市医保局"), ("公安局", "市安全局")],
)
def test_unrelated_names_are_not_forms(short, long):
    assert not is_form(short, long)


def test_forms_are_learnt_from_a_text_with_both():
    text = "市人力社保局昨日发布通知。人社局提醒求职者。"
    assert set(forms_in(text, "人社局")) == {"市人力社保局"}
    assert set(forms_in(text, "市人力社保局")) == {"人社局"}


def test_a_form_that_an_article_introduces_is_learnt():
    text = "浙江工业大学（以下简称“浙工大”）与我市签约。"
    assert "浙江工业大学" in set(forms_in(text, "浙工大"))


def test_names_of_offices_are_found_in_a_question():
    assert "人社局" in find_names("人社局局长是谁")


def test_the_newsroom_can_list_forms_in_a_file(tmp_path):
    path = tmp_path / "abbreviations.txt"
    path.write_text("# 我们的简称\n人社局 = 市人力社保局\n\n只有一个\n", encoding="utf-8")
    assert listed_forms(path) == [("人社局", "市人力社保局")]
    assert listed_forms(tmp_path / "none.txt") == []
