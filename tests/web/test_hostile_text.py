"""Whatever people and papers write is shown as text on every page: no script runs, no element and no link comes of it, and
characters that turn the direction of writing turn nothing but the text they are in."""

from __future__ import annotations

import io
from collections.abc import Callable
from urllib.parse import quote

import httpx
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from resident_steps import arrive, ask
from served import TODAY
from staffed_site import ARTICLE_URL, ASKED, DECLINED, HOSTILE, QUESTION, StaffedSite
from test_accessibility_of_pages import desk_pages, public_pages

from web.residents.context import PageContext
from web.residents.conversation import welcome_html

pytestmark = pytest.mark.web

HURT = """() => ({
  ran: window.hacked ?? null,
  made: [...document.querySelectorAll('[data-hostile]')].map((node) => node.outerHTML.slice(0, 200)),
  led: [...document.querySelectorAll('[href], [src], [action]')]
    .map((node) => node.getAttribute('href') ?? node.getAttribute('src') ?? node.getAttribute('action'))
    .filter((address) => /^\\s*javascript:/i.test(address)),
  turned: [...document.querySelectorAll('body *:not(script, style, option, textarea, title, template)')]
    .filter((node) => [...node.childNodes].some((child) => child.nodeType === 3 && child.data.includes('\\u202e')))
    .filter((node) => !getComputedStyle(node).unicodeBidi.includes('isolate'))
    .map((node) => `${node.tagName}.${node.className}`),
})"""
UNHURT = {"ran": None, "made": [], "led": [], "turned": []}
IN_ADDRESS = quote(HOSTILE, safe="")
WORDS = "window.hacked"


@pytest.fixture
def browser(visit: Callable[..., Page]) -> Page:
    page = visit()
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog was opened: {dialog.message}"))
    return page


def test_on_the_residents_page(browser, staffed):
    arrive(browser, staffed.site)
    for question in (QUESTION, ASKED, DECLINED):
        ask(browser, question)
        assert_unhurt(browser, question)
    for opener in (".cite", ".report"):
        browser.locator(opener).first.click()
        expect(browser.locator(".panel h1")).to_be_visible()
        assert_unhurt(browser, opener)
        if opener == ".cite":
            expect(browser.locator(".panel .headline")).to_contain_text(WORDS)
            browser.keyboard.press("Escape")
    browser.locator(".report-form textarea").fill(HOSTILE)
    browser.locator(".report-form .primary").click()
    expect(browser.locator(".panel .notice")).to_be_visible()
    browser.reload()
    expect(browser.locator(".exchange")).to_have_count(3)
    assert_unhurt(browser, "reloaded")
    blank = PageContext.of("zh", paper=HOSTILE, contact=HOSTILE)
    welcome = welcome_html([HOSTILE], TODAY, 100, blank)
    browser.locator("#welcome").evaluate("(node, html) => (node.innerHTML = html)", welcome)
    expect(browser.locator("#welcome .example")).to_have_count(1)
    assert_unhurt(browser, "examples")


def test_in_the_panel(browser, staffed):
    article = quote(ARTICLE_URL, safe="")
    browser.goto(f"{staffed.url}/embed?article={article}&colour={IN_ADDRESS}&lang={IN_ADDRESS}")
    expect(browser.locator(".article")).to_contain_text(WORDS)
    for n, question in enumerate((QUESTION, ASKED, DECLINED), 1):
        browser.locator("#question").fill(question)
        browser.locator("form button").click()
        expect(browser.locator(".tools")).to_have_count(n)
    assert_unhurt(browser, "panel")


def test_on_the_pages_of_the_desk_and_for_everybody(browser, staffed):
    staffed.sign_in(browser)
    below_desk = [f"/desk{path}{rest}" for path, every in desk_pages(staffed).items() for rest in every]
    for address in (*below_desk, *public_pages(staffed), *asked_for_hostile_things(staffed)):
        browser.goto(staffed.url + address)
        assert_unhurt(browser, address)
    for address in shows_hostile_words(staffed):
        browser.goto(staffed.url + address)
        assert WORDS in browser.inner_text("main"), address
    for answer_id in staffed.answers:
        browser.goto(f"{staffed.url}/desk/?answer={answer_id}")
        expect(browser.locator("#answer [data-shown]")).to_have_attribute("data-shown", answer_id)
        browser.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
        assert WORDS in browser.inner_text("#answer"), answer_id
        assert_unhurt(browser, "checking page")


def shows_hostile_words(staffed: StaffedSite) -> list[str]:
    """Addresses of pages, for each place where somebody's words are shown."""
    _, asked, *_ = staffed.answers
    at_desk = [
        "board?state=all",
        f"board-group?key={staffed.group}",
        f"article?id={staffed.article}",
        "rulings",
    ]
    at_desk += [f"ruling?answer={asked}", "people", "audit"]
    return [f"/desk/{page}" for page in at_desk] + [f"/a/{one}" for one in staffed.answers] + ["/corrections"]


def asked_for_hostile_things(staffed: StaffedSite) -> list[str]:
    """Addresses with the hostile text in each of their parameters."""
    at_desk = [
        "article?id={}",
        "audit?person={}",
        "board?state={0}&weeks={0}&from={0}",
        "board-group?key={}",
        f"board-group?key={staffed.group}&search={{}}",
        "numbers?days={}",
        "ruling?answer={}",
        f"ruling?answer={staffed.answers[0]}&find={{}}",
        "sign-in?next={0}&problem={0}",
    ]
    public = ["/about?lang={}", "/corrections?lang={}", "/a/none?lang={}", "/embed/example?lang={}"]
    return [page.format(IN_ADDRESS) for page in (*(f"/desk/{page}" for page in at_desk), *public)]


def test_in_a_form_that_is_shown_again(browser, staffed, visit):
    staffed.sign_in(browser)
    browser.goto(f"{staffed.url}/desk/people")
    browser.locator("#name").fill(HOSTILE)
    browser.locator("button.main").click()
    expect(browser.locator("#name")).to_have_attribute("aria-invalid", "true")
    assert_unhurt(browser, "a name")
    browser.goto(f"{staffed.url}/desk/ruling?answer={staffed.answers[0]}")
    browser.locator("p.choice input").first.check()
    browser.locator("#own_words").fill(f"票价5元。{HOSTILE}")
    browser.locator("#reason").fill(HOSTILE)
    browser.get_by_role("button", name="发布更正").click()
    expect(browser.get_by_role("alert")).to_be_visible()
    expect(browser.locator("#own_words")).to_have_value(f"票价5元。{HOSTILE}")
    assert_unhurt(browser, "own words")
    stranger = visit()
    stranger.goto(f"{staffed.url}/desk/sign-in")
    stranger.locator("#name").fill(HOSTILE)
    stranger.locator("#password").fill("wrong")
    stranger.keyboard.press("Enter")
    expect(stranger.locator("#name")).to_have_value(HOSTILE)
    assert_unhurt(stranger, "a name at sign-in")


def test_in_what_is_downloaded(staffed):
    with httpx.Client(base_url=f"{staffed.url}/desk/", cookies={"wenda_desk": staffed.token}) as admin:
        for table in ("export", "board"):
            for ending in ("csv", "xlsx"):
                file = admin.get(f"{table}.{ending}", params={"state": "all"})
                assert file.headers["content-disposition"].startswith("attachment")
                assert file.headers["x-content-type-options"] == "nosniff"
                if ending == "csv":
                    assert WORDS in file.text
                else:
                    rows = load_workbook(io.BytesIO(file.content)).active.iter_rows()
                    cells = [cell for row in rows for cell in row]
                    assert any(WORDS in str(cell.value) for cell in cells)
                    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_in_the_errors_of_the_doors(staffed):
    with httpx.Client(base_url=staffed.url) as program:
        told = [
            program.post("/api/v1/ask", json={"question": "桥", HOSTILE: 1}),
            program.post("/api/v1/ask", json={"question": "桥", "history": [{"role": HOSTILE}]}),
            program.post("/v1/chat/completions", json={"model": HOSTILE, "messages": [{"role": HOSTILE}]}),
            program.post("/embed/api/ask", json={"question": "", "session": HOSTILE}),
            program.get(f"/api/v1/articles/{quote(HOSTILE[:90], safe='')}"),
            program.get(f"/api/v1/{quote(HOSTILE, safe='')}"),
            program.get(f"/v1/models/{quote(HOSTILE, safe='')}"),
            program.get(f"/{quote(HOSTILE, safe='')}"),
        ]
    for response in told:
        assert 400 <= response.status_code < 500
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "html" not in response.headers["content-type"]


def assert_unhurt(page: Page, place: str) -> None:
    assert page.evaluate(HURT) == UNHURT, place
