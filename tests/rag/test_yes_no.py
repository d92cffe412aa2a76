"""A question that asks for yes or no is answered with the printed line that settles it; the system adds no yes or no."""

from __future__ import annotations

from datetime import date

import pytest

from rag.schema import Answer, Request

TODAY = date(2024, 11, 10)


def quoted_lines(answer: Answer) -> list[str]:
    """What is quoted, in the order shown: the answer, or the nearest lines if the question is declined."""
    nearest = [answer.citations[n - 1].quote for n in answer.nearest_lines]
    return [statement.text for statement in answer.statements if statement.kind == "quoted"] or nearest


@pytest.mark.parametrize(
    ("question", "settled_by"),
    [
        ("白鹭大桥通车了吗？", "正式通车"),
        ("白鹭大桥通车时间是不是推迟了？", "推迟到今年10月底"),
        ("图书馆周一开门吗？", "周一闭馆"),
        ("公交19路还停南门菜场站吗？", "取消南门菜场站"),
        ("老年食堂的晚餐要提前预订吗？", "14:00前预订"),
        ("木偶戏《栖江渡》还有票吗？", "前3场已经售罄"),
        ("高考迟到15分钟还能进考场吗？", "15分钟后不得入场"),
        ("Is Qijiang Avenue closed for the half marathon?", "will be closed"),
    ],
)
def test_the_line_that_settles_the_question_comes_first(sample, question, settled_by):
    answer = sample.ask(Request(question=question, today=TODAY))
    assert settled_by in quoted_lines(answer)[0]


@pytest.mark.parametrize(
    "question", ["白鹭大桥通车了吗？", "图书馆周一是不是闭馆？", "Has the tea museum opened?"]
)
def test_no_yes_or_no_is_added_to_the_printed_words(sample, question):
    answer = sample.ask(Request(question=question, today=TODAY))
    assert not answer.text.startswith(("是", "否", "没有", "不", "Yes", "No"))
    printed = {citation.quote for citation in answer.citations}
    assert all(statement.text in printed for statement in answer.statements if statement.kind == "quoted")
