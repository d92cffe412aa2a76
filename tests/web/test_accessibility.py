"""The residents' page in each of its states keeps the rules of WCAG 2.2 AA that a program can test (axe-core)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from accessibility import Look, in_each_look, violations
from playwright.sync_api import Page, expect
from resident_steps import ask

from rag.schema import WendaError

pytestmark = pytest.mark.web

ANSWERED = "白鹭大桥全长多少米？"
NOT_REPORTED = "白鹭大桥的护栏是什么颜色？"
FAILING = "老年食堂今天开门吗？"


@pytest.mark.proof("accessibility")
@in_each_look
def test_the_residents_page_breaks_no_rule_in_any_state(visit, site, held_before, monkeypatch, look):
    page = look.visit(visit)
    page.goto(site.url)
    expect(page.locator(".welcome")).to_be_visible()
    found = violations(page, "welcome")
    for state in through_its_states(page, site, held_before, monkeypatch, look):
        found += violations(page, state)
    assert not found, "\n".join(found)


def through_its_states(page: Page, site, held_before, monkeypatch, look: Look) -> Iterator[str]:
    """Brings the page into one state after the other, and names it."""
    ask(page, ANSWERED)
    yield "answered"
    page.locator(".cite").first.click()
    expect(page.locator(".panel .printed")).to_be_visible()
    yield "source"
    page.keyboard.press("Escape")
    page.locator(".report").first.click()
    expect(page.locator(".report-form")).to_be_visible()
    yield "report form"
    page.locator(".report-form .primary").click()
    expect(page.locator(".panel .notice")).to_be_visible()
    yield "reported"
    page.keyboard.press("Escape")
    ask(page, NOT_REPORTED)
    yield "not reported"
    ask(page, "3月停水通知是哪天的")
    yield "chips"
    with monkeypatch.context() as patch:
        patch.setattr(site.assistant.chain, "stream", fail)
        ask(page, FAILING, until="failed")
        yield "failed"
    go_on = held_before("found")
    # asked nowhere else: an answer that was kept would not wait
    ask(page, f"急救车去年出动了几次？{look}", until="looking")
    yield "waiting"
    go_on.set()
    expect(page.locator(".exchange").last).to_have_attribute("data-stage", "done")
    page.locator("#send").click()
    expect(page.locator("#hint p")).to_be_visible()
    yield "hint"


def fail(_: object) -> Iterator[object]:
    raise WendaError("out of order")
    yield
