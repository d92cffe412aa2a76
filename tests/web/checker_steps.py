"""Steps of a checker in the browser: open the checking page, type a name, wait for an answer, read a count."""

from __future__ import annotations

from desk_site import KEY, DeskSite
from playwright.sync_api import Page, expect


def enter(page: Page, desk_site: DeskSite, answer_id: str = "") -> None:
    """Open the link that holds the key."""
    page.goto(f"{desk_site.url}/desk?key={KEY}" + (f"&answer={answer_id}" if answer_id else ""))
    expect(page.locator("#answer [data-shown], #answer .empty")).to_be_visible()


def sign(page: Page, name: str) -> None:
    """Type a name, and wait until the page was rendered for whom it names."""
    update = page.locator("#answer [data-shown]").get_attribute("data-update")
    page.locator("#name input").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("#answer [data-shown]")).not_to_have_attribute("data-update", update)


def shows(page: Page, answer_id: str, statement: int | None = None) -> None:
    """Wait until an answer is shown, at one of its statements."""
    expect(page.locator("#answer [data-shown]")).to_have_attribute("data-shown", answer_id)
    if statement is not None:
        active = page.locator("#answer .statement.active")
        expect(active).to_have_attribute("data-statement", str(statement))


def count(page: Page, view: str) -> int:
    return int(page.locator(f"#answers [data-view={view}] b").inner_text())
