"""A resident's report becomes a correction, which the resident reads on the page that is still open.

Run with `-s` to see how long each step took. No test asserts a time: it depends on the machine, and on the editor.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from resident_steps import arrive, ask
from served import Site

pytestmark = pytest.mark.web

QUESTION = "白鹭大桥有多长"
WRONG = "问的是公交"
PRINTED = "公交26路同步开通"


class Steps:
    """Notes when each step was over."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._lines: list[str] = []

    def over(self, step: str) -> None:
        now = time.monotonic()
        self._lines.append(f"{now - self._last:5.1f} s  {step}")
        self._last = now

    def print(self) -> None:
        sys.stdout.write("\n" + "\n".join(self._lines) + "\n")


@pytest.fixture
def undone(site: Site) -> Iterator[None]:
    """Undoes the test's decision at its end."""
    yield
    for ruling in site.assistant.editing.rulings.newest(1):
        site.assistant.editing.rulings.end(ruling.ruling_id, "undone")


@pytest.mark.usefixtures("undone")
def test_a_report_becomes_a_correction_that_its_sender_reads(site: Site, phone: Page, page: Page):
    arrive(phone, site)
    ask(phone, QUESTION)
    steps = Steps()
    answer_id = report(phone)
    steps.over("the resident reports the answer")

    page.goto(f"{site.desk_url}&view=reported&answer={answer_id}")
    expect(page.locator("#answer [data-shown]")).to_have_attribute("data-shown", answer_id)
    expect(page.locator("#answer .reports")).to_contain_text(WRONG)
    steps.over("an editor has the report on screen")

    page.get_by_role("link", name="更正这条回答").click()
    page.locator("p.choice", has_text=PRINTED).first.locator("input").check()
    page.locator("#reason").fill(WRONG)
    page.get_by_role("button", name="发布更正").click()
    expect(page.locator("tbody tr").first).to_contain_text(PRINTED)
    steps.over("the editor chooses a printed line and publishes it")

    expect(phone.locator(".exchange .corrected")).to_contain_text(WRONG)
    expect(phone.locator(".exchange .said").first).to_contain_text(PRINTED)
    steps.over("the resident's open page shows it")

    page.goto(f"{site.url}/corrections")
    expect(page.locator("main")).to_contain_text(PRINTED)
    steps.over("everybody can read it at /corrections")
    steps.print()

    [handled] = site.journal.get(answer_id).reports
    assert handled.handled_at is not None
    assert handled.handled_at >= handled.reported_at


def report(phone: Page) -> str:
    """Report the answer on the resident's page. Returns the answer's id."""
    phone.locator(".exchange .report").click()
    form = phone.locator(".report-form")
    answer_id = form.get_attribute("data-answer")
    assert answer_id
    form.locator("textarea").fill(WRONG)
    form.locator(".primary").click()
    expect(phone.locator(".panel .notice")).to_contain_text("已转给编辑部")
    return answer_id
