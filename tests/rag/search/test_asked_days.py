"""A question about days is answered from what is of those days, and old notices are told as old."""

from __future__ import annotations

from datetime import date

import pytest

from rag.schema import Request
from rag.search.asked_days import choose_shown

LINES = [
    {
        "id": "north",
        "title": "北街停水通知",
        "date": "2023-06-11",
        "text": "栖川市水务公司通知，因管道检修，明天8时至17时北街停水，请居民提前储水。",
    },
    {
        "id": "south",
        "title": "南街停水通知",
        "date": "2023-09-20",
        "text": "栖川市水务公司通知，因阀门更换，9月21日9时至12时南街停水，请居民提前储水。",
    },
    {
        "id": "library",
        "title": "市图书馆接待读者创新高",
        "date": "2023-12-30",
        "text": "今年市图书馆共接待读者52万人次，比去年增加6万人次。",
    },
    {
        "id": "library-before",
        "title": "市图书馆一年接待读者46万人次",
        "date": "2022-12-29",
        "text": "今年市图书馆共接待读者46万人次，新增分馆两家。",
    },
    {
        "id": "undated",
        "title": "西街停水通知",
        "text": "栖川市水务公司通知，因抢修，西街停水，请居民提前储水。",
    },
]
LASTING = [
    {
        "id": "bridge",
        "title": "栖江大桥封闭施工",
        "date": "2024-02-26",
        "text": "因桥面维修，栖江大桥3月1日至5月31日封闭，过往车辆请绕行滨江路。",
    },
    {
        "id": "market",
        "title": "菜市巷禁止停车",
        "date": "2024-03-28",
        "text": "市交警大队通知，4月1日起菜市巷禁止机动车停车，违停车辆将被拖移。",
    },
]


@pytest.fixture(scope="module")
def notices(assistant_for):
    return assistant_for(LINES)


@pytest.fixture(scope="module")
def closures(assistant_for):
    return assistant_for(LINES + LASTING)


def found(assistant, question, today):
    return [row.source_id for row in assistant.search(Request(question=question, today=today))]


def ask(assistant, question, today):
    return assistant.ask(Request(question=question, today=today))


def test_what_is_of_the_day_comes_first_then_what_bears_no_date_then_the_rest(notices):
    order = found(notices, "2023年9月21日哪里停水", date(2024, 3, 20))
    assert order[:2] == ["south", "undated"]
    assert set(order[2:]) == {"north", "library", "library-before"}


def test_a_year_is_the_one_that_the_article_speaks_of(notices):
    assert found(notices, "2022年图书馆接待了多少读者", date(2024, 3, 20))[0] == "library-before"
    assert found(notices, "去年图书馆接待了多少读者", date(2024, 3, 20))[0] == "library"


def test_without_a_day_in_the_question_no_article_is_put_behind(notices):
    assert set(found(notices, "哪里停水", date(2024, 3, 20))[:3]) == {"north", "south", "undated"}


def test_what_is_recent_is_favoured_where_it_is_asked_for(notices):
    assert found(notices, "最近哪里停水", date(2023, 9, 22))[0] == "south"


def test_what_was_reported_within_a_limit_comes_before_what_was_only_told_later(closures):
    assert found(closures, "2024年3月1日之前栖江大桥有什么进展", date(2024, 9, 1))[0] == "bridge"
    assert found(closures, "2023年7月以来南北街的停水情况", date(2024, 9, 1))[0] == "south"
    assert found(closures, "2023年7月之前南北街的停水情况", date(2024, 9, 1))[0] == "north"


def test_days_to_come_are_matched_by_what_is_said_of_them_alone(notices):
    assert ask(notices, "明天北街停水吗", date(2023, 6, 11)).status == "answered"
    given = ask(notices, "明天停水吗", date(2024, 3, 20))
    assert (given.status, given.statements) == ("not_reported", ())
    assert given.nearest[0].headline == "南街停水通知"


@pytest.mark.parametrize(
    ("question", "today"),
    [("4月10日栖江大桥封闭吗", date(2024, 4, 2)), ("明天栖江大桥封闭吗", date(2024, 4, 9))],
)
def test_a_day_within_a_long_closure_is_answered_from_its_notice(closures, question, today):
    given = ask(closures, question, today)
    assert given.status == "answered"
    assert "3月1日至5月31日" in given.text


def test_a_day_after_a_closure_is_not_answered_from_its_notice(closures):
    given = ask(closures, "明天栖江大桥封闭吗", date(2024, 6, 9))
    assert given.status == "not_reported"
    assert "栖江大桥封闭施工" in [near.headline for near in given.nearest]


def test_what_holds_from_a_day_on_answers_for_later_days(closures):
    given = ask(closures, "明天菜市巷禁止停车吗", date(2024, 6, 9))
    assert given.status == "answered"
    assert "4月1日起" in given.text
    assert ask(closures, "3月20日菜市巷禁止停车吗", date(2024, 6, 9)).status == "not_reported"


def test_a_notice_whose_day_has_passed_is_followed_by_its_day(notices):
    given = ask(notices, "北街什么时候停水", date(2024, 3, 20))
    notice, note = given.statements[:2]
    assert notice.kind == "quoted" and "明天" in notice.text
    assert (note.kind, note.text) == ("added", "那是2023年6月11日的通知，文中的“明天”指2023年6月12日。")
    assert given.citations[note.citations[0] - 1].source_id == "north"


def test_a_notice_whose_day_is_still_to_come_needs_no_such_word(notices):
    given = ask(notices, "北街什么时候停水", date(2023, 6, 11))
    assert given.statements[0].kind == "quoted"


def test_this_year_in_an_old_article_is_told_by_its_number(notices):
    given = ask(notices, "2023年图书馆接待了多少读者", date(2024, 3, 20))
    assert "52万" in given.statements[0].text
    assert given.statements[1].text == "那是2023年12月30日的报道，文中的“今年”指2023年。"


def test_an_undated_article_says_that_it_bears_no_date_where_a_day_was_asked_for(notices):
    given = ask(notices, "2023年9月西街停水吗", date(2024, 3, 20))
    undated = [s for s in given.statements if s.text == "这篇报道没有注明日期。"]
    assert len(undated) <= 1
    assert "西街停水通知" in [n.headline for n in given.nearest] + [c.headline for c in given.citations]


def test_places_are_kept_for_undated_articles_and_for_the_nearest_others():
    placed = ["within"] * 9 + ["outside"] * 4 + ["undated"] * 3
    assert choose_shown(placed, [0.0] * 16, 10) == [0, 1, 2, 3, 4, 5, 13, 14, 9, 10]
    assert choose_shown(["outside", "within"], [0.0, 0.0], 10) == [1, 0]


def test_what_is_of_the_day_but_off_the_topic_comes_after_an_undated_article_on_it():
    assert choose_shown(["within", "within", "undated"], [3.0, -9.0, 2.0], 10) == [0, 2, 1]


def test_where_few_of_the_best_are_of_the_days_all_that_are_of_them_are_looked_at(assistant_for):
    loud = [
        {"id": f"n{i}", "title": "停水通知", "date": "2024-03-01", "text": f"北街{i}号停水通知。"}
        for i in range(110)
    ]
    quiet = {"id": "quiet", "title": "水务工作", "date": "2023-05-10", "text": "抢修队更换了老旧管网。"}
    assert found(assistant_for([*loud, quiet]), "2023年5月停水通知", date(2024, 3, 20))[0] == "quiet"
