"""The board and the plots in a real browser: by keyboard alone, on a phone, light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_site import KEY, DeskSite
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web

METRO = "地铁2号线什么时候开通？"
PAGES = ("board?state=all", "numbers?days=30")


def enter(page: Page, site: DeskSite, address: str) -> None:
    page.goto(f"{site.url}/desk/sign-in")  # a page without scripts, for the cookie to be set
    page.request.get(f"{site.url}/desk?key={KEY}")
    page.goto(f"{site.url}/desk/{address}")


def ask(site: DeskSite) -> None:
    for question in (
        METRO,
        "请问地铁2号线开通时间",
        "动物园门票多少钱？",
        "<b>" + "很长的问题" * 30 + "吗？",
    ):
        site.give(question)
    site.give_two_statements("多少次？")


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_a_group_is_opened_and_dismissed_by_keyboard_alone(page: Page, desk_site: DeskSite) -> None:
    ask(desk_site)
    enter(page, desk_site, "board")
    page.get_by_role("link", name=METRO).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(METRO)
    page.get_by_label("理由").focus()
    page.keyboard.type("应问地铁公司")
    page.keyboard.press("Enter")
    expect(page.locator(".decision")).to_contain_text("应问地铁公司")
    page.get_by_role("link", name="返回列表").press("Enter")
    expect(page.get_by_role("rowheader", name=METRO)).to_have_count(0)


@pytest.mark.parametrize("address", PAGES)
def test_on_a_phone_nothing_is_wider_than_the_screen(phone: Page, desk_site: DeskSite, address: str) -> None:
    ask(desk_site)
    enter(phone, desk_site, address)
    assert overflow(phone) <= 0


def test_on_a_phone_the_cells_of_the_board_keep_their_headings(phone: Page, desk_site: DeskSite) -> None:
    ask(desk_site)
    enter(phone, desk_site, "board")
    assert phone.get_by_role("columnheader").count() == 6
    assert phone.get_by_role("rowheader", name=METRO).count() == 1
    label = "getComputedStyle(document.querySelector('td[data-label]'), '::before').content"
    assert phone.evaluate(label) == '"次数"'


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_plots_are_seen_in_light_and_dark(
    visit: Callable[..., Page], desk_site: DeskSite, scheme: str
) -> None:
    ask(desk_site)
    page = visit(color_scheme=scheme)
    enter(page, desk_site, "numbers")
    expect(page.get_by_role("img")).to_have_count(5)
    sheet, bar = page.evaluate(
        "[getComputedStyle(document.querySelector('figure')).backgroundColor,"
        " getComputedStyle(document.querySelector('svg.plot rect.first')).fill]"
    )
    assert (sheet, bar) == {
        "light": ("rgb(255, 255, 255)", "rgb(11, 87, 164)"),
        "dark": ("rgb(13, 17, 23)", "rgb(121, 184, 255)"),
    }[scheme]
    page.goto(f"{desk_site.url}/desk/board?state=all")
    page.get_by_role("link", name=METRO).click()
