"""Each normal form makes certain spellings equal."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.archive.wording import Wording, compare
from rag.question import understand
from rag.schema import Request
from rag.text.normalise import (
    comparison_form,
    half_width,
    match_form,
    question_form,
    replace_look_alikes,
    search_form,
)
from rag.text.words import words


@pytest.mark.parametrize(
    ("printed", "character"),
    [("⻓", "长"), ("⾦", "金"), ("⻘", "青"), ("⼯", "工"), ("⺠", "民"), ("\uf98e", "年"), ("⻰", "龙")],
)
def test_radicals_and_compatibility_ideographs_become_the_usual_characters(printed, character):
    assert replace_look_alikes(printed) == character
    assert words(printed) == words(character)


def test_every_radical_becomes_a_usual_character():
    radicals = [chr(code) for code in range(0x2E81, 0x2FD6) if unicodedata.category(chr(code)) != "Cn"]
    assert all(not 0x2E80 <= ord(replace_look_alikes(radical)) < 0x2FE0 for radical in radicals)


def test_a_question_with_look_alikes_is_searched_with_usual_characters():
    query = understand(Request(question="⻓⼭路什么时候通⻋？", today=date(2024, 3, 14)))
    assert query.topic == "长山路 通车"


def test_texts_that_differ_only_in_look_alikes_are_one_story():
    text = "长山路改造工程昨日完工，全长三公里，双向四车道，沿线居民出行更加方便，市民纷纷点赞。"
    assert compare(Wording(text, None), Wording(text.replace("工", "⼯").replace("长", "⻓"), None)).same


def test_full_width_letters_and_digits_are_found_as_ascii_and_punctuation_stays():
    assert half_width("Ａ１２．５，（甲）") == "A12.5，（甲）"
    assert match_form("ＡＢ１２") == "ab12"


def test_search_form_drops_capitals_and_question_form_keeps_them():
    assert search_form("GDP總量") == "gdp总量"
    assert question_form("GDP總量") == "GDP总量"


def test_comparison_form_distinguishes_words_that_simplified_script_merges():
    assert comparison_form("了解") == comparison_form("瞭解")
    assert comparison_form("皇后") != comparison_form("皇後")


@given(st.text(max_size=80))
def test_match_form_keeps_offsets(text):
    assert len(match_form(text)) == len(text)


@given(st.text(max_size=80))
def test_normalising_twice_equals_normalising_once(text):
    for recipe in (match_form, replace_look_alikes, half_width):
        assert recipe(recipe(text)) == recipe(text)
