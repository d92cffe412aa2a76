"""What somebody said comes with the paper's corrections, and with what the person said after it."""

from __future__ import annotations

from datetime import date

import pytest

from rag.schema import Request

LINES = [
    {
        "id": "lifts",
        "title": "旧楼加装电梯今年装四十部",
        "date": "2024-03-12",
        "text": "副市长沈芷兰3月11日说，今年加装电梯四十部，每部补贴十万元。她说：“住户意见不一致的，先协商。”",
    },
    {
        "id": "correction",
        "title": "更正",
        "date": "2024-03-13",
        "text": "本报3月12日《旧楼加装电梯今年装四十部》一文中，“每部补贴十万元”应为“每部补贴八万元”。",
    },
]


@pytest.fixture(scope="module")
def given(assistant_for):
    return assistant_for(LINES).ask(Request(question="沈芷兰说了什么", today=date(2024, 3, 20)))


def test_the_correction_of_a_statement_comes_before_it(given):
    assert "八万元" in given.statements[0].text
    assert "十万元" in given.statements[1].text


def test_the_words_that_follow_with_a_pronoun_are_quoted_too(given):
    assert given.statements[-1].text.startswith("她说：“住户意见不一致的")
