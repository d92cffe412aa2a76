"""A resident asks, reads, opens the source, sees the cited words marked, and reports an error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from resident_steps import arrive, ask
from served import BRIDGE

from rag.archive import Intake

pytestmark = pytest.mark.web


@pytest.fixture(params=["page", "phone"])
def browser(request: pytest.FixtureRequest) -> Page:
    """A desktop's, then a phone's."""
    return request.getfixturevalue(request.param)


def test_resident_asks_reads_opens_the_source_and_reports_an_error(browser, site):
    arrive(browser, site)
    ask(browser, "白鹭大桥全长多少米？")

    answer = browser.locator(".exchange .answer")
    expect(answer.locator(".kind").first).to_have_text("以下为报纸原文")
    expect(answer.locator(".said").first).to_have_text(BRIDGE)
    source = answer.locator(".cite").first
    expect(source).to_contain_text("[1]")
    expect(source.locator("time")).to_have_text("2024-11-08")

    source.click()
    panel = browser.locator(".panel")
    expect(panel.locator("mark")).to_have_text(BRIDGE)
    expect(panel.locator("mark")).to_be_in_viewport()
    expect(panel.locator("h2.headline")).to_have_text("白鹭大桥昨日正式通车")
    expect(panel.locator(".imprint")).to_have_text("《栖川日报》 · 2024-11-08 (2天前) · 第1版 · 要闻")
    expect(panel.locator(".byline")).to_have_text("署名：沈芷兰")
    link = panel.locator(".paper-link a")
    expect(link).to_have_attribute("href", "https://example.org/news/bridge.html")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    panel.locator(".close").click()
    expect(panel).to_be_hidden()

    answer.locator(".report").click()
    form = panel.locator(".report-form")
    answer_id = form.get_attribute("data-answer")
    form.get_by_label("已过时").check()
    form.locator("textarea").fill("桥面又加宽了")
    form.locator(".primary").click()
    expect(panel.locator(".notice")).to_have_text("谢谢，已转给编辑部核查。")
    entry = site.journal.get(answer_id)
    assert entry.answer.question == "白鹭大桥全长多少米？"
    assert [report.reason for report in entry.reports] == ["已过时：桥面又加宽了"]
    assert entry.found


def test_nothing_scrolls_sideways_and_buttons_are_large_enough_for_a_finger(phone, site):
    arrive(phone, site)
    ask(phone, "白鹭大桥全长多少米？" + "很长" * 60)
    for opener in (".article, .cite", ".report"):
        phone.locator(opener).first.click()
        expect(phone.locator(".panel")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        heights = phone.evaluate(
            "[...document.querySelectorAll('button, .report-form label')].filter(b => b.offsetParent)"
            ".map(b => b.offsetHeight)"
        )
        assert min(heights) >= 40
        phone.locator(".panel .close").click()


def test_the_phones_back_closes_the_source_and_keeps_the_page(phone, site):
    arrive(phone, site)
    ask(phone, "白鹭大桥全长多少米？")
    phone.locator(".cite").first.click()
    expect(phone.locator(".panel mark")).to_be_visible()
    phone.go_back()
    expect(phone.locator(".panel")).to_be_hidden()
    expect(phone.locator(".exchange")).to_have_count(1)


def test_inside_wechat_the_papers_page_opens_without_a_new_window_and_coming_back_finds_the_answer(
    visit, site
):
    wechat = visit(390, 844, user_agent="Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50")
    arrive(wechat, site)
    ask(wechat, "白鹭大桥全长多少米？")
    wechat.locator(".cite").first.click()
    link = wechat.locator(".paper-link a")
    expect(link).to_be_visible()
    assert link.get_attribute("target") is None
    wechat.reload()
    expect(wechat.locator(".exchange .said").first).to_have_text(BRIDGE)
    wechat.locator(".cite").first.click()
    expect(wechat.locator(".panel mark")).to_have_text(BRIDGE)


def test_what_the_paper_does_not_say_is_met_with_the_nearest_lines_what_was_searched_and_whom_to_ask(
    browser, site
):
    arrive(browser, site)
    ask(browser, "白鹭大桥的护栏是什么颜色？")
    answer = browser.locator(".exchange .answer")
    expect(answer.locator(".notice")).to_have_text("报上没有直接的回答，最接近的原文：")
    expect(answer.locator(".searched")).to_have_text(
        f"查过的报道：《栖川日报》收录的 {site.assistant.archive.coverage().articles} 篇，截至 2024-11-08。"
    )
    expect(answer.locator(".contact")).to_have_text("也可以咨询：12345 市民热线")
    near = answer.locator(".nearest-lines .cite").first
    headline = near.locator(".headline").inner_text()
    near.click()
    expect(browser.locator(".panel h2.headline")).to_have_text(headline)
    expect(browser.locator(".panel mark")).to_be_in_viewport()


def test_an_old_article_is_marked_as_old(page, site):
    arrive(page, site)
    ask(page, "全市老年食堂增至多少家？")
    expect(page.locator(".cite .ago").first).to_have_text("7个月前")
    page.locator(".cite").first.click()
    expect(page.locator(".panel .caution")).to_have_text("这是7个月前的报道，情况可能已有变化。")


def test_a_withdrawn_article_is_no_longer_shown_to_who_still_has_the_answer_open(page, site):
    arrive(page, site)
    ask(page, "青石巷老井修缮工程预算多少？")
    cite = page.locator(".cite").first
    expect(cite).to_contain_text("青石巷")
    article_id = next(v.article_id for v in site.assistant.archive.newest(50) if v.source_id == "withdrawn")
    Intake(site.assistant.archive).remove([article_id])
    cite.click()
    expect(page.locator(".panel .notice")).to_have_text("这篇报道已经撤下，不再展示。")
    expect(page.locator(".panel")).not_to_contain_text("47万元")


def test_example_questions_are_answered_when_clicked(page, site):
    arrive(page, site)
    example = page.locator(".example").first
    expect(example).to_be_visible()  # they are made in the background
    asked = example.inner_text()
    example.click()
    expect(page.locator(".question")).to_contain_text(asked)
    expect(page.locator(".statement .cite").first).to_be_visible()


def test_a_new_chat_forgets_the_old_one(page, site):
    arrive(page, site)
    ask(page, "白鹭大桥全长多少米？")
    page.locator("#new-chat").click()
    expect(page.locator(".exchange")).to_have_count(0)
    expect(page.locator(".welcome")).to_be_visible()
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()


def test_an_english_browser_gets_an_english_page(visit: Callable[..., Page], site):
    page = visit(locale="en-GB")
    page.goto(site.url)
    expect(page.locator(".masthead .coverage")).to_contain_text("articles, newest 2024-11-08, updated")
    expect(page.locator("#question input")).to_have_attribute("placeholder", "Ask about the local news")
    ask(page, "白鹭大桥全长多少米？")
    expect(page.locator(".answer .kind").first).to_have_text("Quoted from the paper")
    expect(page.locator(".cite .ago").first).to_have_text("2 days ago")
    expect(page.locator(".report")).to_have_text("Report an error")


def test_a_browser_that_prefers_traditional_script_gets_the_page_in_it_and_print_as_printed(visit, site):
    page = visit(locale="zh-TW")
    page.goto(site.url)
    expect(page.locator(".masthead .coverage")).to_contain_text("收錄")
    ask(page, "白鹭大桥全长多少米？")
    expect(page.locator(".report").first).to_have_text("報告錯誤")
    expect(page.locator(".said").first).to_have_text(BRIDGE)


def test_an_english_question_gets_the_facts_of_the_chinese_quotation_in_english(
    visit: Callable[..., Page], site
):
    page = visit(locale="en-GB")
    page.goto(site.url)
    ask(page, "How many metres long is the Bailu Bridge?")
    explained = page.locator(".explained").first
    expect(explained).to_contain_text("From the Chinese report, put into English by this program:")
    expect(page.locator(".facts li", has_text="612 m").first).to_be_visible()


def test_an_empty_archive_is_said_to_be_empty_and_not_that_nothing_was_reported(page, empty_site):
    page.goto(empty_site.url)
    expect(page.locator(".masthead .coverage")).to_have_text("还没有收录报道")
    expect(page).to_have_title("闻答 Wenda")
    ask(page, "白鹭大桥全长多少米？")
    expect(page.locator(".notice")).to_contain_text("这里还没有收录任何报道")
    expect(page.locator(".answer")).not_to_contain_text("没有找到")
    expect(page.locator(".example")).to_have_count(0)


def test_the_title_names_the_city(page, site):
    arrive(page, site)
    expect(page).to_have_title("闻答 · 栖川")
