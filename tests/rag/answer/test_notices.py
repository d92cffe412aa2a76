"""`今天有什么通知` is answered with what was announced and is not over: the nearest day first, each with its printed words."""

from __future__ import annotations

from datetime import date

import pytest

from rag.schema import Request

TODAY = date(2024, 11, 12)
ARTICLES = [
    ("water", "2024-11-11", "停水通知", "因管道检修，明天8时至17时柳荫路停水。停水范围：柳荫路1号至58号。"),
    ("water-past", "2024-11-09", "停水通知", "因管道检修，11月10日8时至17时青年路停水，请居民提前储水。"),
    (
        "power",
        "2024-11-08",
        "停电通知",
        "因电网改造，以下区域将停电：\n11月11日8:00至17:00，停电线路：文昌线。\n11月14日8:30至15:30，停电线路：石坪线。",
    ),
    ("road", "2024-11-08", "滨江路封闭施工", "因路面维修，滨江路11月10日至11月20日封闭，过往车辆请绕行。"),
    (
        "course",
        "2024-11-05",
        "老年大学招生",
        "市老年大学书法班开始招生，报名截止时间为11月15日，每班30人。",
    ),
    ("parking", "2024-11-12", "菜市巷禁止停车", "12月1日起，菜市巷禁止机动车停车，违停车辆将被拖移。"),
    ("concert", "2024-11-10", "江畔音乐会", "江畔音乐会将于11月16日晚7时在江心公园举行，免费入场。"),
    ("cancelled", "2024-11-11", "江畔音乐会取消", "因场地维修，原定11月16日举行的江畔音乐会取消。"),
    ("opened", "2024-11-12", "新书店开业", "今日上午，云栖书店举行了开业仪式，读者排起了长队。"),
    ("plan", "2024-11-12", "三期工程有望开工", "城乡供水三期工程计划明年3月开工，12月完成招标。"),
    (
        "healed",
        "2024-11-10",
        "胸痛中心通过认证",
        "今年8月，司机老何突发胸痛，55分钟后血管开通，一周后康复出院。",
    ),
    (
        "correction",
        "2024-11-12",
        "更正",
        "本报11月11日刊发的《滨江路今起封闭》一文中，“15日”应为“20日”，特此更正。",
    ),
    ("rule", "2024-03-28", "城南禁止鸣笛", "市交警大队通知，4月1日起城南街道禁止机动车鸣笛。"),
    ("next-year", "2024-11-13", "明天的报纸", "11月20日城东停水，请居民提前储水。"),
]


@pytest.fixture(scope="module")
def paper(assistant_for):
    return assistant_for(
        [{"id": name, "date": day, "title": title, "text": text} for name, day, title, text in ARTICLES]
    )


def ask(paper, question, today=TODAY):
    return paper.ask(Request(question=question, today=today))


def quoted(answer):
    """The articles in the order in which they are first quoted."""
    sources = {citation.n: citation.source_id for citation in answer.citations}
    return list(dict.fromkeys(sources[s.citations[0]] for s in answer.statements if s.kind == "quoted"))


@pytest.mark.parametrize(
    "question", ["今天有什么通知", "今天有哪些通知？", "今日有什么公告", "any notices today?"]
)
def test_today_has_what_holds_today_or_begins_later(paper, question):
    answer = ask(paper, question)
    assert quoted(answer) == ["water", "road", "power", "course", "cancelled", "concert", "parking"]


def test_each_notice_is_quoted_with_its_date_and_source_and_the_first_line_counts_them(paper):
    answer = ask(paper, "今天有什么通知")
    first, *others = answer.statements
    assert first.text.startswith("2024年11月12日起的通知共") and first.citations
    assert others[0].text == "因管道检修，明天8时至17时柳荫路停水。停水范围：柳荫路1号至58号。"
    assert others[1].text == "那是2024年11月11日的通知，文中的“明天”指2024年11月12日。"
    assert all(statement.citations for statement in answer.statements)
    assert all(citation.date for citation in answer.citations)


def test_of_a_notice_with_several_days_the_past_ones_are_left_out(paper):
    texts = " ".join(statement.text for statement in ask(paper, "今天有什么通知").statements)
    assert "石坪线" in texts and "文昌线" not in texts


def test_a_notice_of_one_thing_is_found_by_its_word(paper):
    assert quoted(ask(paper, "今天有哪些停水通知")) == ["water"]
    assert quoted(ask(paper, "今天有哪些停水停电通知")) == ["water", "power"]


def test_the_notices_of_a_coming_day_are_those_of_that_day_alone(paper):
    answer = ask(paper, "11月14日有什么通知")
    assert quoted(answer) == ["power", "road"] or quoted(answer) == ["road", "power"]
    assert answer.statements[0].text == "2024年11月14日的通知共2条："


def test_where_there_is_no_notice_none_is_made_up(paper):
    answer = ask(paper, "今天有什么通知", date(2025, 6, 1))
    assert answer.status == "not_reported"
    assert not answer.statements


def test_recent_and_past_notices_stay_a_list_of_reports(paper):
    assert "篇报道" in ask(paper, "最近有哪些停水通知").statements[0].text
    assert "篇报道" in ask(paper, "11月9日有哪些停水通知").statements[0].text
