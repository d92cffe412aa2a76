"""Scores of marked answers."""

from __future__ import annotations

import json

import pytest

from eval.spans import MarkedAnswer, mark_answers


def test_punctuation_case_and_spaces_are_ignored():
    marked = MarkedAnswer("几点开门？", "《The Times》，9 点", ("the times 9点",))
    assert marked.exact == 1
    assert marked.f1 == 1


def test_f1_uses_the_longest_shared_run():
    marked = MarkedAnswer("谁？", "市长李明", ("李明辉",))
    assert marked.exact == 0
    assert marked.f1 == pytest.approx(2 * 2 / (4 + 3))


def test_the_best_of_the_accepted_answers_counts():
    assert MarkedAnswer("谁？", "李明辉", ("局长", "李明辉")).exact == 1


def test_an_answer_that_shares_nothing_scores_zero():
    assert MarkedAnswer("谁？", "昨日", ("李明辉",)).f1 == 0


def test_an_answer_is_marked_in_the_paragraph_of_the_question(tmp_path, reader):
    text = "白鹭大桥昨日通车。大桥全长1268米，总投资2.3亿元。市民说，去镇上近多了。"
    corpus = {"id": "d1", "title": "", "date": None, "text": text}
    asked = {"id": "q1", "question": "大桥全长多少米？", "answers": ["1268米"], "doc_ids": ["d1"]}
    for name, line in (("corpus", corpus), ("questions", asked)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(line, ensure_ascii=False), "utf-8")
    (marked,) = mark_answers(tmp_path, "all", 1, reader)
    assert marked.words in text
    assert marked.f1 > 0.5
