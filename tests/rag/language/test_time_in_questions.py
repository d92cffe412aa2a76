"""Which days the words of a question mean, and which words only look like a time."""

from __future__ import annotations

from datetime import date

import pytest

from rag.language import asked_period, mentions
from rag.language.tense import REACH, tense_at
from rag.question import understand
from rag.schema import Request

WEDNESDAY = date(2024, 3, 20)


def period(question):
    return str(asked_period(question, WEDNESDAY))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("上上个季度开工了几座桥", "2023-07-01/2023-09-30"),
        ("下下季度开工几座桥", "2024-07-01/2024-09-30"),
        ("上上上个月栖川下了几场雨", "2023-12-01/2023-12-31"),
        ("上上上周二哪里停电", "2024-02-27"),
        ("下下下周一停水吗", "2024-04-08"),
        ("What was built in the quarter before last?", "2023-07-01/2023-09-30"),
        ("What was built the week before last?", "2024-03-04/2024-03-10"),
        ("What closes the Friday after next?", "2024-04-05"),
    ],
)
def test_each_further_last_or_next_counts(question, meant):
    assert period(question) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("半个月前哪里停电", "2024-03-02/2024-03-08"),
        ("半个月后有什么展览", "2024-04-01/2024-04-07"),
        ("一个半月前哪里停电", "2024-02-02/2024-02-08"),
        ("近半个月下了几场雨", "2024-03-05/2024-03-20"),
    ],
)
def test_half_a_month_is_some_days_around_its_day(question, meant):
    assert period(question) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("去年十二月月底的灯会在哪里", "2023-12-21/2023-12-31"),
        ("2023年10月国庆游客多少", "2023-10-01/2023-10-07"),
        ("去年5月劳动节游客多少", "2023-05-01/2023-05-05"),
        ("3月2日（周六）的音乐会来了多少人", "2024-03-02"),
        ("周六（3月2日）的音乐会来了多少人", "2024-03-02"),
        ("Who won on Saturday, March 2?", "2024-03-02"),
    ],
)
def test_two_words_for_one_time_are_no_range(question, meant):
    assert period(question) == meant


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("国庆来了多少游客", "2023-10-01/2023-10-07"),
        ("国庆会放几天假", "2024-10-01/2024-10-07"),
        ("How many tourists came on National Day?", "2023-10-01/2023-10-07"),
        ("6月下了几场雨", "2023-06-01/2023-06-30"),
        ("周五停水了吗", "2024-03-15"),
        ("周一会停水吗", "2024-03-25"),
        ("Who won on Friday?", "2024-03-15"),
        ("Who will play on Monday?", "2024-03-25"),
    ],
)
def test_the_tense_says_whether_the_last_or_the_next_is_meant(question, meant):
    assert period(question) == meant


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("A boat sank on Saturday near the old bridge.", "2024-03-16"),
        ("Police found two bicycles Friday after a search.", "2024-03-15"),
        ("The library reopened Thursday, the director said.", "2024-03-14"),
        ("The ferry was closed on Sunday for repairs.", "2024-03-17"),
        ("The council meets Thursday to vote on the bridge.", "2024-03-21"),
        ("The fair opens on Friday, the director said.", "2024-03-22"),
        ("The council met Monday.", "2024-03-18"),
    ],
)
def test_a_weekday_in_print_is_the_last_one_in_the_past_tense_and_else_the_next(sentence, day):
    monday = date(2024, 3, 18)
    assert [str(mention.period) for mention in mentions(sentence, monday)] == [day]


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("灯会为什么推迟到12月底", "None"),
        ("书市为什么提前到了4月1日", "None"),
        ("渡轮首航改在周六了吗", "None"),
        ("Why was the fair postponed until May?", "None"),
        ("Why was the fair moved back to 5 May?", "None"),
        ("4月1日的书市为什么推迟到5月", "2024-04-01"),
        ("4月到5月停水几次", "2024-04-01/2024-05-31"),
        ("Is there a fair until 5 May?", "2024-03-20/2024-05-05"),
    ],
)
def test_a_day_to_which_something_was_moved_is_not_searched_in(question, meant):
    assert period(question) == meant


@pytest.mark.parametrize(
    ("question", "guessed"),
    [
        ("6月下了几场雨", True),
        ("周五停水了吗", True),
        ("国庆来了多少游客", True),
        ("Who won in May?", True),
        ("去年6月下了几场雨", False),
        ("上周五停水了吗", False),
        ("去年国庆来了多少游客", False),
        ("3月2日（周六）的音乐会来了多少人", False),
        ("Who won on Saturday, March 2?", False),
        ("3月8日哪里停水", False),
        ("最近停水了吗", False),
        ("4月1日的书市为什么推迟到5月", False),
    ],
)
def test_only_a_month_weekday_or_festival_without_its_year_or_week_is_guessed(question, guessed):
    assert understand(Request(question=question, today=WEDNESDAY)).guesses_period == guessed


@pytest.mark.parametrize(
    "question",
    [
        "白露大桥有多长",
        "端午小区在哪里",
        "双十一快递堆在哪里",
        "试用期满后年假怎么算",
        "毕业后年薪多少",
        "清明是哪里人",
        "清明今年八十三岁了吗",
        "张国庆获了什么奖",
        "今年83岁的摆渡人是谁",
    ],
)
def test_names_and_ages_are_no_times(question):
    assert period(question) == "None"


@pytest.mark.parametrize(
    "question",
    [
        "周三下午两点老年大学上什么课",
        "星期三有什么课",
        "周四王医生坐诊吗",
        "Which classes are there on Friday?",
    ],
)
def test_a_weekday_in_a_question_about_a_timetable_is_no_date(question):
    assert understand(Request(question=question, today=WEDNESDAY)).period is None


@pytest.mark.parametrize(("distance", "tense"), [(REACH - 10, 1), (REACH + 10, 0)])
def test_only_words_near_a_time_show_its_tense_however_long_the_sentence(distance, tense):
    text = "将" + "栖" * distance + "周五" + "栖" * 10_000
    start = text.index("周五")
    assert tense_at(text, start, start + 2) == tense


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("周末有什么活动", "2024-03-23/2024-03-24"),
        ("双休日有什么展览", "2024-03-23/2024-03-24"),
        ("周末的灯会办了吗", "2024-03-16/2024-03-17"),
        ("What is on at the weekend?", "2024-03-23/2024-03-24"),
        ("Who won at the weekend?", "2024-03-16/2024-03-17"),
        ("图书馆周末几点关门", "None"),
        ("Is the library open at the weekend?", "None"),
    ],
)
def test_the_weekend_is_the_next_one_or_in_the_past_tense_the_last(question, meant):
    assert str(understand(Request(question=question, today=WEDNESDAY)).period) == meant


def test_a_printed_weekend_without_a_date_is_no_day():
    assert not mentions("周末上山要结伴。", WEDNESDAY)
