"""On a slow line, and when the server is out of reach for a moment, nothing that a resident typed is lost."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect
from resident_steps import arrive, ask

pytestmark = pytest.mark.web

QUESTION = "白鹭大桥全长多少米？"


def slow_down(page: Page, seconds: float) -> None:
    """Let every further request of the page take this much longer."""
    network = page.context.new_cdp_session(page)
    line = {"offline": False, "latency": seconds * 1000, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", line)


def send(page: Page, question: str) -> None:
    page.locator("#question input").fill(question)
    page.locator("#send").click()


def test_the_question_is_shown_before_the_server_has_received_it(phone, site):
    arrive(phone, site)
    slow_down(phone, 3)
    send(phone, QUESTION)
    expect(phone.locator(".exchange .question")).to_contain_text(QUESTION, timeout=2500)
    expect(phone.locator(".exchange .progress")).to_have_text("正在查阅报纸……", timeout=500)
    expect(phone.locator("#question input")).to_have_value("", timeout=500)
    slow_down(phone, 0)
    expect(phone.locator(".exchange")).to_have_attribute("data-stage", "done")
    expect(phone.locator(".exchange")).to_have_count(1)


def test_a_question_sent_before_the_page_is_loaded_leaves_the_box_once_the_server_has_it(page, site):
    slow_down(page, 1)
    page.goto(site.url)
    page.locator("#question input").wait_for()
    page.evaluate("document.querySelector('#asked')?.remove()")
    send(page, QUESTION)
    slow_down(page, 0)
    expect(page.locator(".exchange")).to_have_attribute("data-stage", "done")
    expect(page.locator("#question input")).to_have_value("")


def test_a_clicked_example_is_shown_at_once(page, site):
    arrive(page, site)
    example = page.locator(".example").first
    expect(example).to_be_visible()
    page.locator("#question input").fill("这个以后再问")
    slow_down(page, 3)
    asked = example.inner_text()
    example.click()
    expect(page.locator(".exchange .question")).to_contain_text(asked, timeout=2500)
    slow_down(page, 0)
    expect(page.locator(".exchange")).to_have_attribute("data-stage", "done")
    expect(page.locator("#question input")).to_have_value("这个以后再问")


def test_what_is_typed_while_an_answer_comes_stays_and_is_not_sent(page, site):
    arrive(page, site)
    slow_down(page, 1)
    send(page, QUESTION)
    expect(page.locator(".exchange")).to_have_count(1)
    box = page.locator("#question input")
    box.press_sequentially("去年急救车")
    box.press("Enter")
    box.press_sequentially("出动了多少次")
    expect(page.locator(".exchange")).to_have_attribute("data-stage", "done")
    expect(box).to_have_value("去年急救车出动了多少次")
    expect(page.locator(".exchange")).to_have_count(1)


def test_the_next_question_may_be_sent_as_soon_as_an_answer_is_there(page, site):
    arrive(page, site)
    slow_down(page, 1)
    send(page, QUESTION)
    expect(page.locator(".exchange")).to_have_attribute("data-stage", "done")
    send(page, "去年急救车出动了多少次")
    expect(page.locator(".exchange")).to_have_count(2, timeout=500)
    expect(page.locator(".exchange").last).to_have_attribute("data-stage", "done")
    expect(page.locator(".exchange").last).to_contain_text("9237次")
    expect(page.locator("#question input")).to_have_value("")


def test_a_question_that_the_server_refuses_goes_back_into_the_box(page, site):
    arrive(page, site)
    page.evaluate("document.querySelector('#asked').dataset.longest = '5000'")  # an older page's idea
    send(page, "桥" * 3000)
    expect(page.locator("#hint")).to_contain_text("3000 字")
    expect(page.locator("#question input")).to_have_value("桥" * 3000)
    expect(page.locator(".exchange")).to_have_count(0)
    ask(page, QUESTION)


def test_after_the_network_was_gone_the_page_comes_back_with_conversation_and_question(page, site):
    arrive(page, site)
    ask(page, QUESTION)
    page.context.set_offline(True)
    # Gradio looks for its server once any event has failed.
    with page.expect_event("requestfailed", lambda request: "app_id" in request.url):
        send(page, "去年急救车出动了多少次")
    with page.expect_event("load"):  # Gradio loads the page anew
        page.context.set_offline(False)
    expect(page.locator(".masthead .coverage")).to_contain_text("收录")
    expect(page.locator("#question input")).to_have_value("去年急救车出动了多少次")
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.locator(".exchange .said").first).to_contain_text("612米")
    ask(page, "去年急救车出动了多少次")
    expect(page.locator(".exchange").last).to_contain_text("9237次")


def test_what_was_typed_survives_a_reload_and_is_gone_once_it_is_answered(page, site):
    arrive(page, site)
    page.locator("#question input").fill("白鹭大桥")
    page.reload()
    expect(page.locator("#question input")).to_have_value("白鹭大桥")
    ask(page, QUESTION)
    page.reload()
    expect(page.locator(".exchange")).to_have_count(1)
    expect(page.locator("#question input")).to_have_value("")
    kept = json.loads(page.evaluate("sessionStorage.getItem('wenda.conversation')"))
    assert [exchange["question"] for exchange in kept["exchanges"]] == [QUESTION]
