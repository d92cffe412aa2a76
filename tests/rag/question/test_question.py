"""How a question is parsed."""

from __future__ import annotations

from datetime import date

import pytest

from rag.question import understand
from rag.schema import Request


def query_of(question, intent="question"):
    return understand(Request(question=question, today=date(2024, 3, 20)), intent)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("2023年各支救援队共开展了多少次救援行动？", "number"),
        ("有几家基层工会来参加培训", "number"),
        ("大桥有多长", "number"),
        ("How many rescue operations were there?", "number"),
        ("图书馆周末几点关门啊", "time"),
        ("治理提效工作例会什么时候召开", "time"),
        ("2023年春运时间？", "time"),
        ("停水要多长时间", "number"),
        ("2022年全市的生产总值增长率", "number"),
        ("春节档票房冠军", "thing"),
        ("When was the meeting held?", "time"),
        ("市人力社保局局长是谁", "person"),
        ("禁毒宣传在哪里开展", "place"),
        ("为啥停水", "reason"),
        ("明天停水吗", "yes_no"),
        ("怎么办老年卡", "manner"),
        ("被拘留的日报记者是谁", "person"),
        ("栖川通", "thing"),
    ],
)
def test_the_kind_of_thing_asked_for(question, kind):
    assert query_of(question).kind == kind


def test_the_topic_contains_no_question_words():
    assert query_of("请问一下图书馆周末几点关门啊？").topic == "图书馆周末 关门"


def test_the_topic_of_a_question_for_the_author_has_no_words_about_writing():
    assert query_of("谁写了救援队的报道", intent="author").topic == "救援队"


def test_a_word_that_contains_a_question_word_stays_whole():
    assert query_of("目的地在哪里").topic == "目的地"


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("2024年2月以前大桥修好了吗", "大桥修好了吗"),
        ("自2023年8月1日起大桥有什么进展", "大桥有什么进展"),
        ("What has happened to the bridge since March 2023?", "What has happened to the bridge ?"),
    ],
)
def test_boundaries_of_time_are_not_searched_for(question, searched):
    query = query_of(question)
    assert " ".join(query.search.split()) == searched
    assert query.period and query.by_boundary
    assert "大桥" in query.topic or "bridge" in query.topic


@pytest.mark.parametrize(
    "question",
    ["2024年2月大桥修好了吗", "2024年底前要修好哪些桥", "周末有什么展览"],
)
def test_other_days_and_future_boundaries_are_searched_for(question):
    query = query_of(question)
    assert query.search == question
    assert not query.by_boundary


def test_traditional_script_is_searched_in_simplified():
    query = query_of("圖書館去年來了多少人")
    assert query.search == "图书馆去年来了多少人"
    assert query.text == "圖書館去年來了多少人"
    assert str(query.period) == "2023-01-01/2023-12-31"


@pytest.mark.parametrize(
    ("question", "search"),
    [
        ("大桥他妈的什么时候通车", "大桥 什么时候通车"),
        ("When the hell does the bridge open?", "When does the bridge open?"),
        ("他妈的", "他妈的"),
        ("陈思源和他妈的合影在哪里", "陈思源和他妈的合影在哪里"),
    ],
)
def test_an_interjected_rude_word_is_not_searched_for(question, search):
    assert query_of(question).search == search


@pytest.mark.parametrize(
    "question",
    [
        "图书馆礼拜一开门不",
        "週一開嗎",
        "展览周一闭馆吗",
        "Is the library open on Monday?",
        "《昨日重现》在哪里演",
    ],
)
def test_a_recurring_weekday_and_a_title_do_not_restrict_the_period(question):
    assert query_of(question).period is None


@pytest.mark.parametrize(
    "question", ["周一停水吗", "下周一开放吗", "上周五图书馆开门了吗", "Was it open last Monday?"]
)
def test_a_weekday_that_means_a_date_restricts_the_period(question):
    assert query_of(question).period


@pytest.mark.parametrize(
    ("question", "searched"),
    [
        ("最近停过电吗", "停电吗"),
        ("最近大桥怎么样了", "大桥怎么样了"),
        ("Has the road been closed recently?", "Has the road been closed ?"),
    ],
)
def test_a_word_for_recently_is_not_searched_for_but_newer_reports_come_first(question, searched):
    query = query_of(question)
    assert (query.search, query.period) == (searched, None)
    assert query.recent and query.recent.end == query.today


def test_a_comparison_with_the_last_days_keeps_their_word():
    question = "加油的人为什么比前几天多"
    assert query_of(question, "comparison").search == question


def test_a_verb_that_is_split_by_a_particle_is_searched_for_as_papers_print_it():
    query = query_of("2月停过电没有")
    assert (query.search, query.kind) == ("2月停电吗", "yes_no")
    assert query_of("8月停过电吗").period.start.year == 2023
