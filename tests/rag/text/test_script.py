"""Detection and conversion of scripts and languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language import locale_of
from rag.text.script import to_simplified


def test_traditional_becomes_simplified():
    assert to_simplified("圖書館幾點關門") == "图书馆几点关门"


@given(st.text(max_size=80))
def test_one_character_stays_one_character(text):
    assert len(to_simplified(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("图书馆几点关门", "zh-Hans"),
        ("圖書館幾點關門", "zh-Hant"),
        ("When does the library open?", "en"),
        ("GDP是多少", "zh-Hans"),
        ("后面", "zh-Hans"),
        ("1052", "zh-Hans"),
        ("", "zh-Hans"),
    ],
)
def test_a_question_has_a_language(text, language):
    assert locale_of(text) == language
