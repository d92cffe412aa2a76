"""The pages about people in a real browser: without scripts, by keyboard alone, on a phone, in both languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_site import DeskSite
from playwright.sync_api import Page, expect

from rag.desk import COMMAND_LINE, Users

PASSWORD = "correct-horse-1"


@pytest.fixture
def users(desk_site: DeskSite) -> Users:
    made = Users(desk_site.desk)
    made.add("王主任", "admin", PASSWORD, by=COMMAND_LINE)
    made.add("李敏", "checker", PASSWORD, email="li.min@paper.example", by=COMMAND_LINE)
    return made


def sign_in(page: Page, desk_site: DeskSite, name: str, address: str = "") -> None:
    page.goto(f"{desk_site.url}/desk/{address}")
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_checker_signs_in_judges_under_the_own_name_and_signs_out(page: Page, desk_site, users):
    answer_id = desk_site.give_two_statements("多少次？")
    sign_in(page, desk_site, "李敏", f"?answer={answer_id}")
    expect(page.locator("#answer [data-shown]")).to_have_attribute("data-shown", answer_id)
    expect(page.locator("#signed-in")).to_contain_text("李敏")
    expect(page.locator("#name")).to_be_hidden()
    page.keyboard.press("1")
    expect(page.locator("#answer .judgements").first).to_contain_text("李敏")
    page.locator("#signed-in button").click()
    expect(page.locator("#password")).to_be_visible()
    assert desk_site.journal.get(answer_id).judgements[0].name == "李敏"


def test_an_admin_without_scripts_on_a_phone_adds_somebody_who_signs_in(visit, desk_site, users):
    phone: Page = visit(390, 844, java_script_enabled=False, locale="zh-CN")
    sign_in(phone, desk_site, "王主任", "people")
    expect(phone.get_by_role("heading", name="人员")).to_be_visible()
    phone.get_by_label("姓名", exact=True).fill("新人")
    phone.get_by_label("角色", exact=True).select_option("editor")
    phone.get_by_role("button", name="添加用户").click()
    made = phone.locator(".made code").inner_text()
    newcomer: Page = visit(java_script_enabled=False, locale="en-GB")
    newcomer.goto(f"{desk_site.url}/desk/account")
    newcomer.get_by_label("Name").fill("新人")
    newcomer.get_by_label("Password").fill(made)
    newcomer.get_by_role("button", name="Sign in").click()
    expect(newcomer.get_by_text("Role: editor")).to_be_visible()
    expect(newcomer.get_by_role("link", name="People")).to_have_count(0)


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_no_page_is_wider_than_a_phone(visit: Callable[..., Page], desk_site, users, language):
    phone = visit(390, 844, locale=language)
    phone.goto(f"{desk_site.url}/desk/sign-in")
    assert fits(phone)
    sign_in(phone, desk_site, "王主任", "people")
    expect(phone.locator("header")).to_be_visible()
    for page in ("people", "audit", "account"):
        phone.goto(f"{desk_site.url}/desk/{page}")
        assert fits(phone), page
