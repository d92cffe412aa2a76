"""Large type, light and dark, and reading aloud: how a resident wants the page, kept in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from resident_steps import arrive, ask
from served import BRIDGE

pytestmark = pytest.mark.web

QUESTION = "白鹭大桥全长多少米？"
DARK, LIGHT = "rgb(23, 22, 20)", "rgb(250, 248, 243)"

# A voice of the browser that keeps what it is to say, and ends when it is told to.
VOICE = """
window.spoken = [];
const voice = { speak: (part) => window.spoken.push(part), cancel: () => (window.spoken = []) };
Object.defineProperty(window, 'speechSynthesis', { value: voice });
"""
SPOKEN = "window.spoken.map((part) => [part.lang, part.text])"


def size_of(page: Page, selector: str) -> float:
    return page.locator(selector).first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")


def paper(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.querySelector('#shell')).backgroundColor")


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_large_type_holds_for_all_that_is_read_and_after_a_reload(visit, site, locale):
    phone = visit(390, 844, locale=locale, reduced_motion="reduce")
    phone.goto(site.url)
    ask(phone, QUESTION)
    parts = (".said", ".question", ".cite", ".report", ".coverage", "#question input", "#send")
    before = {part: size_of(phone, part) for part in parts}
    button = phone.locator("[data-display=large-type]")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    assert {part: size_of(phone, part) / before[part] for part in parts} == pytest.approx(
        dict.fromkeys(parts, 1.3125)
    )
    phone.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(phone.locator(".said").first).to_be_visible()
    assert size_of(phone, ".said") > 22
    for opener in (".cite", ".report"):
        phone.locator(opener).first.click()
        expect(phone.locator(".panel")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        phone.keyboard.press("Escape")
        expect(phone.locator(".panel")).to_be_hidden()
    button.click()
    assert size_of(phone, ".said") == before[".said"]


@pytest.mark.parametrize(("system", "other"), [("light", "dark"), ("dark", "light")])
def test_the_page_is_as_light_or_dark_as_the_system_until_the_resident_chooses(visit, site, system, other):
    colour = {"light": LIGHT, "dark": DARK}
    page = visit(color_scheme=system, reduced_motion="reduce")
    arrive(page, site)
    assert paper(page) == colour[system]
    button = page.locator("[data-display=dark]")
    button.click()
    assert paper(page) == colour[other]
    expect(button).to_have_attribute("aria-pressed", str(other == "dark").lower())
    page.reload()
    expect(page.locator(".welcome")).to_be_visible()
    assert paper(page) == colour[other]
    assert page.evaluate("document.body.classList.contains('dark')") == (other == "dark")
    button.click()  # again as the system
    page.emulate_media(color_scheme=other)
    expect(page.locator("#shell")).to_have_css("background-color", colour[other])


def test_an_answer_is_read_aloud_with_its_dates_and_stops_at_a_second_press(visit, site):
    page = visit()
    page.add_init_script(VOICE)
    arrive(page, site)
    ask(page, QUESTION)
    button = page.locator(".read-aloud").first
    expect(button).to_have_text("朗读")
    button.click()
    assert page.evaluate(SPOKEN)[:2] == [["zh-CN", "2024年11月8日刊登："], ["zh-CN", BRIDGE]]
    expect(button).to_have_text("停止朗读")
    button.click()
    assert page.evaluate(SPOKEN) == []
    expect(button).to_have_text("朗读")
    button.click()
    page.evaluate("window.spoken.at(-1).dispatchEvent(new Event('end'))")
    expect(button).to_have_text("朗读")


def test_the_next_question_ends_the_reading(visit, site):
    page = visit()
    page.add_init_script(VOICE)
    arrive(page, site)
    ask(page, QUESTION)
    page.locator(".read-aloud").click()
    ask(page, "白鹭大桥的护栏是什么颜色？")
    assert page.evaluate(SPOKEN) == []
    page.locator(".read-aloud").last.click()
    first, *lines = page.evaluate(SPOKEN)
    assert first == ["zh-CN", "报上没有直接的回答，最接近的原文："]
    assert ["zh-CN", BRIDGE] in lines
    expect(page.locator(".read-aloud").first).to_have_text("朗读")


def test_chinese_words_are_read_by_a_chinese_voice_on_an_english_page(visit, site):
    page = visit(locale="en-GB")
    page.add_init_script(VOICE)
    page.goto(site.url)
    ask(page, "How many metres long is the Bailu Bridge?")
    page.locator(".read-aloud").click()
    spoken = page.evaluate(SPOKEN)
    assert spoken[:2] == [["en-US", "Printed on 8 November 2024:"], ["zh-CN", BRIDGE]]
    assert any(language == "en-US" and "612 m" in text for language, text in spoken)


def test_without_a_voice_there_is_no_button_for_it(visit, site):
    page = visit()
    page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
    arrive(page, site)
    ask(page, QUESTION)
    expect(page.locator(".report")).to_be_visible()
    expect(page.locator(".read-aloud")).to_be_hidden()
