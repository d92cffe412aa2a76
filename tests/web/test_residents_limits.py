"""Who asks too much is told in the page's words when to try again, and nobody else is held up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from resident_steps import ask
from served import serve, settings_for

pytestmark = pytest.mark.web


@pytest.fixture(scope="module")
def strict_site(tmp_path_factory):
    settings = settings_for(tmp_path_factory.mktemp("limits") / "data", session_limit="1 a minute")
    with serve(settings) as site:
        yield site


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh-CN", "您问得有点快，请(1分钟|5\\d秒)后再问。"),
        ("en-US", "That was a little fast. Please ask again in (1 minute|5\\d seconds)."),
    ],
)
def test_a_resident_who_asks_too_much_is_told_when_to_ask_again(visit, strict_site, language, says):
    page, other = visit(390, 844, locale=language), visit(locale=language)
    for one in (page, other):
        one.goto(strict_site.url)
        expect(one.locator("#send")).to_be_visible()
    ask(page, "你好")
    page.locator("#question input").fill("再见")
    page.locator("#send").click()
    last = page.locator(".exchange").last
    expect(last).to_have_attribute("data-stage", "too_many")
    expect(last.locator(".notice")).to_have_text(re.compile(says))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    ask(other, "你好")
