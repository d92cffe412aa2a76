"""Questions that compare the times of several events."""

from __future__ import annotations

from datetime import date

import pytest

from rag.question import understand
from rag.schema import Request

TODAY = date(2025, 3, 20)
ARTICLES = [
    ("2023-05-08", "栖江二桥合龙", "5月8日上午，栖江二桥主桥顺利合龙，全长860米。"),
    ("2024-09-12", "市图书馆新馆开馆", "9月12日，市图书馆新馆正式开馆，首日接待读者3200人。"),
    ("2024-11-02", "菜市场改造", "城东菜市场改造11月2日完工，摊位增加到120个。"),
    ("2024-11-20", "公交线路调整", "11月20日起，12路公交车改走滨江路。"),
    (None, "滨江步道开放", "滨江步道10月1日起免费开放，全长3公里。"),
]


def events(question):
    return [e.removesuffix("是什么时候？") for e in query_of(question).events]


def query_of(question):
    return understand(Request(question=question, today=TODAY))


@pytest.fixture(scope="module")
def assistant(assistant_for):
    return assistant_for(
        {"id": headline, "date": day, "title": headline, "text": text} for day, headline, text in ARTICLES
    )


@pytest.mark.parametrize(
    "question",
    [
        "栖江二桥合龙和图书馆新馆开馆哪个更早？",
        "栖江二桥合龙与图书馆新馆开馆，哪个事件发生得更早？",
        "请问栖江二桥合龙和图书馆新馆开馆这两件事哪个在先",
        "栖江二桥合龙和图书馆新馆开馆是同一年发生的吗？",
        "栖江二桥合龙和图书馆新馆开馆相差多少天？",
        "栖江二桥合龙比图书馆新馆开馆早多少天？",
        "栖江二桥合龙和图书馆新馆开馆分别是什么时候？",
        "以下事件哪个最早发生：栖江二桥合龙、图书馆新馆开馆？",
        "棲江二橋合龍和圖書館新館開館哪個更早？",
    ],
)
def test_two_events_are_separated(question):
    assert events(question) == ["栖江二桥合龙", "图书馆新馆开馆"]


def test_the_middle_of_several_ands_separates_two_events():
    question = "市领导与企业代表座谈和市图书馆与电影院签约哪个更早？"
    assert events(question) == ["市领导与企业代表座谈", "市图书馆与电影院签约"]


def test_events_are_not_separated_within_a_title_or_a_word():
    question = "《山和水》首映和和平路通车是在同一个月吗？"
    assert events(question) == ["《山和水》首映", "和平路通车"]


def test_every_event_of_a_list_is_found():
    question = "大桥合龙、新馆开馆和菜市场改造完工，哪个最晚？"
    assert events(question) == ["大桥合龙", "新馆开馆", "菜市场改造完工"]


def test_a_year_before_all_events_applies_to_each():
    assert events("2024年，新馆开馆和菜市场改造哪个更早？") == ["2024年新馆开馆", "2024年菜市场改造"]
    assert events("2023年大桥合龙和2024年新馆开馆哪个更早？") == ["2023年大桥合龙", "2024年新馆开馆"]


def test_english_events_are_separated():
    question = "Which came first, the bridge closure or the library opening?"
    assert query_of(question).events == ("When was the bridge closure?", "When was the library opening?")


@pytest.mark.parametrize(
    "question",
    [
        "小学和初中哪个放学更早？",
        "今年比去年早多少天",
        "图书馆和体育馆几点关门？",
        "大桥合龙和开馆说了什么",
        "哪个更早？",
    ],
)
def test_other_questions_name_no_events(question):
    assert events(question) == []


def test_both_events_are_quoted_with_their_days_after_them(assistant):
    answer = assistant.ask(Request(question="栖江二桥合龙和市图书馆新馆开馆哪个更早？", today=TODAY))
    assert answer.status == "answered"
    assert answer.statements[2].kind == "added"
    assert answer.statements[2].text == "以上是2023年5月8日和2024年9月12日的报道。"
    assert [s.kind for s in answer.statements[:2]] == ["quoted", "quoted"]
    quoted = [next(c for c in answer.citations if c.n == s.citations[0]) for s in answer.statements[:2]]
    assert [str(citation.date) for citation in quoted] == ["2023-05-08", "2024-09-12"]


def test_an_event_from_an_undated_report_says_so_and_each_event_has_its_own_note(assistant):
    answer = assistant.ask(Request(question="滨江步道开放和栖江二桥合龙哪个更早？", today=TODAY))
    assert [s.kind for s in answer.statements] == ["quoted", "added", "quoted", "added"]
    assert answer.statements[1].text == "这篇报道没有注明日期。"
    assert answer.statements[3].text == "那是2023年5月8日的报道。"


def test_both_events_are_the_first_that_are_found(assistant):
    found = assistant.search(Request(question="公交线路调整和菜市场改造哪个更晚？", today=TODAY))
    assert {f.headline for f in found[:2]} == {"公交线路调整", "菜市场改造"}
