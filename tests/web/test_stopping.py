"""A resident stops an answer: what was shown stays, the next question is answered, and the journal has what was shown."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from resident_steps import arrive, ask
from served import Site

pytestmark = pytest.mark.web

QUESTION = "去年急救车出动了多少次，比前年多吗？"


def send(page: Page, question: str) -> None:
    page.locator("#question input").fill(question)
    page.locator("#send").click()


def journaled(site: Site, question: str) -> int:
    return sum(one.question == question for one in site.journal.answers("newest", 100))


@pytest.mark.parametrize("browser", ["page", "phone"])
def test_an_answer_stopped_before_its_first_words_says_so_and_the_next_question_is_answered(
    browser, request, site, held_before
):
    page = request.getfixturevalue(browser)
    arrive(page, site)
    held_before("found")
    send(page, QUESTION)
    page.locator("#stop").click()
    stopped = page.locator(".exchange").first
    expect(stopped.locator(".notice")).to_have_text("已停止。")
    expect(page.locator("#stop")).to_be_hidden()
    held_before("none")
    ask(page, "全市老年食堂增至多少家？")
    expect(page.locator(".exchange").last).to_contain_text("23家")
    expect(stopped).to_have_attribute("data-stage", "stopped")
    expect(stopped).not_to_contain_text("9237次")


def test_an_answer_stopped_before_its_first_words_is_not_worked_out(page, site, held_before):
    arrive(page, site)
    go_on = held_before("found")
    send(page, "白鹭大桥的设计时速是多少？")
    page.locator("#stop").click()
    expect(page.locator(".notice")).to_have_text("已停止。")
    go_on.set()
    ask(page, "全市老年食堂增至多少家？")
    assert journaled(site, "白鹭大桥的设计时速是多少？") == 0


def test_an_answer_stopped_after_its_first_words_keeps_them_and_is_in_the_journal(page, site, held_before):
    arrive(page, site)
    before = journaled(site, "公交26路一张票多少钱？")
    go_on = held_before("done")
    send(page, "公交26路一张票多少钱？")
    expect(page.locator(".said").first).to_contain_text("票价2元")
    page.locator("#stop").click()
    expect(page.locator(".notice")).to_have_text("已停止。")
    expect(page.locator(".said").first).to_contain_text("票价2元")
    go_on.set()
    ask(page, "全市老年食堂增至多少家？")
    assert journaled(site, "公交26路一张票多少钱？") == before + 1


def test_after_a_reload_a_stopped_answer_is_still_stopped(page, site, held_before):
    arrive(page, site)
    held_before("found")
    send(page, QUESTION)
    page.locator("#stop").click()
    expect(page.locator(".notice")).to_have_text("已停止。")
    page.reload()
    expect(page.locator(".exchange")).to_have_attribute("data-stage", "stopped")
    expect(page.locator("#stop")).to_be_hidden()
