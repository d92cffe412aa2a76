"""Many ask at once: the page says how many come first, the answer follows, and who closes the page is not waited for."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect
from resident_steps import arrive
from served import RESERVOIRS, Site

from eval.serving import App, Timing
from rag.limits.line import AT_ONCE

pytestmark = pytest.mark.web

QUESTION = "全市老年食堂增至多少家？"


@contextmanager
def others_ask(site: Site, opening: str) -> Iterator[list[Future[Timing]]]:
    """As many others as are answered at once, whose answers are begun; they ask over HTTP.

    Args:
        opening: of their questions, which must be new: kept answers are not held.
    """
    app, names = App(os.getpid(), site.url), list(RESERVOIRS)
    questions = [f"{opening}{n + 1}号，{names[n % len(names)]}湾水库的总库容有多少？" for n in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        asked = [threads.submit(app.ask, question) for question in questions]
        until = time.monotonic() + 30
        while sum(thread.name == "answering" for thread in threading.enumerate()) < AT_ONCE:
            assert time.monotonic() < until, "the answers are not begun"
            time.sleep(0.05)
        yield asked


def send(page, question: str) -> None:
    page.locator("#question input").fill(question)
    page.locator("#send").click()


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("zh-CN", f"前面还有 {AT_ONCE} 人，请稍候……"),
        ("en-US", f"People before you: {AT_ONCE}. Please wait …"),
    ],
)
def test_a_page_says_how_many_come_first_until_it_is_its_turn(visit, site, held_before, language, says):
    page = visit(390, 844, locale=language)
    page.goto(site.url)
    expect(page.locator("#send")).to_be_visible()
    go_on = held_before("found")
    with others_ask(site, language) as others:
        send(page, QUESTION)
        expect(page.locator(".progress")).to_have_text(says)
        expect(page.locator("#stop")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        go_on.set()
        expect(page.locator(".exchange")).to_have_attribute("data-stage", "done")
        expect(page.locator(".exchange")).to_contain_text("23家")
        assert all(other.result().whole > 0 for other in others)


def test_the_question_of_a_page_that_was_closed_while_waiting_is_not_answered(page, site, held_before):
    arrive(page, site)
    go_on = held_before("found")
    with others_ask(site, "请问") as others:
        send(page, "白鹭大桥双向几车道？")
        expect(page.locator(".progress")).to_contain_text("前面还有")
        page.close()
        time.sleep(2)  # for the server to notice
        go_on.set()
        assert all(other.result().whole > 0 for other in others)
    App(os.getpid(), site.url).ask(QUESTION)  # comes after it in the line
    assert all(one.question != "白鹭大桥双向几车道？" for one in site.journal.answers("newest", 100))
