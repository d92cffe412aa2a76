"""Staff work through answers: notes, undo, the browser's back button, follow-ups, and residents' reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from checker_steps import count, enter, shows, sign
from desk_site import MEMBERS, RESCUES, DeskSite
from playwright.sync_api import Page, expect

from rag.schema import Turn

pytestmark = pytest.mark.web


# --- a note belongs to one statement ---


def test_a_note_does_not_stick_to_another_statement_or_answer(page: Page, desk_site: DeskSite) -> None:
    older = desk_site.give("谁写的？", desk_site.cite(desk_site.page_article, "胡美樱子", name="byline"))
    answer_id = desk_site.give_two_statements("多少次？")
    enter(page, desk_site, answer_id)
    note = page.locator("#note input")
    note.fill("只说第一句")
    page.locator("#answer .statement").nth(1).click()
    shows(page, answer_id, 1)
    expect(note).to_have_value("")
    note.fill("只说第二句")
    page.locator(f'#answers [data-answer="{older}"]').click()
    shows(page, older)
    expect(note).to_have_value("")
    page.keyboard.press("1")
    expect(page.locator("#answer .saved")).to_be_visible()
    assert desk_site.journal.get(older).notes == ()


def test_a_note_stays_while_the_list_is_made_longer(page: Page, desk_site: DeskSite) -> None:
    for number in range(52):
        desk_site.give(f"第{number}问")
    enter(page, desk_site)
    page.locator("#note input").fill("还没写完")
    page.locator("#answers .more").click()
    expect(page.locator("#answers li")).to_have_count(52)
    expect(page.locator("#note input")).to_have_value("还没写完")


# --- taking back, going back ---


def test_the_last_verdict_is_taken_back_by_one_key_and_stays_in_the_history(
    page: Page, desk_site: DeskSite
) -> None:
    older = desk_site.give("谁写的？", desk_site.cite(desk_site.page_article, "胡美樱子", name="byline"))
    answer_id = desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES))
    enter(page, desk_site, answer_id)
    sign(page, "李敏")
    page.keyboard.press("2")
    shows(page, older)
    page.keyboard.press("u")
    shows(page, answer_id, 0)
    expect(page.locator("#answer .judgements .past")).to_contain_text("出处错")
    expect(page.locator("#answer .judgements .undone")).to_have_text("已撤销：李敏")
    expect(page.locator("#answer [aria-pressed=true]")).to_have_count(0)
    assert count(page, "unchecked") == 2
    entry = desk_site.journal.get(answer_id)
    assert entry.unjudged == [0]
    assert [judgement.undone_by for judgement in entry.judgements] == ["李敏"]


def test_a_verdict_is_taken_back_by_its_button(page: Page, desk_site: DeskSite) -> None:
    answer_id = desk_site.give("方岩门票多少钱？")
    enter(page, desk_site, answer_id)
    page.keyboard.press("5")
    page.locator("#answer .saved .undo").click()
    expect(page.locator("#answer .undone")).to_have_text("已撤销")
    assert desk_site.journal.get(answer_id).unjudged == [None]


def test_where_nothing_can_be_taken_back_the_page_says_so(page: Page, desk_site: DeskSite) -> None:
    enter(page, desk_site, desk_site.give("方岩门票多少钱？"))
    page.keyboard.press("u")
    expect(page.get_by_text("没有可撤销的判定。")).to_be_visible()


def test_the_browsers_back_leads_to_the_answer_before(page: Page, desk_site: DeskSite) -> None:
    first, second, third = (desk_site.give(f"第{n}问") for n in "一二三")
    enter(page, desk_site, first)
    page.locator(f'#answers [data-answer="{second}"]').click()
    shows(page, second)
    page.locator(f'#answers [data-answer="{third}"]').click()
    shows(page, third)
    page.go_back()
    shows(page, second)
    page.go_back()
    shows(page, first)
    page.go_forward()
    shows(page, second)
    assert page.url.endswith(f"?answer={second}")


# --- what is judged, and what it is judged by ---


def test_a_note_by_wenda_can_have_a_wrong_date_but_cannot_be_out_of_date(
    page: Page, desk_site: DeskSite
) -> None:
    answer_id = desk_site.give("谁写的？", desk_site.cite(desk_site.page_article, "胡美樱子", name="byline"))
    enter(page, desk_site, answer_id)
    expect(page.locator("#answer .verdicts button")).to_have_text(["1正确", "2出处错", "3内容错", "4日期错"])
    page.keyboard.press("4")
    expect(page.locator("#answer .judgements")).to_contain_text("日期错")
    assert desk_site.journal.get(answer_id).current_judgements[0].verdict == "wrong_date"


def test_a_follow_up_stands_below_what_it_followed(page: Page, desk_site: DeskSite) -> None:
    before = (
        Turn(role="user", content="开展了多少次<救援>？"),
        Turn(role="assistant", content="1052次。"),
    )
    cited = desk_site.cite(desk_site.page_article, MEMBERS)
    enter(page, desk_site, desk_site.give("那队员呢？", cited, history=before, understood="有多少队员？"))
    previous = page.locator("#answer .previous")
    expect(previous).to_contain_text("此前的对话")
    expect(previous).to_contain_text("开展了多少次<救援>？")
    expect(previous).to_contain_text("1052次。")


def test_a_question_that_stood_alone_shows_no_conversation(page: Page, desk_site: DeskSite) -> None:
    enter(page, desk_site, desk_site.give("有多少队员？", desk_site.cite(desk_site.page_article, MEMBERS)))
    expect(page.locator("#answer .previous")).to_have_count(0)


def test_what_the_resident_read_is_shown_where_nothing_was_answered(
    visit: Callable[..., Page], desk_site: DeskSite
) -> None:
    page = visit(1440, 900, locale="en-GB")
    enter(page, desk_site, desk_site.give("方岩门票多少钱？"))
    said = page.locator("#answer .said")
    expect(said).to_contain_text("Nothing in the articles of 永康日报 was found to answer this question.")
    expect(page.locator("#answer ul.cited")).to_contain_text("市应急管理局走访社会应急救援队")


# --- reports ---


def test_reports_that_were_handled_go_below_those_that_wait(page: Page, desk_site: DeskSite) -> None:
    waiting, handled = desk_site.give("第一问"), desk_site.give("第二问")
    desk_site.journal.report(waiting, "内容不对")
    desk_site.journal.report(handled, "已过时")
    enter(page, desk_site, handled)
    assert count(page, "reported") == 2
    sign(page, "李敏")
    page.locator("#answer .handle").click()
    expect(page.locator("#answer .handled")).to_contain_text("已处理：李敏")
    expect(page.locator("#answer .handle")).to_have_count(0)
    assert count(page, "reported") == 1
    page.locator("#answers [data-view=reported]").click()
    listed = page.locator("#answers li a")
    expect(listed).to_have_count(2)
    expect(listed.first).to_have_attribute("data-answer", waiting)  # the list before had two answers too
    expect(listed.last).to_have_attribute("data-answer", handled)
    expect(listed.first.locator(".badge.reported")).to_have_text("被报告")
    expect(listed.last.locator(".badge").first).to_have_text("已处理")
    assert desk_site.journal.get(handled).reports[0].handled_by == "李敏"


def test_an_index_server_that_is_away_is_named(page, desk_site):
    enter(page, desk_site)
    expect(page.locator("#freshness summary")).not_to_contain_text("检索服务连不上")
    desk_site.indexes.outage = "The index server http://chroma:8000 does not answer (no answer in time)."
    enter(page, desk_site)
    expect(page.locator("#freshness summary")).to_contain_text("检索服务连不上")
    page.locator("#freshness summary").click()
    expect(page.locator("#freshness")).to_contain_text("http://chroma:8000 does not answer")
