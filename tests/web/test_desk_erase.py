"""An admin erases an answer at its asker's request on `/desk/erase`; a browser without scripts is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from zoneinfo import ZoneInfo

import pytest
from accessibility import violations
from checker_steps import enter
from desk_site import KEY, RESCUES, DeskSite
from playwright.sync_api import expect
from test_board_pages import Staff, signed_in

from rag.desk import Audit, Role
from rag.journal import Journal
from web.desk.answer_view import answer_html
from web.desk.context import PageContext
from web.desk.position import Position

OWN = "我是王小明，去年救援多少次？"


@pytest.fixture
def admin(desk_site: DeskSite) -> Iterator[Staff]:
    """Who came with the key."""
    with Staff(desk_site) as staff:
        staff.get("", params={"key": KEY})
        yield staff


def give(site: DeskSite) -> str:
    return site.give(OWN, site.cite(site.page_article, RESCUES))


@pytest.mark.web
def test_the_answer_on_the_desk_leads_there(desk_site, visit):
    answer_id = give(desk_site)
    page = visit()
    enter(page, desk_site, answer_id)
    page.get_by_role("link", name="删除", exact=True).click()
    expect(page.locator("h1")).to_contain_text("删除")
    found = violations(page, "before")
    page.get_by_role("button", name="删除", exact=True).click()
    expect(page.locator("h1")).to_contain_text("已删除")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert not found + violations(page, "after")


def test_only_admins_are_led_there(desk_site):
    entry = desk_site.journal.get(give(desk_site))
    page = PageContext.of("zh", zone=ZoneInfo("Asia/Shanghai"), paper="")
    link = f"erase?answer={entry.answer.answer_id}"
    assert link in answer_html(entry, Position(), page, "", may_erase=True)
    assert link not in answer_html(entry, Position(), page, "", may_correct=True)


def test_the_page_asks_and_erases_nothing_yet(desk_site, admin):
    answer_id = give(desk_site)
    page = admin.get("erase", params={"answer": answer_id})
    assert page.status_code == 200 and OWN in page.text and "不能恢复" in page.text
    assert desk_site.journal.get(answer_id).answer.question == OWN


def test_the_confirmed_answer_is_erased_and_the_trail_says_who_did_it(desk_site, admin):
    answer_id = give(desk_site)
    done = admin.send_form(admin.get("erase", params={"answer": answer_id}), answer=answer_id)
    assert done.status_code == 200 and "已删除" in done.text and "王小明" not in done.text
    with pytest.raises(Journal.NotFound):
        desk_site.journal.get(answer_id)
    [line] = Audit(desk_site.desk).entries(1)
    assert (line.person, line.action, line.subject) == ("", "words_erased", answer_id)
    assert "应提问者要求删除回答" in admin.get("audit").text
    assert admin.get("erase", params={"answer": answer_id}).status_code == 404


def test_a_form_that_did_not_come_from_the_page_erases_nothing(desk_site, admin):
    answer_id = give(desk_site)
    assert admin.post("erase", data={"answer": answer_id, "form_token": "made-up"}).status_code == 400
    assert desk_site.journal.get(answer_id)


def test_the_form_of_an_answer_that_is_gone_gets_a_clear_page(desk_site, admin):
    page = admin.get("erase", params={"answer": give(desk_site)})
    gone = admin.send_form(page, answer="never-given")
    assert gone.status_code == 404 and "没有这条回答" in gone.text


@pytest.mark.parametrize("role", ["checker", "editor"])
def test_only_admins_may(desk_site, role: Role):
    answer_id = give(desk_site)
    with closing(signed_in(desk_site, role)) as staff:
        page = staff.get("account")
        token = re.search(r'name="form_token" value="([^"]*)"', page.text)[1]
        sent = staff.post("erase", data={"answer": answer_id, "form_token": token})
    assert sent.status_code == 403
    assert desk_site.journal.get(answer_id)
