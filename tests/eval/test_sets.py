"""Question sets: what counts as an answer, and how questions are split into parts."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.sets import REPORT_ONLY, groups_of, load, load_all, part_of, shares_topic

DOCUMENTS = st.lists(st.lists(st.sampled_from("abcdefghij"), min_size=1, max_size=3), min_size=1, max_size=12)


@settings(deadline=None)
@given(DOCUMENTS)
def test_questions_that_share_a_document_are_in_the_same_part(documents):
    groups = groups_of(documents)
    for first, group in zip(documents, groups, strict=True):
        for second, other in zip(documents, groups, strict=True):
            if set(first) & set(second):
                assert group == other
                assert part_of(group) == part_of(other)


@settings(deadline=None)
@given(DOCUMENTS)
def test_a_group_is_named_by_its_smallest_document_in_any_order(documents):
    assert groups_of(documents) == groups_of(documents[::-1])[::-1]


def test_questions_whose_documents_share_a_title_are_in_the_same_part():
    assert groups_of([["b"], ["a"], ["c"]], {"a": "桥", "b": "桥", "c": ""}) == ["a", "a", "c"]


def test_half_of_the_groups_are_for_reporting_and_a_sixth_of_the_others_for_tuning():
    parts = [part_of(str(n)) for n in range(1200)]
    assert 500 < parts.count("report") < 700
    assert 60 < parts.count("tune") < 140


def test_report_only_and_train_only_sets_are_never_split():
    assert {part_of(str(n), "rgb-zh") for n in range(20)} == {"report"}
    assert {part_of(str(n), "squad2-zh") for n in range(20)} == {"train"}


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
        {
            "id": 3,
            "question": "今天呢？",
            "answers": [],
            "answerable": False,
            "today": "2021-4-1",
            "tempting": {"doc_id": "a", "start": 0, "text": "昨天下了雨。"},
        },
    ]
    (tmp_path / "questions.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return load(tmp_path, date(2024, 1, 1))


@pytest.fixture
def write_set(tmp_path):
    """Writes a set with that name to disk; some of its articles have the same title."""

    def write_set(name):
        folder = tmp_path / name
        folder.mkdir()
        titles = {"a": "大桥", "b": "大桥", "c": "公园"}
        asked = [{"doc_ids": [key]} for key in titles] + [
            {"doc_ids": [], "negative_ids": ["c"], "verbatim": False}
        ]
        lines = [{"id": n, "question": "？", **line} for n, line in enumerate(asked)]
        articles = [{"id": key, "title": title, "text": ""} for key, title in titles.items()]
        (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
        (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, articles)), "utf-8")
        return folder

    return write_set


def test_an_unanswerable_question_is_grouped_by_the_documents_that_seem_to_answer(write_set):
    assert [q.group for q in load_all(write_set("set"), date(2024, 1, 1))] == ["a", "a", "c", "c"]


def test_questions_whose_answer_occurs_nowhere_word_for_word_are_left_out(write_set):
    assert [q.id for q in load(write_set("set"), date(2024, 1, 1))] == ["0", "1", "2"]


@pytest.mark.parametrize("name", sorted(REPORT_ONLY))
def test_nothing_is_tuned_on_a_report_only_set(write_set, name):
    assert {q.part for q in load_all(write_set(name), date(2024, 1, 1))} == {"report"}


def test_an_answer_matches_regardless_of_spaces_width_and_script(questions):
    assert questions[0].answered_by("共開展１０５２次。")
    assert questions[0].answered_by("一千零五十 二次")
    assert not questions[0].answered_by("共1051次")


def test_all_facts_are_needed_if_the_set_says_so(questions):
    assert questions[1].answered_by("3月1日在杭州")
    assert not questions[1].answered_by("3月1日在宁波")


def test_a_question_without_an_answer_is_never_answered(questions):
    assert not questions[2].answered_by("任何话") and not questions[2].answerable


def test_a_tempting_sentence_is_recognised_whole_or_in_part(questions):
    assert questions[2].tempted_by("昨天下了雨") and questions[2].tempted_by("报讯 昨天下了雨。今天晴。")
    assert not questions[2].tempted_by("今天晴。") and not questions[2].tempted_by("")
    assert not questions[0].tempted_by("昨天下了雨。")


def test_today_may_be_written_without_leading_zeros(questions):
    assert [q.today for q in questions] == [date(2024, 1, 1), date(2024, 1, 1), date(2021, 4, 1)]


def test_a_look_alike_shares_the_questions_topic():
    assert shares_topic("白鹭大桥全长多少米", "白鹭大桥全长612米")
    assert not shares_topic("白鹭大桥全长多少米", "图书馆周一闭馆")
