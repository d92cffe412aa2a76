"""`/a/ANSWER` shows an answer to who got its link; `/corrections` lists what the newsroom corrected."""

from __future__ import annotations

import httpx
from served import BRIDGE, TODAY
from test_corrected_pages import EDITOR, correct

from rag.archive import Intake
from rag.newsroom.erasing import Erasing
from rag.schema import Request

QUESTION = "白鹭大桥有多长"


def give(site, question=QUESTION):
    return site.assistant.ask(Request(question=question, today=TODAY))


def get(site, path, **headers):
    return httpx.get(f"{site.url.rstrip('/')}{path}", headers=headers)


def test_a_shared_answer_shows_its_statements_sources_and_days(site):
    answer = give(site)
    page = get(site, f"/a/{answer.answer_id}")
    assert page.status_code == 200
    assert BRIDGE in page.text and "白鹭大桥昨日正式通车" in page.text and "2024-11-08" in page.text
    assert 'name="robots" content="noindex"' in page.text


def test_a_declined_answer_is_shared_as_such(site):
    answer = give(site, "火星上有没有地铁")
    assert answer.status == "not_reported"
    assert "没有" in get(site, f"/a/{answer.answer_id}").text


def test_an_unknown_answer_is_a_clear_page(site):
    page = get(site, "/a/never-given?lang=en")
    assert page.status_code == 404
    assert "There is no such answer" in page.text


def test_the_link_of_an_erased_answer_opens_that_page(site):
    answer = give(site)
    assert get(site, f"/a/{answer.answer_id}").status_code == 200
    Erasing(site.assistant.journal, site.assistant.desk).erase([answer.answer_id], EDITOR)
    page = get(site, f"/a/{answer.answer_id}?lang=en")
    assert page.status_code == 404
    assert "There is no such answer" in page.text


def test_words_of_a_withdrawn_article_are_not_shown(site):
    answer = give(site, "青石巷老井修缮预算多少钱")
    if answer.status != "answered":  # another test has withdrawn it already
        return
    Intake(site.assistant.archive).remove([answer.citations[0].article_id])
    page = get(site, f"/a/{answer.answer_id}").text
    assert "47万元" not in page
    assert "撤下" in page


def test_a_correction_is_listed_and_shown_in_place_of_the_shared_answer(site):
    answer = give(site)
    ruling = correct(site, "26路", "问的是公交")
    try:
        listed = get(site, "/corrections").text
        assert QUESTION in listed and "问的是公交" in listed and "公交26路" in listed
        assert "公交26路" in get(site, f"/a/{answer.answer_id}").text
    finally:
        site.assistant.editing.rulings.end(ruling, "undone", EDITOR)
    assert QUESTION not in get(site, "/corrections").text
