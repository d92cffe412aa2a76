"""A day in the question helps its report, whatever the words by which question and report name the day."""

from __future__ import annotations

from datetime import date

import pytest

from rag.schema import Request

TODAY = date(2024, 3, 20)
LINES = [
    {
        "id": "pipe",
        "title": "滨江路抢修水管",
        "date": "2024-03-09",
        "text": "昨天傍晚，滨江路一根供水管破裂，抢修队用三个小时修好，沿街十二栋楼停水。",
    },
    {
        "id": "rinse",
        "title": "北街冲洗管网",
        "date": "2024-03-18",
        "text": "北街水厂4月1日和4月8日的0时至6时冲洗管网，北街片区停水。",
    },
    {
        "id": "ferry",
        "title": "栖江渡轮首航",
        "date": "2024-02-02",
        "text": "2月1日，栖江渡轮首航，单程票价三元五角，首日载客四百二十人。",
    },
    {
        "id": "library",
        "title": "市图书馆添新书",
        "date": "2024-03-12",
        "text": "市图书馆新添图书六千册，读者凭身份证即可借阅。",
    },
    {
        "id": "boats",
        "title": "龙舟下水",
        "date": "2024-03-19",
        "text": "3月30日上午，栖江边的六条龙舟将下水试划，市民可到滨江公园观看。",
    },
    {
        "id": "runner",
        "title": "晨跑二十年",
        "date": "2024-03-18",
        "text": "我市长跑爱好者罗小满跑完第一百个半程马拉松，副市长沈芷兰为他颁奖。",
    },
]


@pytest.fixture(scope="module")
def paper(assistant_for):
    return assistant_for(LINES)


def ask(assistant, question):
    return assistant.ask(Request(question=question, today=TODAY))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("3月8日滨江路怎么停水了", "滨江路一根供水管破裂"),
        ("3月8日哪里水管破裂", "滨江路"),
        ("3月8日水管破裂修了多久", "三个小时"),
        ("滨江路停水是3月8日的事吗", "昨天傍晚"),
        ("四月八号停水吗", "4月8日"),
        ("4月8号停水吗", "4月8日"),
        ("二月一号首航的渡轮票价多少", "三元五角"),
    ],
)
def test_a_day_is_found_whatever_words_name_it(paper, question, answer):
    given = ask(paper, question)
    assert given.status == "answered"
    assert answer in given.text


def test_a_day_costs_no_confidence_beside_the_same_question_without_it(paper):
    dated, undated = ask(paper, "3月8日滨江路几栋楼停水"), ask(paper, "滨江路几栋楼停水")
    assert dated.confidence >= undated.confidence - 0.1


def test_another_day_is_still_not_answered(paper):
    assert ask(paper, "3月5日滨江路怎么停水了").status == "not_reported"
    assert ask(paper, "四月五号停水吗").status == "not_reported"


def quotes(given):
    return [citation.quote for citation in given.citations]


def test_a_guessed_week_without_a_report_is_tried_without_it_and_the_answer_says_so(paper):
    given = ask(paper, "周五滨江路几栋楼停水")
    assert (given.status, given.understood.period) == ("answered", "2024-03-22")
    assert given.statements[1].text == "您问的时间里没有查到答案，这是2024年3月9日的报道。"


def test_a_guessed_month_without_a_report_lists_those_of_any_time_and_says_so(paper):
    given = ask(paper, "12月有哪些停水的报道")
    assert given.statements[0].text == "您问的时间里没有这样的报道，下面不限时间。"
    assert "《滨江路抢修水管》" in given.text


def test_a_list_of_notices_needs_no_report_that_prints_that_word(paper):
    given = ask(paper, "最近有哪些停水停电通知")
    assert {"滨江路抢修水管", "北街冲洗管网"} <= {citation.headline for citation in given.citations}


def test_a_list_for_coming_days_has_the_reports_that_announce_them(paper):
    given = ask(paper, "4月有哪些停水通知")
    assert {citation.headline for citation in given.citations} == {"北街冲洗管网"}


def headlines(given):
    return [citation.headline for citation in given.citations]


def test_a_list_of_recent_reports_is_one_of_the_last_month_and_says_so(paper):
    given = ask(paper, "最近有哪些新闻")
    assert given.understood.period == "2024-02-19/2024-03-20"
    assert given.statements[0].text == "2024年2月19日以来共5篇报道，由新到旧："
    assert "栖江渡轮首航" not in headlines(given)
    dates = [citation.date for citation in given.citations]
    assert dates == sorted(dates, reverse=True)


def test_a_list_of_recent_reports_has_none_printed_after_today(paper):
    given = paper.ask(Request(question="最近有哪些新闻", today=date(2024, 3, 10)))
    assert headlines(given) == ["滨江路抢修水管"]
    given = paper.ask(Request(question="最近有哪些停水的新闻", today=date(2024, 3, 10)))
    assert headlines(given) == ["滨江路抢修水管"]


def test_without_a_recent_report_a_list_has_older_ones_and_says_so(paper):
    given = paper.ask(Request(question="最近有哪些渡轮的新闻", today=date(2024, 3, 20)))
    assert given.statements[0].text == "您问的时间里没有这样的报道，下面不限时间。"
    assert headlines(given) == ["栖江渡轮首航"]


@pytest.mark.parametrize(
    "question", ["周末有什么活动", "What events are on at the weekend?", "What's on at the weekend?"]
)
def test_a_list_for_the_weekend_has_what_is_announced_for_its_days(paper, question):
    given = paper.ask(Request(question=question, today=date(2024, 3, 28)))
    assert given.understood.period == "2024-03-30/2024-03-31"
    assert headlines(given) == ["龙舟下水"]


def test_without_an_announcement_for_the_weekend_no_list_of_other_times_takes_its_place(paper):
    given = ask(paper, "周末有什么活动")
    assert "不限时间" not in given.text


def test_a_deputy_or_a_long_distance_runner_is_not_the_mayor(paper):
    assert ask(paper, "市长是谁").status == "not_reported"
    assert "副市长沈芷兰" in ask(paper, "副市长是谁").text


def test_an_exact_week_without_a_report_is_declined_with_the_nearest_lines_of_other_days(paper):
    given = ask(paper, "上周五滨江路几栋楼停水")
    assert given.status == "not_reported"
    assert LINES[0]["text"] in quotes(given)


def test_the_day_of_a_false_premise_does_not_hide_the_line_that_contradicts_it(paper):
    given = ask(paper, "北街水厂冲洗管网为什么推迟到12月底")
    assert given.understood.period == ""
    assert LINES[1]["text"] in quotes(given)


def test_yesterday_in_a_quotation_is_told_by_its_date(paper):
    given = ask(paper, "滨江路几栋楼停水")
    assert given.statements[1].text == "那是2024年3月9日的报道，文中的“昨天”指2024年3月8日。"


def test_yesterday_in_todays_paper_needs_no_date(paper):
    given = paper.ask(Request(question="滨江路几栋楼停水", today=date(2024, 3, 9)))
    assert [statement.kind for statement in given.statements] == ["quoted"]
