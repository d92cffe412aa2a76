"""Question sets: what counts as an answer, and what keeps tuning apart from reporting."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.sets import group_of, load, part_of, shares_topic

DOCUMENTS = st.lists(st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=3), min_size=1, max_size=12)


@given(DOCUMENTS)
def test_questions_that_share_a_document_are_on_one_side(documents):
    groups = group_of(documents)
    for first, group in zip(documents, groups, strict=True):
        for second, other in zip(documents, groups, strict=True):
            if set(first) & set(second):
                assert group == other
                assert part_of(group) == part_of(other)


@given(DOCUMENTS)
def test_a_group_is_named_by_its_smallest_document_in_any_order(documents):
    assert group_of(documents) == group_of(documents[::-1])[::-1]


def test_both_sides_get_about_half():
    parts = [part_of(str(n)) for n in range(1000)]
    assert 400 < parts.count("tune") < 600


@pytest.fixture
def questions(tmp_path):
    lines = [
        {"id": 1, "question": "多少人？", "answers": ["1052 次", "一千零五十二次"], "doc_ids": ["a"]},
        {
            "id": 2,
            "question": "何时何地？",
            "answers": [["3月1日"], ["杭州", "杭州市"]],
            "answers_mode": "all-of-any",
            "doc_ids": ["a", "b"],
            "negative_ids": ["c"],
        },
        {"id": 3, "question": "今天呢？", "answers": [], "answerable": False, "today": "2021-4-1"},
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return load(tmp_path, date(2024, 1, 1))


def test_an_answer_matches_whatever_its_spaces_width_and_script(questions):
    assert questions[0].answered_by("共開展１０５２次。")
    assert questions[0].answered_by("一千零五十 二次")
    assert not questions[0].answered_by("共1051次")


def test_all_facts_are_needed_where_the_set_says_so(questions):
    assert questions[1].answered_by("3月1日在杭州")
    assert not questions[1].answered_by("3月1日在宁波")


def test_a_question_without_an_answer_is_never_answered(questions):
    assert not questions[2].answered_by("任何话") and not questions[2].answerable


def test_days_are_read_as_people_write_them(questions):
    assert [q.today for q in questions] == [date(2024, 1, 1), date(2024, 1, 1), date(2021, 4, 1)]


def test_a_look_alike_shares_the_questions_topic():
    assert shares_topic("白鹭大桥全长多少米", "白鹭大桥全长612米")
    assert not shares_topic("白鹭大桥全长多少米", "图书馆周一闭馆")
