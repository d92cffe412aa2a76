"""Every page keeps the rules of WCAG 2.2 AA that a program can test, and does not scroll sideways on a phone or enlarged."""

from __future__ import annotations

import pytest
from accessibility import in_each_look, violations
from playwright.sync_api import Page, expect
from staffed_site import QUESTION, StaffedSite

from web.desk.routes import ROUTES

pytestmark = pytest.mark.web

CHECKING_PAGE = {"", "/"}
"""Tested in each of its states by `test_desk_accessibility`."""
SIZES = {
    "desktop": {"100 %": (1280, 800), "200 %": (640, 400), "400 %": (320, 256)},
    "phone": {"100 %": (390, 844)},
}
"""What is left of a window at each enlargement. The page must not scroll sideways in it."""


def desk_pages(staffed: StaffedSite) -> dict[str, list[str]]:
    """What is opened for each page of the desk: the rest of its address."""
    given, _, _, corrected = staffed.answers
    return {
        "/account": [""],
        "/board": ["", "?state=all&weeks=4", "?state=reported"],
        "/board-group": [f"?key={staffed.group}", "?key=none"],
        "/article": [f"?id={staffed.article}", "?id=none"],
        "/numbers": ["", "?days=7"],
        "/erase": [f"?answer={given}", "?answer=none"],
        "/ruling": [f"?answer={given}&find=夜场", f"?answer={corrected}", "?answer=none"],
        "/rulings": [""],
        "/people": [""],
        "/audit": [""],
        "/sign-in": ["", "?problem=key"],
    }


def public_pages(staffed: StaffedSite) -> list[str]:
    answers = [f"/a/{answer_id}" for answer_id in (*staffed.answers, "none")]
    return ["/about", "/corrections", *answers, "/embed", "/embed/example", "/api/v1/docs"]


def test_no_page_of_the_desk_is_forgotten(staffed):
    pages = {route.path for route in ROUTES if route.is_page or route.path == "/sign-in"} - CHECKING_PAGE
    downloads = {path for path in pages if path.endswith((".csv", ".xlsx"))}
    assert set(desk_pages(staffed)) == pages - downloads


@pytest.mark.proof("accessibility")
@in_each_look
def test_no_page_breaks_a_rule_or_scrolls_sideways(visit, staffed, look):
    page = look.visit(visit)
    staffed.sign_in(page)
    found = []
    below_desk = [f"/desk{path}{rest}" for path, every in desk_pages(staffed).items() for rest in every]
    for address in (*below_desk, *public_pages(staffed)):
        assert page.goto(staffed.url + address).headers["content-type"].startswith("text/html")
        found += violations(page, address)
        found += [f"{address} is too wide at {one}" for one in too_wide(page, look.size)]
    assert not found, "\n".join(found)


@pytest.mark.proof("accessibility")
@in_each_look
def test_an_answer_in_the_panel_breaks_no_rule(visit, staffed, look):
    page = look.visit(visit)
    page.goto(f"{staffed.url}/embed?colour=%230a5a3c")
    page.locator("#question").fill(QUESTION)
    page.locator("form button").click()
    expect(page.locator(".tools")).to_be_visible()
    assert not violations(page, "panel")


def too_wide(page: Page, size: str) -> list[str]:
    """The enlargements at which the page scrolls sideways. The page gets its first size back."""
    found = []
    for enlargement, (width, height) in reversed(SIZES[size].items()):
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(enlargement)
    return found
