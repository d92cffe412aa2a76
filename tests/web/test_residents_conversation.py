"""A resident asks on, corrects what was understood, and asks about a notice whose day has passed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect
from resident_steps import arrive, ask

pytestmark = pytest.mark.web


def last_answer(page: Page) -> Locator:
    return page.locator(".exchange").last.locator(".answer")


def chip(page: Page, name: str) -> Locator:
    """A chip of the last answer."""
    return last_answer(page).locator(f".chip[data-name={name}]")


def refined(page: Page, before: int) -> None:
    """Wait until the question has been asked again."""
    expect(page.locator(".exchange")).to_have_count(before + 1)
    expect(page.locator(".exchange").last).to_have_attribute("data-stage", "done")


def test_a_dialogue_of_four_turns_shows_what_each_was_taken_as_and_drops_the_old_topic(phone, site):
    arrive(phone, site)
    ask(phone, "白鹭大桥全长多少米？")
    expect(last_answer(phone).locator(".said").first).to_contain_text("612米")
    expect(last_answer(phone).locator(".chips")).to_have_count(0)

    ask(phone, "谁写的")
    expect(chip(phone, "question").locator("input")).to_have_value("《白鹭大桥昨日正式通车》是谁写的？")
    expect(last_answer(phone).locator(".said").last).to_contain_text("沈芷兰")

    ask(phone, "去年急救车出动了多少次")
    expect(chip(phone, "question")).to_have_count(0)
    expect(last_answer(phone)).to_contain_text("9237次")
    expect(last_answer(phone)).not_to_contain_text("大桥")

    ask(phone, "那前年呢？")
    expect(chip(phone, "question").locator("input")).to_have_value("前年急救车出动了多少次")
    expect(chip(phone, "period").locator("summary")).to_have_text("时间 2022年")
    expect(last_answer(phone)).to_contain_text("8412次")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_question_moves_to_the_top_of_the_window_and_its_answer_stays_in_view(phone, site):
    arrive(phone, site)
    for question in (
        "白鹭大桥全长多少米？",
        "谢谢",
        "白鹭大桥设计时速多少公里？",
    ):  # the first has next questions
        ask(phone, question)
        phone.wait_for_function(
            """() => {
              const head = document.querySelector('#top'), asked = [...document.querySelectorAll('.exchange')].pop();
              const below = asked.getBoundingClientRect().top - head.getBoundingClientRect().bottom;
              return below >= 0 && below <= 40;
            }"""
        )


def test_a_misspelt_word_is_shown_as_it_was_taken_and_can_be_asked_as_typed(phone, site):
    site.assistant.indexes.sync()  # other tests change the archive, and nothing is respelled before that is indexed
    arrive(phone, site)
    ask(phone, "白鹿大桥全长多少米？")
    notice = last_answer(phone).locator(".respelled")
    expect(notice).to_contain_text("“白鹿”已按“白鹭”查找")
    expect(last_answer(phone).locator(".said").first).to_contain_text("612米")
    expect(last_answer(phone).locator(".chips")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    notice.get_by_role("button", name="仍按“白鹿”查找").click()
    refined(phone, before=1)
    expect(phone.locator(".exchange").last.locator(".question")).to_contain_text("白鹿大桥全长多少米？")
    expect(last_answer(phone).locator(".respelled")).to_have_count(0)


def test_an_author_that_was_understood_is_changed_and_removed(page, site):
    arrive(page, site)
    ask(page, "沈芷兰写过哪些报道")
    expect(last_answer(page)).to_contain_text("白鹭大桥昨日正式通车")

    chip(page, "author").locator("input").fill("顾文昕")
    chip(page, "author").locator(".change").click()
    refined(page, before=1)
    expect(chip(page, "author").locator("input")).to_have_value("顾文昕")
    expect(last_answer(page).locator(".cite")).not_to_have_count(0)
    expect(last_answer(page)).not_to_contain_text("白鹭大桥")

    chip(page, "author").locator(".remove").click()
    refined(page, before=2)
    expect(chip(page, "author")).to_have_count(0)


def test_a_period_that_was_understood_is_changed_and_removed(phone, site):
    arrive(phone, site)
    ask(phone, "2024年1月以前有哪些停水通知")
    expect(chip(phone, "period").locator("summary")).to_have_text("时间 2024年以前")
    expect(last_answer(phone).locator("time").first).to_have_text("2023-10-16")

    chip(phone, "period").locator("summary").click()
    chip(phone, "period").locator("[name=since]").fill("2024-03-01")
    chip(phone, "period").locator("[name=until]").fill("")
    chip(phone, "period").locator(".change").click()
    refined(phone, before=1)
    expect(chip(phone, "period").locator("summary")).to_have_text("时间 2024年3月起")
    expect(last_answer(phone)).to_contain_text("2024-06-10")
    expect(last_answer(phone)).not_to_contain_text("2023-10-16")

    chip(phone, "period").locator(".remove").click()
    refined(phone, before=2)
    expect(chip(phone, "period")).to_have_count(0)
    expect(last_answer(phone)).to_contain_text("2024-06-10")
    expect(last_answer(phone)).to_contain_text("2023-10-16")


def test_a_question_that_was_misunderstood_is_put_right(page, site):
    arrive(page, site)
    ask(page, "白鹭大桥全长多少米？")
    ask(page, "谁写的")
    chip(page, "question").locator("input").fill("去年急救车出动了多少次")
    chip(page, "question").locator(".change").click()
    refined(page, before=2)
    expect(last_answer(page)).to_contain_text("9237次")


def test_a_notice_whose_day_has_passed_is_followed_by_that_day(page, site):
    arrive(page, site)
    ask(page, "柳荫路几点停水")
    said = last_answer(page).locator(".said")
    expect(said.first).to_contain_text("6月12日8时至17时柳荫路停水")
    expect(said.last).to_have_text("那是2024年6月10日的通知。")


def test_a_notice_that_has_passed_is_no_answer_for_tomorrow(page, site):
    arrive(page, site)
    ask(page, "明天停水吗")
    expect(last_answer(page).locator(".notice")).to_contain_text("没有直接的回答")
    expect(last_answer(page).locator(".nearest-lines")).to_contain_text("2024-06-10")
    expect(last_answer(page).locator(".searched")).to_contain_text("时间：2024年11月11日")


@pytest.mark.parametrize("insult", ["你这个笨蛋", "you are useless"])
def test_an_insult_is_answered_politely_and_cites_nothing(page, site, insult):
    arrive(page, site)
    ask(page, insult)
    expect(last_answer(page).locator(".said")).to_contain_text("抱歉" if insult[0] == "你" else "sorry")
    expect(last_answer(page).locator(".cite")).to_have_count(0)
