"""Steps of a resident in the browser: open the page, ask a question."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from served import Site


def arrive(page: Page, site: Site) -> None:
    page.goto(site.url)
    expect(page.locator(".masthead .coverage")).to_contain_text("收录")


def ask(page: Page, question: str, until: str = "done") -> None:
    """Ask and wait for the whole answer, or another stage of the exchange."""
    asked = page.locator(".exchange").count()
    page.locator("#question input").fill(question)
    page.locator("#send").click()
    expect(page.locator(".exchange")).to_have_count(asked + 1)
    expect(page.locator(".exchange").last).to_have_attribute("data-stage", until)
