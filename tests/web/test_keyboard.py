"""The residents' page by keyboard alone, enlarged, and as a screen reader hears it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect
from resident_steps import arrive, ask
from served import BRIDGE, serving

from web.site import build_site

pytestmark = pytest.mark.web

QUESTION = "白鹭大桥全长多少米？"
FOCUSED = "document.activeElement.id || document.activeElement.className || document.activeElement.tagName"


def tab_to(page: Page, selector: str) -> int:
    """Press Tab until an element has the focus, which must be seen at every step.

    Returns:
        How often it was pressed.
    """
    for pressed in range(1, 40):
        page.keyboard.press("Tab")
        assert_focus_is_seen(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return pressed
    raise AssertionError(f"Tab does not reach {selector}")


def assert_focus_is_seen(page: Page) -> None:
    """The element with the focus has an outline of two pixels, and is neither off the window nor covered."""
    state = page.evaluate(
        """() => {
          const focused = document.activeElement, style = getComputedStyle(focused);
          const box = focused.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
          return {
            name: focused.outerHTML.slice(0, 120),
            outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
            seen: Boolean(top) && (focused.contains(top) || top.contains(focused)),
          };
        }"""
    )
    assert state["outline"] >= 2, state
    assert state["seen"], state


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desktop", "phone"])
def test_a_resident_asks_opens_a_source_and_reports_with_the_keyboard_alone(visit, site, size):
    page = visit(*size, reduced_motion="reduce")
    arrive(page, site)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    assert_focus_is_seen(page)
    page.keyboard.press("Enter")
    expect(page.locator("#question input")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator(".exchange")).to_have_attribute("data-stage", "done")
    expect(page.locator("#question input")).to_be_focused()

    page.reload()  # the conversation stays
    expect(page.locator(".cite").first).to_be_visible()
    assert tab_to(page, ".cite") <= 5, "skip, type, scheme, new chat, then the answer"
    page.keyboard.press("Enter")
    expect(page.locator(".panel mark")).to_have_text(BRIDGE)
    expect(page.locator(".panel h1")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".panel .close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_be_hidden()
    expect(page.locator(".cite").first).to_be_focused()

    tab_to(page, ".report")
    page.keyboard.press("Enter")
    expect(page.locator(".panel h1")).to_be_focused()
    tab_to(page, ".report-form input")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("来源不对")).to_be_checked()
    tab_to(page, ".report-form .primary")
    page.keyboard.press("Enter")
    expect(page.locator(".panel .notice")).to_have_text("谢谢，已转给编辑部核查。")
    page.keyboard.press("Escape")
    expect(page.locator(".report")).to_be_focused()


def test_on_a_phone_the_focus_stays_in_the_source_that_covers_the_page(visit, site):
    page = visit(390, 844)
    arrive(page, site)
    ask(page, QUESTION)
    page.locator(".cite").first.click()
    expect(page.locator(".panel mark")).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || Boolean(document.activeElement.closest('.panel'))"
        )
    page.set_viewport_size({"width": 1280, "height": 800})  # now it stands beside the page
    page.locator("#question input").focus()
    expect(page.locator("#question input")).to_be_focused()


@pytest.fixture
def often_refreshed(site, refreshed_often):
    """The site, served a second time."""
    app = build_site(site.assistant, site.settings)
    with serving(app) as url:
        yield replace(site, url=url, app=app)


def test_the_page_in_use_is_not_drawn_anew_under_the_keyboard(page, often_refreshed):
    arrive(page, often_refreshed)
    example = page.locator(".example").first
    expect(example).to_be_visible()
    example.focus()
    page.evaluate("document.activeElement.dataset.mine = 'yes'")
    for _ in range(3):  # the third tick comes after the second was answered
        page.wait_for_event("request", lambda request: "queue/join" in request.url)
    assert page.evaluate("document.activeElement.dataset.mine") == "yes"


@pytest.mark.parametrize(
    ("width", "height"), [(640, 400), (320, 256)], ids=["200 % of 1280 × 800", "400 % of 1280 × 1024"]
)
def test_enlarged_everything_can_be_reached_without_scrolling_sideways(visit, site, width, height):
    page = visit(width, height)
    arrive(page, site)
    ask(page, QUESTION)
    for state in ("answer", "source"):
        if state == "source":
            page.locator(".cite").first.click()
            expect(page.locator(".panel mark")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut = page.evaluate(
            """() => [...document.querySelectorAll('#shell :is(p, button, h1, h2, a, input)')]
              .filter((node) => node.offsetParent && !node.closest('.unseen') && !node.matches('.skip'))
              .filter((node) => { const box = node.getBoundingClientRect(); return box.left < -1 || box.right > innerWidth + 1; })
              .map((node) => node.outerHTML.slice(0, 100))"""
        )
        assert not cut
    page.locator(".panel .close").click()
    for selector in (".coverage", ".exchange .said", ".report", "#question input", ".foot a"):
        part = page.locator(selector).first
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport()


def test_with_reduced_motion_nothing_moves(visit, site, held_before):
    page = visit(reduced_motion="reduce")
    arrive(page, site)
    go_on = held_before("found")
    page.locator("#question input").fill("老井修缮工程预算是多少？")
    page.locator("#send").click()
    expect(page.locator(".progress")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0
    go_on.set()
    expect(page.locator(".exchange")).to_have_attribute("data-stage", "done")


def test_a_screen_reader_hears_each_statement_once_with_its_date_and_nothing_again(visit, site):
    page = visit()
    page.add_init_script(HEARD)
    arrive(page, site)
    ask(page, QUESTION)
    ask(page, "2023年全市急救车出动了多少次？")
    heard = page.evaluate("window.heard")
    assert heard[0] == "正在查阅报纸……"
    assert heard.count(f"2024年11月8日刊登： {BRIDGE}") == 1
    assert heard.count("正在查阅报纸……") == 2
    statements = page.locator(".statement .said").all_inner_texts()
    assert sum(any(said in line for said in statements) for line in heard) == len(statements)
    assert page.locator("#talk [aria-live], #talk [role=status], #talk [role=log]").count() == 0
    page.reload()
    expect(page.locator(".exchange")).to_have_count(2)
    assert page.evaluate("window.heard") == [], "what was read before is not read again"


def test_words_in_another_language_than_the_page_say_so(visit, site):
    page = visit(locale="en-GB")
    page.goto(site.url)
    ask(page, "How many metres long is the Bailu Bridge?")
    assert page.evaluate("document.documentElement.lang") == "en"
    expect(page.locator(".said").first).to_have_attribute("lang", "zh-Hans")
    page.locator(".cite").first.click()
    expect(page.locator(".panel .printed")).to_have_attribute("lang", "zh-Hans")


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)], ids=["desktop", "phone"])
def test_targets_are_24_pixels_or_more(visit, site, size):
    page = visit(*size)
    arrive(page, site)
    ask(page, "3月停水通知是哪天的")
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, a, input, summary, textarea')]
          .filter((node) => node.offsetParent && !node.matches('.skip'))
          .map((node) => [node.outerHTML.slice(0, 80), node.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24)"""
    )
    assert not small


# Keeps what is added to live regions, as a screen reader would speak it.
HEARD = """
window.heard = [];
new MutationObserver((changes) => {
  for (const change of changes)
    for (const node of change.addedNodes)
      if (node.nodeType === 1 && change.target.closest?.('[aria-live], [role=log], [role=status]'))
        window.heard.push(node.textContent.replace(/\\s+/g, ' ').trim());
}).observe(document, { childList: true, subtree: true });
"""
