"""A checker walks through forty answers (twelve in a normal run) by keyboard alone, at two keys a statement or less.

Run with `-s` to see the keys and how long each next statement took to come on screen. No test asserts a time: it depends on
the machine.
"""

from __future__ import annotations

import sys

import pytest
from checker_steps import enter
from desk_site import RESCUES, DeskSite
from playwright.sync_api import Page, expect
from proofs import sized

from rag.journal import Journal

pytestmark = pytest.mark.web

OF_EACH_KIND = sized(3, 10)

# Notes the time of each key, and of the frame in which another statement is on screen.
WATCH = """() => {
  window.seen = [];
  const shown = () => {
    const all = [...document.querySelectorAll('#answer [data-shown], #answer-ahead [data-shown]')];
    const visible = all.find((part) => part.checkVisibility());
    const active = visible?.querySelector('.statement.active');
    return visible && `${visible.dataset.shown}/${active?.dataset.statement}/${active?.dataset.line}`;
  };
  document.addEventListener('keydown', () => {
    const before = shown(), at = performance.now();
    const look = () => shown() === before ? requestAnimationFrame(look) : window.seen.push(performance.now() - at);
    requestAnimationFrame(look);
  }, true);
}"""


def give_answers(desk_site: DeskSite) -> None:
    """Answers of one and two statements, with notes by Wenda, and declined."""
    cite = desk_site.cite
    for number in range(OF_EACH_KIND):
        desk_site.give(f"多少次？（{number}）", cite(desk_site.page_article, RESCUES))
        desk_site.give_two_statements(f"多少人、多少次？（{number}）")
        desk_site.give(f"谁写的？（{number}）", cite(desk_site.page_article, "胡美樱子", name="byline"))
        desk_site.give(f"方岩门票多少钱？（{number}）")


def unjudged(journal: Journal) -> int:
    return sum(one.unjudged for one in journal.answers("unchecked", 100))


@pytest.mark.proof("walk")
def test_many_answers_take_two_keys_a_statement_or_less_and_no_mouse(page: Page, desk_site: DeskSite) -> None:
    give_answers(desk_site)
    enter(page, desk_site)
    page.evaluate(WATCH)
    statements = unjudged(desk_site.journal)
    keys = 0

    def press(key: str) -> None:
        nonlocal keys
        page.keyboard.press(key)
        keys += 1
        page.wait_for_function(f"!document.querySelector('#desk.ahead') && seen.length === {keys}")

    for number in range(statements - 1):
        page.wait_for_timeout(250)  # nobody judges faster
        declined = (
            page.locator("#answer .statement").count() == 1
            and page.locator("#answer .kind.quoted").count() == 0
        )
        press(
            "5" if declined and number % 3 == 0 and page.locator("#answer .kind.added").count() == 0 else "1"
        )
        if number == statements // 2:  # two verdicts are taken back and given again
            for _ in range(2):
                press("u")
            for _ in range(2):
                press("1")
    page.keyboard.press("1")
    keys += 1
    expect(page.locator("#answer .saved")).to_contain_text("这一列已全部核查")
    assert unjudged(desk_site.journal) == 0
    assert keys <= 2 * statements
    took = sorted(page.evaluate("seen"))
    sys.stdout.write(
        f"\n{statements} statements of {4 * OF_EACH_KIND} answers, {keys} keys: {keys / statements:.2f} a statement; "
        f"next on screen after {took[len(took) // 2]:.0f} ms (p50), {took[int(len(took) * 0.95)]:.0f} ms (p95)\n"
    )
