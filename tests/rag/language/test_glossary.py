"""Chinese translations of English words, and names in pinyin."""

import pytest

from rag.language.en.glossary import expressions, is_pinyin, occurrences, romanised_names, stem


def chinese(text: str) -> set[str]:
    return {word for expression in expressions(text) for word in expression.chinese}


def test_an_english_word_has_its_chinese_translations():
    assert "居住证" in chinese("How much does a residence permit cost?")
    assert "通车" in chinese("When will the bridge be opened to traffic?")


def test_the_longest_expression_wins():
    assert [e.english for e in expressions("the rescue teams")] == [("rescue", "teams")]


def test_function_words_are_not_translated():
    assert expressions("How many of those are there?") == []


@pytest.mark.parametrize("form", ["opened", "opening", "opens"])
def test_forms_of_a_word_have_one_stem(form):
    assert stem(form) == stem("open")


def test_capitalised_pinyin_may_be_a_name():
    assert romanised_names("Where does the Bailu Bridge cross the river, Mr. Wang Haitao?") == [
        "bailu",
        "wanghaitao",
        "haitao",
    ]


@pytest.mark.parametrize(
    ("word", "spelt"), [("Bailu", True), ("Bridge", False), ("Xi'an", True), ("Street", False)]
)
def test_pinyin_is_distinguished_from_english(word, spelt):
    assert is_pinyin(word) == spelt


def test_a_name_is_found_by_its_reading():
    assert list(occurrences("昨日，白鹭大桥通车。", ["bailu"])) == [(3, 5, "bailu")]
    assert list(occurrences("昨日，白马大桥通车。", ["bailu"])) == []
