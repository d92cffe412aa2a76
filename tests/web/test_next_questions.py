"""Under an answer stand questions that can be asked next: known to be answered, and not what is answered already."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from resident_steps import arrive, ask

from rag.schema import Request
from web.residents.next_questions import NextQuestions

FARE = "公交26路票价多少？"


@pytest.fixture
def next_questions(site):
    made = NextQuestions(site.assistant, site.settings)
    yield made
    made.close()


def answers(site, *questions: str):
    today = site.settings.today()
    return [site.assistant.ask(Request(question=q, today=today), record=False) for q in questions]


@pytest.mark.slow
def test_each_next_question_is_answered_and_stays_on_the_topic(site, next_questions):
    suggested = next_questions.after(answers(site, FARE), "zh")
    assert "白鹭大桥全长多少米？" in suggested
    assert all("白鹭大桥" in question for question in suggested)
    assert all(answer.status == "answered" for answer in answers(site, *suggested))


@pytest.mark.slow
def test_what_was_asked_or_is_answered_already_is_not_suggested(site, next_questions):
    suggested = next_questions.after(answers(site, "白鹭大桥设计时速是多少？", FARE), "zh")
    assert "白鹭大桥全长多少米？" not in suggested  # the first answer quotes the length too


def test_nothing_is_suggested_after_a_question_that_was_not_answered(site, next_questions):
    [declined] = answers(site, "方岩景区的门票多少钱一张？")
    assert next_questions.after([declined.model_copy(update={"status": "not_reported"})], "zh") == ()


@pytest.mark.web
def test_a_next_question_is_asked_with_one_tap_and_replaced_by_others(phone: Page, site):
    arrive(phone, site)
    ask(phone, FARE)
    suggested = phone.locator("#next-questions .example").filter(has_text="白鹭大桥全长")
    expect(suggested).to_be_visible()
    suggested.click()
    expect(phone.locator(".exchange")).to_have_count(2)
    expect(phone.locator(".exchange").last).to_contain_text("612米")
    expect(suggested).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.web
def test_a_new_chat_has_no_next_questions(page: Page, site):
    arrive(page, site)
    ask(page, FARE)
    expect(page.locator("#next-questions .example").first).to_be_visible()
    page.locator("#new-chat").click()
    expect(page.locator("#next-questions .example")).to_have_count(0)
