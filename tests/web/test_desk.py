"""Staff see answers beside the paper's printed lines, and take the verdicts away, in a real browser."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from http.client import HTTPConnection
from pathlib import Path

import pytest
from checker_steps import enter, shows
from desk_site import (
    HOSTILE,
    KEY,
    NOTICE,
    PAGE,
    RESCUES,
    DeskSite,
    export_article,
    notice_article,
)
from playwright.sync_api import Page, expect
from resident_steps import arrive, ask
from served import BRIDGE, Site

from rag.archive import Intake

pytestmark = pytest.mark.web

# --- seeing ---


def test_an_answer_is_shown_beside_its_article_and_its_printed_lines(page: Page, desk_site: DeskSite) -> None:
    answer_id = desk_site.give_two_statements("开展了多少次救援行动？")
    enter(page, desk_site, answer_id)
    assert KEY not in page.url
    assert page.url.endswith(f"/desk/?answer={answer_id}")
    expect(page.locator("#answer h1")).to_have_text("开展了多少次救援行动？")
    expect(page.locator("#answer .statement")).to_have_count(2)
    expect(page.locator("#answer .statement.active")).to_contain_text("2024-03-18（2天前） 第2版")
    expect(page.locator("#sources .article mark")).to_have_text(RESCUES)
    expect(page.locator("#sources .printed .cited")).to_have_text(
        ["195 名核心队员。2023 年，各支救", "援队共开展救援行动 1052 次，包括", "山 地 救 援 、森林灭火等。"]
    )
    expect(page.locator("#sources .printed mark").first).to_have_text("2023 年，各支救")
    expect(page.locator("#sources .printed h3")).to_contain_text("page.txt，第 9–13 行")
    lines = page.locator("#sources .printed li").all_inner_texts()
    assert [line for line in lines if line.strip()] == [line for line in PAGE.split("\n") if line][1:]


def test_a_byline_that_is_cited_is_marked_where_it_was_printed(page: Page, desk_site: DeskSite) -> None:
    enter(
        page,
        desk_site,
        desk_site.give("谁写的？", desk_site.cite(desk_site.page_article, "胡美樱子", name="byline")),
    )
    expect(page.locator("#sources .article .byline mark")).to_have_text("胡美樱子")
    expect(page.locator("#sources .printed mark")).to_have_text("胡美樱子")


def test_other_printings_of_a_story_are_shown_below_the_cited_one(page: Page, desk_site: DeskSite) -> None:
    morning = desk_site.take_in(notice_article("m-1", "栖川日报", date(2024, 3, 18), "02"))
    desk_site.take_in(notice_article("e-1", "栖川晚报", date(2024, 3, 19), "05"))
    enter(page, desk_site, desk_site.give("哪里停水？", desk_site.cite(morning, "北街、和平路一带停水")))
    copies = page.locator("#sources .copies")
    expect(copies.locator("> h3")).to_have_text("同一报道的其他刊发（1）")
    expect(copies.locator("summary")).to_contain_text(
        "《栖川晚报》 2024-03-19（昨天） 第5版 栖川晚报停水通知"
    )
    expect(copies.locator(".article")).to_be_hidden()
    copies.locator("summary").click()
    expect(copies.locator(".article")).to_contain_text(NOTICE[:12])


def test_an_article_without_copies_lists_none(page: Page, desk_site: DeskSite) -> None:
    enter(page, desk_site, desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES)))
    expect(page.locator("#sources .article")).to_be_visible()
    expect(page.locator("#sources .copies")).to_have_count(0)


def test_user_text_is_shown_as_text_and_never_runs_as_a_script(page: Page, desk_site: DeskSite) -> None:
    answer_id = desk_site.give(HOSTILE, desk_site.cite(desk_site.export_article, HOSTILE))
    desk_site.journal.report(answer_id, HOSTILE)
    desk_site.journal.verdict(answer_id, 0, "right", name=HOSTILE, note=HOSTILE)
    desk_site.give(HOSTILE)
    enter(page, desk_site, answer_id)
    for place in ("h1", ".reports", ".notes", ".said", ".cited"):
        expect(page.locator(f"#answer {place}").first).to_contain_text(HOSTILE)
    expect(page.locator("#answer .judgements")).to_contain_text(HOSTILE[:80])
    expect(page.locator("#sources .article mark")).to_have_text(HOSTILE)
    expect(page.locator("#sources .from-export")).to_contain_text("export.jsonl，编号 e-17")
    expect(page.locator("#answers .asked").first).to_contain_text(HOSTILE)
    assert page.locator("img[src=x]").count() == 0
    assert page.title() == "闻答 · 核查"


def test_confidence_is_hidden_until_every_statement_has_a_verdict(page: Page, desk_site: DeskSite) -> None:
    answer_id = desk_site.give_two_statements("多少次？")
    enter(page, desk_site, answer_id)
    page.keyboard.press("1")
    shows(page, answer_id, 1)
    assert "0.88" not in page.content()
    assert "0.432" not in page.content()
    page.keyboard.press("1")
    page.locator("#answer .record summary").click()
    expect(page.locator("#answer .record")).to_contain_text("0.88")
    expect(page.locator("#answer .record td").nth(1)).to_have_text("0.432")


def test_an_english_browser_gets_an_english_page(visit: Callable[..., Page], desk_site: DeskSite) -> None:
    page = visit(locale="en-GB")
    enter(page, desk_site, desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES)))
    expect(page.locator("#answer .verdicts")).to_contain_text("Wrong source")
    expect(page.locator("#answers .views")).to_contain_text("Unchecked")
    expect(page.locator("#name")).to_contain_text("Checked by")


# --- coming back ---


def test_an_answer_is_reopened_as_served_after_its_article_was_removed(
    page: Page, desk_site: DeskSite
) -> None:
    answer_id = desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES))
    Intake(desk_site.archive).remove([desk_site.page_article])
    enter(page, desk_site, answer_id)
    expect(page.locator("#sources .caution")).to_contain_text("该报道已撤下")
    expect(page.locator("#sources .article mark")).to_have_text(RESCUES)
    expect(page.locator("#sources .printed .cited")).to_have_count(3)


def test_an_answer_is_reopened_as_served_after_its_article_was_replaced(
    page: Page, desk_site: DeskSite
) -> None:
    answer_id = desk_site.give("停水吗？", desk_site.cite(desk_site.export_article, "3月21日西城停水。"))
    desk_site.take_in(replace(export_article(), text="更正：3月22日西城停水。"))
    enter(page, desk_site, answer_id)
    expect(page.locator("#sources .caution")).to_contain_text("已有新版本 v2")
    expect(page.locator("#sources > * .article mark").first).to_have_text("3月21日西城停水。")
    page.locator("#sources .newest summary").click()
    expect(page.locator("#sources .newest .article")).to_contain_text("更正：3月22日西城停水。")


def test_a_link_to_an_answer_that_is_no_longer_kept_says_so(page: Page, desk_site: DeskSite) -> None:
    enter(page, desk_site, "long-gone")
    expect(page.locator("#answer")).to_contain_text("没有这条回答")


def test_an_empty_journal_says_so(page: Page, desk_site: DeskSite) -> None:
    enter(page, desk_site)
    expect(page.locator("#answer")).to_contain_text("还没有回答")


def test_an_ended_session_shows_an_error_and_loses_no_verdict_silently(
    page: Page, desk_site: DeskSite
) -> None:
    answer_id = desk_site.give("多少次？", desk_site.cite(desk_site.page_article, RESCUES))
    enter(page, desk_site, answer_id)
    for part in ("#summary", "#freshness"):  # the page has all that it asked for
        expect(page.locator(f"{part} summary")).to_be_visible()
    page.context.clear_cookies()
    page.keyboard.press("1")
    expect(page.get_by_text(re.compile("会话已结束"))).to_be_visible()
    expect(page.locator("#answer .saved")).to_have_count(0)
    assert desk_site.journal.get(answer_id).judgements == ()


# --- taking away ---


def test_the_verdicts_are_exported_for_a_spreadsheet(page: Page, desk_site: DeskSite) -> None:
    answer_id = desk_site.give("=HYPERLINK(1)", desk_site.cite(desk_site.page_article, RESCUES))
    desk_site.journal.verdict(answer_id, 0, "wrong_source", name="@李敏", note="+1，见\n第二版")
    enter(page, desk_site, answer_id)
    with page.expect_download() as download:
        page.get_by_text("导出核查结果").click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    heading, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    cells = dict(zip(heading, row, strict=True))
    assert (cells["问题"], cells["核查人"], cells["备注"]) == ("'=HYPERLINK(1)", "'@李敏", "'+1，见\n第二版")
    assert cells["报道编号"] == f"{desk_site.page_article}v1"
    assert (cells["判定"], cells["类别"], cells["语句"]) == ("出处错", "报纸原文", RESCUES)


# --- the whole way ---


def test_what_a_resident_reports_staff_check_against_the_page(site: Site, visit: Callable[..., Page]) -> None:
    resident, staff = visit(), visit(1440, 900)
    arrive(resident, site)
    ask(resident, "白鹭大桥全长多少米？")
    resident.locator(".exchange .report").click()
    form = resident.locator(".report-form")
    answer_id = form.get_attribute("data-answer")
    form.locator("textarea").fill("请核对长度")
    form.locator(".primary").click()
    expect(resident.locator(".panel .notice")).to_be_visible()

    staff.goto(site.desk_url)
    expect(staff.locator("#answer [data-shown]")).to_be_visible()
    reported = staff.locator("#answers [data-view=reported]")
    reported.click()
    expect(reported).to_have_attribute("aria-pressed", "true")
    staff.locator(f'#answers [data-answer="{answer_id}"]').click()
    shows(staff, answer_id, 0)
    expect(staff.locator("#answer .reports")).to_contain_text("请核对长度")
    expect(staff.locator("#sources .article mark")).to_contain_text(BRIDGE)
    staff.keyboard.press("1")
    expect(staff.locator("#answer .saved")).to_contain_text("正确")
    assert site.journal.get(answer_id).current_judgements[0].verdict == "right"


@pytest.mark.parametrize(
    "path",
    [
        "/desk",
        "/desk/config",
        "//desk/config",
        "/DESK/",
        "/%64esk/config",
        "/x/../desk/",
        "/desk%2Fconfig",
    ],
)
def test_the_whole_site_shows_nothing_of_the_page_without_the_key(site: Site, path: str) -> None:
    with closing(HTTPConnection(site.url.removeprefix("http://"), timeout=30)) as connection:
        connection.request("GET", path)  # as it is spelt: a browser would tidy it up
        assert connection.getresponse().status in (403, 404)
