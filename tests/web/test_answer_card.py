"""The answer card: marked and cut quotations, each source named once, nearest lines, copying, stopping."""

from __future__ import annotations

import pytest
from resident_steps import arrive
from test_residents_parts import TODAY, ZH, answer, asked, citation

from rag.schema import Event, Nearest, Statement
from web.residents.conversation import conversation_html
from web.residents.copying import text_to_copy
from web.residents.quotation import LONGEST, shown_quotation

CLAUSE = "沿线村民到桥头合影，说起过江坐渡船的日子，"


def quoting(quote: str, words: str = ""):
    start = 7  # the quotation begins somewhere in the article
    at = start + quote.index(words)
    highlight = (at, at + len(words)) if words else None
    return citation(1).model_copy(
        update={"quote": quote, "start": start, "end": start + len(quote), "highlight": highlight}
    )


def card(**parts: object) -> str:
    return conversation_html([asked().after(Event(kind="done", answer=answer(**parts)))], ZH)


# --- quotations ---


def test_the_answering_words_are_marked_inside_the_quotation():
    quoted = Statement(text="桥长612米。", kind="quoted", citations=(1,))
    html = card(status="answered", statements=(quoted,), citations=(quoting("桥长612米。", "612米"),))
    assert "桥长<mark>612米</mark>。" in html


def test_a_long_quotation_is_cut_at_clauses_around_the_answering_words():
    shown = shown_quotation(quoting(f"{CLAUSE * 9}桥长612米，{CLAUSE * 9}", "612米"))
    text = "".join(segment.text for segment in shown.line)
    assert shown.is_cut_before and shown.is_cut_after
    assert "桥长612米，" in text and len(text) <= LONGEST
    assert text.endswith("，") and [s.text for s in shown.line if s.is_marked] == ["612米"]


@pytest.mark.parametrize("quote", ["桥长612米。", f"{CLAUSE * 9}桥长612米。"])
def test_a_quotation_is_shown_whole_if_its_answering_words_are_not_known(quote):
    shown = shown_quotation(quoting(quote))
    assert ["".join(s.text for s in shown.line), shown.is_cut_before, shown.is_cut_after] == [
        quote,
        False,
        False,
    ]


def test_an_article_is_named_once_at_its_quotation_and_its_other_sources_are_numbers():
    note = Statement(text="那是2024年11月8日的报道。", kind="added", citations=(1,))
    quoted = Statement(text="桥长612米。", kind="quoted", citations=(2,))
    html = card(status="answered", statements=(note, quoted), citations=(citation(1), citation(2)))
    assert html.count('<span class="headline">大桥通车</span>') == 1
    assert html.index("[1]") < html.index("[2]") < html.index('<span class="headline">')


def test_facts_stand_under_their_quotation_and_a_translation_in_their_place():
    quoted = Statement(text="桥长612米。", kind="quoted", citations=(1,))
    told = citation(1).model_copy(update={"facts": ("612 m",)})
    translated = told.model_copy(update={"translation": "The bridge is 612 m long."})
    facts = card(status="answered", statements=(quoted,), citations=(told,))
    translation = card(status="answered", statements=(quoted,), citations=(translated,))
    assert "<li>612 m</li>" in facts and "由程序译出" in facts
    assert "AI 生成</span> 翻译，不是报纸原文：" in translation and "<li>612 m</li>" not in translation


# --- nearest lines ---


def test_a_declined_answer_quotes_the_nearest_lines_and_names_other_articles_and_what_was_searched():
    near = [Nearest(article_id=id, headline=id, date=TODAY) for id in ("a2345678", "another")]
    parts = {"citations": (citation(1),), "nearest_lines": (1,), "nearest": tuple(near)}
    exchange = asked(articles=62).after(Event(kind="done", answer=answer("not_reported", **parts)))
    html = conversation_html([exchange], ZH)
    assert "报上没有直接的回答，最接近的原文：" in html
    assert "桥长612米。</p>" in html
    assert 'data-article="another"' in html and 'data-article="a2345678"' not in html
    assert "查过的报道：《栖川日报》收录的 62 篇，截至 2024-11-08。" in html


# --- copying and stopping ---


def test_a_copied_answer_carries_its_sources():
    quoted = Statement(text="桥长612米。", kind="quoted", citations=(1,))
    done = answer("answered", statements=(quoted,), citations=(citation(1),))
    assert text_to_copy(asked().after(Event(kind="done", answer=done)), ZH).splitlines() == [
        "桥多长？",
        "桥长612米。[1]",
        "",
        "[1] 《栖川日报》 2024-11-08 第1版 大桥通车",
    ]


def test_a_stopped_answer_keeps_what_was_shown_and_says_so():
    quoted = Statement(text="桥长612米。", kind="quoted", citations=(1,))
    exchange = asked(statements=(quoted,), citations=(citation(1),)).stopped()
    html = conversation_html([exchange], ZH)
    assert "桥长612米。" in html and "已停止。" in html


@pytest.mark.web
def test_the_question_box_shows_that_it_has_the_focus(page, site):
    arrive(page, site)
    page.locator("#question input").focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
