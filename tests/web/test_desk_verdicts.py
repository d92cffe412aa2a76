"""Staff judge answers statement by statement, with one key each, in a real browser."""

from __future__ import annotations

import pytest
from checker_steps import count, enter, shows, sign
from desk_site import (
    MEMBERS,
    RESCUES,
    DeskSite,
)
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web


def test_one_key_a_verdict_then_on_to_the_next_statement_and_answer(page: Page, desk_site: DeskSite) -> None:
    older = desk_site.give("谁写的？", desk_site.cite(desk_site.page_article, "胡美樱子", name="byline"))
    answer_id = desk_site.give_two_statements("多少次？")
    enter(page, desk_site)
    shows(page, answer_id, 0)
    page.keyboard.press("1")
    shows(page, answer_id, 1)
    expect(page.locator("#sources .article mark")).to_have_text(MEMBERS)
    page.keyboard.press("4")
    shows(page, older, 0)
    assert page.url.endswith(f"?answer={older}")
    assert count(page, "unchecked") == 1
    page.keyboard.press("2")
    expect(page.locator("#answer .saved")).to_contain_text("这一列已全部核查")
    assert count(page, "unchecked") == 0
    standing = desk_site.journal.get(answer_id).current_judgements
    assert [standing[0].verdict, standing[1].verdict] == ["right", "out_of_date"]
    assert desk_site.journal.get(older).current_judgements[0].verdict == "wrong_source"


def test_a_declined_answer_takes_a_verdict_as_a_whole(page: Page, desk_site: DeskSite) -> None:
    answer_id = desk_site.give("方岩门票多少钱？")
    enter(page, desk_site, answer_id)
    expect(page.locator("#answer .said")).to_contain_text(
        "《永康日报》收录的报道里，没有找到能回答这个问题的内容。"
    )
    expect(page.locator("#sources details[open] .article mark")).to_have_text(MEMBERS)
    page.keyboard.press("2")  # not a verdict here
    page.keyboard.press("5")
    expect(page.locator("#answer .judgements")).to_contain_text("本应作答")
    judged = desk_site.journal.get(answer_id).judgements
    assert [(j.statement, j.verdict) for j in judged] == [(None, "should_have_answered")]


def test_keys_typed_into_a_field_give_no_verdict(page: Page, desk_site: DeskSite) -> None:
    answer_id = desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES))
    enter(page, desk_site, answer_id)
    sign(page, "李敏")
    page.keyboard.press("b")
    page.keyboard.type("第1版也登过 1234 n")
    assert desk_site.journal.get(answer_id).judgements == ()
    page.keyboard.press("Enter")
    expect(page.locator("#answer .notes")).to_contain_text("第1版也登过 1234 n")
    expect(page.locator("#note input")).to_have_value("")
    page.keyboard.press("3")
    expect(page.locator("#answer .judgements")).to_contain_text("内容错")
    entry = desk_site.journal.get(answer_id)
    assert [(one.verdict, one.name) for one in entry.judgements] == [("wrong_content", "李敏")]
    assert [(one.statement, one.name, one.text) for one in entry.notes] == [(0, "李敏", "第1版也登过 1234 n")]


def test_the_name_is_remembered_by_the_browser(page: Page, desk_site: DeskSite) -> None:
    enter(page, desk_site, desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES)))
    page.locator("#name input").fill("李敏")
    page.wait_for_function("Object.values(localStorage).length > 0")
    page.reload()
    expect(page.locator("#name input")).to_have_value("李敏")


def test_a_verdict_can_be_corrected_and_both_are_kept(page: Page, desk_site: DeskSite) -> None:
    desk_site.give("谁写的？", desk_site.cite(desk_site.page_article, "胡美樱子", name="byline"))
    answer_id = desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES))
    enter(page, desk_site, answer_id)
    page.keyboard.press("2")
    page.locator("#answer .saved a").click()
    shows(page, answer_id, 0)
    page.locator("#answer [data-verdict=right]").click()
    expect(page.locator("#answer .saved")).to_contain_text("正确")
    assert [j.verdict for j in desk_site.journal.get(answer_id).judgements] == ["wrong_source", "right"]


def test_letters_move_between_statements_and_answers(page: Page, desk_site: DeskSite) -> None:
    older = desk_site.give("谁写的？", desk_site.cite(desk_site.page_article, "胡美樱子", name="byline"))
    answer_id = desk_site.give_two_statements("多少次？")
    enter(page, desk_site, answer_id)
    for key, statement in (("j", 1), ("k", 0)):
        page.keyboard.press(key)
        shows(page, answer_id, statement)
    page.locator("#answer .statement").nth(1).click()
    shows(page, answer_id, 1)
    page.keyboard.press("n")
    shows(page, older)
    assert desk_site.journal.counts()["unchecked"] == 2


def test_each_view_lists_its_own(page: Page, desk_site: DeskSite) -> None:
    reported = desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES))
    declined = desk_site.give("方岩门票？")
    desk_site.journal.report(reported, "内容不对：次数应为1053")
    enter(page, desk_site)
    assert [count(page, view) for view in ("unchecked", "reported", "declined", "newest")] == [2, 1, 1, 2]
    page.locator("#answers [data-view=reported]").click()
    shows(page, reported)
    expect(page.locator("#answer .reports")).to_contain_text("次数应为1053")
    expect(page.locator("#answers li")).to_have_count(1)
    page.locator("#answers [data-view=declined]").click()
    shows(page, declined)
    page.locator("#answers [data-view=newest]").click()
    page.locator(f'#answers [data-answer="{reported}"]').click()
    shows(page, reported)


def test_a_long_list_shows_more_when_asked(page: Page, desk_site: DeskSite) -> None:
    for number in range(60):
        desk_site.give(f"第{number}问")
    enter(page, desk_site)
    expect(page.locator("#answers li")).to_have_count(50)
    page.locator("#answers .more").click()
    expect(page.locator("#answers li")).to_have_count(60)
    expect(page.locator("#answers .more")).to_have_count(0)
