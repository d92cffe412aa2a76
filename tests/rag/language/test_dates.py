"""Time expressions are read as periods; each case gives its base day."""

from __future__ import annotations

from datetime import date

import pytest

from rag.dates import Period
from rag.language import asked_period, mentions, without_days

MONDAY = date(2024, 3, 18)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024年3月14日", "2024-03-14", "2024-03-14"),
        ("2024 年 3 月 14 日", "2024-03-14", "2024-03-14"),
        ("2024-03-14", "2024-03-14", "2024-03-14"),
        ("3月14日至15日", "2024-03-14", "2024-03-15"),
        ("3月14日至4月2日", "2024-03-14", "2024-04-02"),
        ("12月20日", "2023-12-20", "2023-12-20"),
        ("2023年度", "2023-01-01", "2023-12-31"),
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("1895年4月17日", "1895-04-17", "1895-04-17"),
        ("on April 17, 1895", "1895-04-17", "1895-04-17"),
        ("3月中旬", "2024-03-11", "2024-03-20"),
        ("去年上半年", "2023-01-01", "2023-06-30"),
        ("2023年第四季度", "2023-10-01", "2023-12-31"),
        ("今年", "2024-01-01", "2024-12-31"),
        ("去年5月", "2023-05-01", "2023-05-31"),
        ("前年的6月", "2022-06-01", "2022-06-30"),
        ("五年前的8月3日", "2019-08-03", "2019-08-03"),
        ("10年前", "2014-01-01", "2014-12-31"),
        ("明天", "2024-03-19", "2024-03-19"),
        ("大前天", "2024-03-15", "2024-03-15"),
        ("昨日", "2024-03-17", "2024-03-17"),
        ("上周五", "2024-03-15", "2024-03-15"),
        ("本周末", "2024-03-23", "2024-03-24"),
        ("下周", "2024-03-25", "2024-03-31"),
        ("上個月", "2024-02-01", "2024-02-29"),
        ("March 14, 2024", "2024-03-14", "2024-03-14"),
        ("14 March", "2024-03-14", "2024-03-14"),
        ("in March 2024", "2024-03-01", "2024-03-31"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("tomorrow", "2024-03-19", "2024-03-19"),
        ("how many in 2023?", "2023-01-01", "2023-12-31"),
    ],
)
def test_an_expression_is_a_range_of_days(text, start, end):
    assert asked_period(text, MONDAY) == Period(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    "text",
    ["2月30日那天", "电话2023456", "共1052次", "195名", "几个月前天津", "有1800年历史", "什么时候", ""],
)
def test_words_that_only_look_like_dates_are_not_read(text):
    assert all(m.period.days > 1 for m in mentions(text, MONDAY))  # at most the month of 2月30日


def test_without_a_base_only_expressions_with_a_year_are_read():
    assert [str(m.period) for m in mentions("去年3月5日，即2023年3月5日", None)] == ["2023-03-05"]


def test_a_mention_has_its_offsets():
    text = "记者昨日获悉，3月14日开会。"
    assert [text[m.start : m.end] for m in mentions(text, MONDAY)] == ["昨日", "3月14日"]


def test_a_new_year_turns_last_month_into_another_year():
    assert asked_period("上个月", date(2024, 1, 5)) == Period(date(2023, 12, 1), date(2023, 12, 31))


def test_vague_words_do_not_restrict_a_question():
    assert [m.vague for m in mentions("近日，记者获悉", MONDAY)] == [True]
    assert asked_period("最近有哪些停水通知", MONDAY) is None


@pytest.mark.parametrize(
    "text", ["建设历时近20个月", "耗时近三年建成", "持续近两周", "将近三年", "长达近半年"]
)
def test_a_duration_is_not_a_period(text):
    assert not mentions(text, MONDAY)


def test_a_recurring_time_is_not_a_period():
    assert not mentions("每周五、周一至周五开放，每年3月举行", MONDAY)


def test_a_date_without_a_year_is_in_the_papers_year():
    december, january = date(2024, 12, 20), date(2025, 1, 6)
    assert str(asked_period("3月8日", december)) == "2024-03-08"
    assert str(asked_period("1月5日", december)) == "2025-01-05"
    assert str(asked_period("12月28日", january)) == "2024-12-28"


def test_the_end_of_a_range_is_in_the_month_of_its_beginning():
    text = "3月28日至31日、4月2日"
    assert [(text[m.start : m.end], str(m.period)) for m in mentions(text, MONDAY)] == [
        ("3月28日至31日", "2024-03-28/2024-03-31"),
        ("4月2日", "2024-04-02"),
    ]


def test_before_and_after_are_open_without_a_limiting_day():
    assert str(asked_period("2023年以前", MONDAY)) == "../2022-12-31"
    assert str(asked_period("2023年6月之后", MONDAY)) == "2023-07-01/2024-03-18"
    assert str(asked_period("6月30日前", MONDAY)) == "2024-03-18/2024-06-29"


def test_a_holiday_without_a_year_is_the_nearest():
    assert str(asked_period("春节期间", date(2024, 12, 20))) == "2025-01-28/2025-02-04"
    assert str(asked_period("国庆", date(2024, 11, 20))) == "2024-10-01/2024-10-07"


def test_scripts_and_widths_make_no_difference():
    assert mentions("上週五", MONDAY) == mentions("上周五", MONDAY)
    assert mentions("２０２４年３月１４日", None) == mentions("2024年3月14日", None)


def test_a_question_means_the_last_month_or_holiday_rather_than_one_far_ahead():
    assert str(asked_period("11月", MONDAY)) == "2023-11-01/2023-11-30"
    assert str(asked_period("春运", date(2024, 8, 30))) == "2024-01-26/2024-03-05"
    assert str(asked_period("5月", MONDAY)) == "2024-05-01/2024-05-31"
    assert [str(m.period) for m in mentions("11月", MONDAY)] == ["2024-11-01/2024-11-30"]


def test_removing_days_also_removes_the_words_before_them():
    today = date(2024, 3, 20)
    assert without_days("自2023年8月起大桥封闭", today) == "大桥封闭"
    assert without_days("What was closed since May 2023?", today) == "What was closed  ?"
    assert without_days("昨天到3月1日之前", today, leave=lambda mention: not mention.is_boundary) == "昨天到"
