"""On `/desk/ruling` an editor chooses printed lines, sees what residents will see, and publishes the correction."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from served import TODAY

from rag.schema import Request

QUESTION = "白鹭大桥有多长"
CHOSEN = "公交26路同步开通"


def give(site, question=QUESTION):
    return site.assistant.ask(Request(question=question, today=TODAY))


@pytest.fixture
def desk(site, page):
    """The desk, opened with the key; all decisions of the test are undone at its end."""
    page.goto(site.desk_url)
    expect(page.locator("#answer h1")).to_be_visible()
    yield page
    rulings = site.assistant.editing.rulings
    for ruling in rulings.newest(20):
        rulings.end(ruling.ruling_id, "undone")


def open_form(desk, site, answer):
    desk.goto(f"{site.url}/desk/ruling?answer={answer.answer_id}")


def choose(desk, words):
    desk.locator("p.choice", has_text=words).first.locator("input").check()


def test_the_chosen_line_is_checked_published_listed_and_undone(site, desk):
    open_form(desk, site, give(site))
    choose(desk, CHOSEN)
    desk.locator("#reason").fill("问的是公交")
    desk.get_by_role("button", name="先核对").click()
    expect(desk.locator(".preview")).to_contain_text(CHOSEN)
    expect(desk.locator("p.choice", has_text=CHOSEN).first.locator("input")).to_be_checked()
    desk.get_by_role("button", name="发布更正").click()
    expect(desk.locator("tbody tr").first).to_contain_text(CHOSEN)
    assert CHOSEN in give(site).text
    desk.get_by_role("button", name="撤销").first.click()
    expect(desk.locator("tbody tr").first).to_contain_text("已撤销")
    assert give(site).corrected is None


def test_a_sentence_that_the_lines_do_not_support_is_refused_and_nothing_is_lost(site, desk):
    open_form(desk, site, give(site))
    choose(desk, CHOSEN)
    desk.locator("#own_words").fill("公交26路票价5元。")
    desk.get_by_role("button", name="发布更正").click()
    expect(desk.get_by_role("alert")).to_contain_text("没有通过核对")
    expect(desk.locator("#own_words")).to_have_value("公交26路票价5元。")
    assert give(site).corrected is None


def test_another_wording_counts_only_once_it_is_chosen(site, desk):
    other = give(site, "白鹭大桥全长几米")
    open_form(desk, site, give(site))
    choose(desk, CHOSEN)
    choose(desk, "白鹭大桥全长几米")
    desk.get_by_role("button", name="发布更正").click()
    expect(desk.locator("tbody tr").first).to_contain_text("白鹭大桥全长几米")
    assert CHOSEN in give(site, "白鹭大桥全长几米").text
    assert other.corrected is None


def test_the_answer_on_the_desk_leads_there(site, desk):
    answer = give(site)
    desk.goto(f"{site.url}/desk/?answer={answer.answer_id}")
    desk.get_by_role("link", name="更正这条回答").click()
    expect(desk.locator("h1")).to_have_text("更正这条回答")


def test_an_unknown_answer_is_a_clear_page(site, desk):
    assert desk.goto(f"{site.url}/desk/ruling?answer=never-given").status == 404
    expect(desk.get_by_role("alert")).to_contain_text("没有这条回答")
