"""The staff's page keeps the rules of WCAG 2.2 AA that a program can test (axe-core)."""

from __future__ import annotations

import pytest
from accessibility import in_each_look, violations
from checker_steps import enter, shows
from playwright.sync_api import expect

pytestmark = pytest.mark.web


@pytest.mark.proof("accessibility")
@in_each_look
def test_the_desk_breaks_no_rule_in_any_state(visit, desk_site, look):
    page = look.visit(visit)
    enter(page, desk_site)
    found = violations(page, "empty")
    answer_id = desk_site.give_two_statements("开展了多少次救援行动？")
    declined = desk_site.give("白鹭大桥全长多少米？")
    desk_site.journal.report(answer_id, "内容不对")
    enter(page, desk_site, answer_id)
    shows(page, answer_id, 0)
    found += violations(page, "an answer")
    page.keyboard.press("1")
    shows(page, answer_id, 1)
    page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    found += violations(page, "judged, all opened")
    enter(page, desk_site, declined)
    shows(page, declined)
    found += violations(page, "declined")
    assert not found, "\n".join(found)


@pytest.mark.proof("accessibility")
@in_each_look
def test_the_refusal_breaks_no_rule(visit, desk_site, look):
    page = look.visit(visit)
    page.goto(f"{desk_site.url}/desk")
    expect(page.locator("h1").first).to_be_visible()
    assert not violations(page, "refused")
