"""Examples that teach the reader what a question takes from the one before it."""

from __future__ import annotations

import pytest

from eval.reader.talk import leaned_on, short_question


def test_a_follow_up_leans_on_the_subject_that_its_standalone_wording_adds():
    previous = "栖川的白鹭大桥几点封路"
    span = leaned_on("哪天通车", "栖川的白鹭大桥哪天通车", previous)
    assert span and previous[span.start : span.end] == "栖川的白鹭大桥"


def test_a_question_that_stands_alone_leans_on_nothing():
    assert leaned_on("白鹭大桥哪天通车", "白鹭大桥哪天通车", "市图书馆几点关门") is None


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("孩子放假了，栖川图书馆的暑期夏令营要交多少钱", "夏令营要交多少钱"),
        ("多少钱一张票", ""),
        ("她几点来", ""),
    ],
)
def test_a_short_question_begins_with_the_last_name_before_what_it_asks(question, short):
    assert short_question(question) == short
