"""The words that BM25 counts."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.words import words


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("救援行動", "救援行动"),
        ("ＡＢＣ１２３", "abc123"),
        ("1,052次", "1052 次"),
        ("Operations", "operation"),
        ("cities", "city"),
        ("The children's palace", "the children palace"),
    ],
)
def test_spellings_of_the_same_text_have_the_same_words(a, b):
    assert words(a) == words(b)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1052次", {"1052", "1052次"}),
        ("1.4亿余元", {"1.4", "1.4亿"}),
        ("3000万元", {"3000", "3000万"}),
        ("12.5%", {"12.5", "12.5%"}),
        ("零下3℃", {"3", "3°c"}),
        ("3月14日", {"3", "3月", "14", "14日"}),
        ("5G网络", {"5g", "网络"}),
        ("A02版", {"a02", "版"}),
    ],
)
def test_a_number_is_found_alone_and_with_its_unit(text, expected):
    assert expected <= set(words(text))


def test_a_word_that_is_segmented_differently_still_matches_by_its_character_pairs():
    name, sentence = set(words("胡美樱子")), set(words("记者胡美樱子报道"))
    assert {"2:胡美", "2:美樱", "2:樱子"} <= name & sentence


def test_a_pair_never_equals_a_word():
    assert "2:救援" in words("救援队") and "救援" not in words("救援队")


def test_repetitions_are_kept_for_term_frequency():
    assert words("雨，雨").count("雨") == 2


def test_punctuation_yields_no_words():
    assert words("，。！？——《》“”（）… \n\t _") == []


def test_an_ending_that_is_not_a_plural_is_kept():
    assert words("bus gas press bees") == ["bus", "gas", "press", "bee"]


@given(st.text())
def test_any_text_has_words_that_an_index_can_hold(text):
    for word in words(text):
        assert word and not any(character.isspace() for character in word)
        assert len(word.encode()) < 65_530  # Tantivy drops longer ones


@pytest.mark.parametrize("piece", ["1", "a", "1.", "1a", "字", "１，", "'s"])
def test_a_long_text_takes_no_longer_than_its_length(piece):
    started = time.process_time()
    words(piece * 20_000)
    assert time.process_time() - started < 2
