"""A correction of the newsroom reaches residents: those who ask next, and those whose page is open, within seconds."""

from __future__ import annotations

from playwright.sync_api import expect
from resident_steps import arrive, ask

from rag.desk import Person, RulingContent
from rag.newsroom.editing import quote_of

EDITOR = Person("江海", "editor")
QUESTION = "白鹭大桥有多长"


def correct(site, words, reason):
    """Correct the newest answer: answer with the printed sentence that has these words. Returns the decision's id."""
    assistant = site.assistant
    [newest] = assistant.journal.answers("newest", 1)
    entry = assistant.journal.get(newest.answer_id)
    chosen = next(s for lines in assistant.editing.lines(entry) for s in lines if words in s.quote)
    decision = RulingContent(statements=[{"quotes": [quote_of(chosen)]}])
    return assistant.editing.decide(entry, decision, reason=reason, person=EDITOR)


def test_an_open_page_shows_the_correction_within_seconds(site, phone):
    arrive(phone, site)
    ask(phone, QUESTION)
    ruling = correct(site, "26路", "问的是公交")
    try:
        shown = phone.locator(".exchange .corrected")
        expect(shown).to_contain_text("编辑部已于")
        expect(shown).to_contain_text("问的是公交")
        expect(phone.locator(".exchange .said").first).to_contain_text("公交26路")
        phone.locator(".exchange .cite").first.click()
        expect(phone.locator("#panel mark").first).to_be_visible()
    finally:
        site.assistant.editing.rulings.end(ruling, "undone", EDITOR)


def test_who_asks_next_gets_the_corrected_answer(site, page, phone):
    arrive(page, site)
    ask(page, QUESTION)
    ruling = correct(site, "26路", "")
    try:
        arrive(phone, site)
        ask(phone, f"请问{QUESTION}？")
        expect(phone.locator(".exchange .corrected")).to_have_count(1)
        expect(phone.locator(".exchange .said").first).to_contain_text("公交26路")
    finally:
        site.assistant.editing.rulings.end(ruling, "undone", EDITOR)
