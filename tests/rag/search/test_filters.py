"""What the asker fixed is looked for in all of the archive, not only in what the indexes find first."""

from __future__ import annotations

from datetime import date

import pytest

from rag.schema import Filters, Request

LOUD = [
    {
        "id": f"n{i}",
        "title": "停水通知",
        "date": "2024-03-01",
        "byline": "颜元滔",
        "section": "民生",
        "text": f"北街{i}号停水通知。",
    }
    for i in range(110)
]
QUIET = [
    {
        "id": "quiet",
        "title": "水务工作",
        "date": "2023-05-10",
        "byline": "童英晓",
        "section": "综合",
        "text": "人社局昨日在沙湾镇办招聘会。市人力社保局说，抢修队也来招人。",
    },
    {
        "id": "office",
        "title": "社保卡",
        "date": "2024-03-02",
        "byline": "颜元滔",
        "section": "民生",
        "text": "市人力社保局介绍，社保卡可以在银行办。市人力社保局设了窗口。",
    },
]
SAID = [
    {
        "id": "pipes",
        "title": "管网换新",
        "date": "2024-03-05",
        "byline": "颜元滔",
        "section": "民生",
        "text": "市水利局局长王建国说，老旧管网下月开始换新。",
    },
    {
        "id": "pumps",
        "title": "泵站开工",
        "date": "2024-03-06",
        "byline": "童英晓",
        "section": "综合",
        "text": "在沙湾镇，市水利局局长王建国表示，泵站年底前完工。",
    },
]


@pytest.fixture(scope="module")
def paper(assistant_for):
    return assistant_for(LOUD + QUIET + SAID)


def found(assistant, question, **filters):
    request = Request(question=question, today=date(2024, 3, 20), filters=Filters(**filters))
    return [row.source_id for row in assistant.search(request)]


def cited(assistant, question, **filters):
    answer = assistant.ask(Request(question=question, today=date(2024, 3, 20), filters=Filters(**filters)))
    return {citation.source_id for citation in answer.citations}


OF_ONE = [{"author": "童英晓"}, {"section": "综合"}, {"place": "沙湾镇"}]


@pytest.mark.parametrize("filters", OF_ONE)
def test_a_rare_one_is_found_though_the_indexes_find_others_first(paper, filters):
    assert set(found(paper, "北街停水通知", **filters)) == {"quiet", "pumps"}


def test_days_and_author_together_come_first(paper):
    assert found(paper, "2023年5月停水通知", author="童英晓")[0] == "quiet"


def test_an_author_of_none_finds_nothing(paper):
    assert found(paper, "北街停水通知", author="无此人") == []


def test_the_papers_own_form_of_a_name_is_searched_for_by_search_too(paper):
    request = Request(question="人社局设了什么窗口", today=date(2024, 3, 20))
    assert "市人力社保局" in paper.retriever.understand(request).search
    assert found(paper, request.question)[0] == "office"


@pytest.mark.parametrize("filters", OF_ONE)
def test_a_list_keeps_to_the_filters(paper, filters):
    assert cited(paper, "水利局有哪些报道") == {"pipes", "pumps"}
    assert cited(paper, "水利局有哪些报道", **filters) == {"pumps"}


@pytest.mark.parametrize("filters", [*OF_ONE, {"since": date(2024, 3, 6)}])
def test_quotations_keep_to_the_filters(paper, filters):
    assert cited(paper, "王建国说了什么") == {"pipes", "pumps"}
    assert cited(paper, "王建国说了什么", **filters) == {"pumps"}
