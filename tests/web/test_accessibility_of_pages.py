"""Every page keeps the rules of WCAG 2.2 AA that a program can test, and does not scroll sideways on a phone or enlarged."""

from __future__ import annotations

import pytest
from accessibility import violations
from playwright.sync_api import Page, expect
from staffed_site import QUESTION, StaffedSite

from web.desk.routes import ROUTES

pytestmark = pytest.mark.web

CHECKING_PAGE = {"", "/"}
"""Tested in each of its states by `test_desk_accessibility`."""
SIZES = {"desktop": (1280, 800), "phone": (390, 844), "200 %": (640, 400), "400 %": (320, 256)}
TRIED = {"desktop": ("desktop", "200 %", "400 %"), "phone": ("phone",)}
"""The sizes at which a page must not scroll sideways, by the one at which it is opened."""


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


@pytest.mark.parametrize(("locale", "size"), [("zh-CN", "desktop"), ("en-GB", "phone")])
def test_no_page_breaks_a_rule_or_scrolls_sideways(visit, staffed, locale, size):
    page = visit(locale=locale, reduced_motion="reduce")
    staffed.sign_in(page)
    found = []
    below_desk = [f"/desk{path}{rest}" for path, every in desk_pages(staffed).items() for rest in every]
    for address in (*below_desk, *public_pages(staffed)):
        open_page(page, staffed.url + address, size)
        found += violations(page, f"{address}, {size}")
        found += [f"{address} is too wide at {one}" for one in TRIED[size] if scrolls_sideways(page, one)]
    assert not found, "\n".join(found)


def test_an_answer_in_the_panel_breaks_no_rule(visit, staffed):
    for locale, size in (("zh-CN", "phone"), ("en-GB", "desktop")):
        page = visit(locale=locale)
        open_page(page, f"{staffed.url}/embed?colour=%230a5a3c", size)
        page.locator("#question").fill(QUESTION)
        page.locator("form button").click()
        expect(page.locator(".tools")).to_be_visible()
        assert not violations(page, f"panel, {locale}, {size}")


def open_page(page: Page, address: str, size: str) -> None:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    assert page.goto(address).headers["content-type"].startswith("text/html")


def scrolls_sideways(page: Page, size: str) -> bool:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")
