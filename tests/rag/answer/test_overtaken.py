"""A later notice that moves, suspends or cancels something leads over the report that announced it."""

from __future__ import annotations

from datetime import date

import pytest

from rag.cite import Support
from rag.schema import Request
from rag.search.later_notices import LaterNotices

TODAY = date(2024, 3, 20)
LINES = [
    {
        "id": "market",
        "title": "南桥早市延长到中午",
        "date": "2024-03-14",
        "text": "南桥早市从3月15日起营业到中午十二点，摊位增加到八十个。",
    },
    {
        "id": "market closed",
        "title": "南桥早市暂停三天",
        "date": "2024-03-18",
        "text": "因管道改造，南桥早市从3月19日起暂停营业三天，3月22日恢复。",
    },
    {
        "id": "reading",
        "title": "栖江诗会3月30日举行",
        "date": "2024-03-15",
        "text": "栖江诗会3月30日晚上七点在老码头举行，门票三十元。",
    },
    {
        "id": "reading cancelled",
        "title": "栖江诗会取消",
        "date": "2024-03-19",
        "text": "主办方说，原定3月30日举行的栖江诗会取消，已购票的市民可在4月10日前退票。",
    },
    {
        "id": "ferry",
        "title": "渡轮换码头",
        "date": "2024-03-12",
        "text": "3月25日起，栖江渡轮不再停靠北码头，改靠老码头。",
    },
    {
        "id": "ferry delayed",
        "title": "渡轮换码头推迟",
        "date": "2024-03-18",
        "text": "因老码头栈桥维修，原定3月25日起的栖江渡轮换码头推迟到4月8日。",
    },
    {
        "id": "ferry delayed again",
        "title": "渡轮换码头再推迟",
        "date": "2024-03-25",
        "text": "栖江渡轮换码头推迟到5月6日。",
    },
    {
        "id": "water",
        "title": "北街停水通知",
        "date": "2024-03-16",
        "text": "北街水厂3月28日8时至17时检修，北街片区停水。",
    },
    {
        "id": "water of another day",
        "title": "北街停水取消",
        "date": "2024-03-18",
        "text": "原定3月19日的北街片区停水取消。",
    },
    {
        "id": "fair",
        "title": "Book fair opens on March 28",
        "date": "2024-03-14",
        "text": "The spring book fair opens on March 28 at the old pier. Tickets cost two dollars.",
    },
    {
        "id": "fair postponed",
        "title": "Book fair postponed",
        "date": "2024-03-18",
        "text": "The spring book fair planned for March 28 is postponed to April 11 because of repairs.",
    },
]


@pytest.fixture(scope="module")
def paper(assistant_for):
    return assistant_for(LINES)


def report(assistant, source_id):
    """The whole text of a report, as it is quoted."""
    [version] = [v for v in assistant.archive.newest(len(LINES)) if v.source_id == source_id]
    return Support(version, "text", 0, len(version.text))


def overtaking(assistant, source_id, today=TODAY):
    """The id of the later notice that overtakes a report."""
    notice = LaterNotices(assistant.archive, assistant.indexes).overtaking(
        report(assistant, source_id), today
    )
    return notice and notice.version.source_id


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("market", "market closed"),
        ("reading", "reading cancelled"),
        ("ferry", "ferry delayed"),
        ("fair", "fair postponed"),
    ],
)
def test_a_later_notice_about_the_same_thing_overtakes_a_report(paper, earlier, later):
    assert overtaking(paper, earlier) == later


def test_the_newest_of_several_later_notices_counts(paper):
    assert overtaking(paper, "ferry", today=date(2024, 3, 26)) == "ferry delayed again"


def test_a_notice_that_is_printed_after_today_does_not_count(paper):
    assert overtaking(paper, "reading", today=date(2024, 3, 18)) is None


@pytest.mark.parametrize("current", ["market closed", "reading cancelled", "fair postponed"])
def test_the_newest_notice_is_not_overtaken_itself(paper, current):
    assert overtaking(paper, current) is None


def test_a_notice_about_the_same_thing_on_another_day_does_not_count(paper):
    assert overtaking(paper, "water") is None


@pytest.mark.parametrize(
    ("question", "newer", "older"),
    [
        ("南桥早市今天营业到几点", "3月19日起暂停营业三天", "营业到中午十二点"),
        ("栖江诗会门票多少钱", "栖江诗会取消", "门票三十元"),
        ("How much are tickets for the spring book fair?", "postponed to April 11", "two dollars"),
    ],
)
def test_the_later_notice_leads_and_both_are_dated(paper, question, newer, older):
    answer = paper.ask(Request(question=question, today=TODAY))
    first, second, dates = answer.statements[:3]
    assert newer in first.text
    assert older in second.text
    assert "前一篇较新" in dates.text or "the first is the newer one" in dates.text
