"""What the reader is told of the tokens of question and passage."""

import numpy as np

from rag.reader.features import FEATURES, character_features, token_features


def marked(question: str, passage: str, name: str, context: int = 0) -> str:
    """The characters of the passage that have the feature."""
    column = character_features(question, passage, context).passage[:, FEATURES.index(name)]
    return "".join(character for character, has in zip(passage, column, strict=True) if has)


def test_what_both_sides_have_is_marked_by_the_length_of_the_run():
    assert marked("救援队有多少人", "社会救援队员", "shared_unit") == "救援队"
    assert marked("救援队有多少人", "社会救援队员", "shared_triple") == "救援队"
    assert marked("援助", "社会救援队员", "shared_pair") == ""


def test_common_characters_count_as_nothing_shared():
    assert marked("他的书", "我的家", "shared_unit") == ""


def test_numbers_amounts_and_days_are_marked():
    assert marked("", "3月14日有1052次行动", "date") == "3月14日"
    assert marked("", "3月14日有1052次行动", "amount").endswith("1052次")
    assert marked("", "“五战双强”行动", "quoted") == "“五战双强”"


def test_an_english_question_marks_what_it_means_in_chinese():
    assert marked("Which rescue teams came?", "社会救援队来了", "translated") == "救援队"
    assert marked("Where is the Bailu Bridge?", "白鹭大桥开工", "translated").startswith("白鹭")


def test_headline_and_day_are_told_from_the_passage():
    assert marked("", "标题\n正文", "context", context=3) == "标题\n"


def test_a_token_has_what_any_of_its_characters_has():
    rows = np.array([[0, 0], [1, 0], [0, 0]], np.float32)
    assert token_features(rows, np.array([[0, 2], [2, 3], [1, 1]])).tolist() == [[1, 0], [0, 0], [0, 0]]
