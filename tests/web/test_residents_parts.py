"""The parts of the residents' page: its cards, its chips, and the conversation that the browser keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from printed_versions import TODAY, printed_version

from rag.limits import LineFull, TooMany
from rag.schema import (
    LONGEST_FILTER,
    Answer,
    Citation,
    Copy,
    Event,
    Filters,
    Found,
    Statement,
    Understood,
)
from web.residents.chips import apply_change, chips_of
from web.residents.context import PageContext
from web.residents.conversation import conversation_html
from web.residents.exchange import Exchange, from_browser, history, to_browser
from web.residents.panel import source_panel

ZH = PageContext.of("zh", paper="栖川日报", contact="")
EN = PageContext.of("en", paper="栖川日报", contact="")


def citation(n: int) -> Citation:
    return Citation(
        n=n,
        article_id="a2345678",
        version=1,
        source_id="",
        field="text",
        quote="桥长612米。",
        start=0,
        end=8,
        headline="大桥通车",
        paper="栖川日报",
        date=date(2024, 11, 8),
        page="01",
        byline="",
        url="",
    )


def answer(status: str, **parts: object) -> Answer:
    return Answer(
        **{
            "answer_id": "x",
            "question": "桥多长？",
            "status": status,
            "confidence": 0.5,
            "text": "",
            "understood": Understood(question="桥多长？"),
            **parts,
        }
    )


def asked(**parts: object) -> Exchange:
    return Exchange(question="桥多长？", today=TODAY, as_of=date(2024, 11, 8), **parts)


# --- cards ---


def test_statements_are_shown_as_they_come_each_with_its_number_and_date():
    exchange = asked()
    assert "正在查阅报纸" in conversation_html([exchange], ZH)
    quoted = Statement(text="桥长612米。", kind="quoted", citations=(1,))
    exchange = exchange.after(Event(kind="statement", statement=quoted, citations=(citation(1),)))
    html = conversation_html([exchange], ZH)
    assert "桥长612米。" in html
    assert "[1]" in html
    assert "2024-11-08" in html
    assert "报告错误" not in html
    done = answer("answered", text="桥长612米。", statements=(quoted,), citations=(citation(1),))
    html = conversation_html([exchange.after(Event(kind="done", answer=done))], ZH)
    assert html.count('<p class="said">桥长612米。</p>') == 1
    assert "报告错误" in html


def test_a_question_says_how_many_come_first_and_when_to_ask_again_if_it_was_not_taken():
    assert "前面还有 3 人" in conversation_html([asked().at_place(3)], ZH)
    assert "正在查阅报纸" in conversation_html([asked().at_place(3).at_place(0)], ZH)
    full, often = asked().refused(LineFull(200)), asked().refused(TooMany("session", "minute", 12, 5))
    assert "现在提问的人太多了，请1分钟后再问一次。" in conversation_html([full], ZH)
    assert "您问得有点快，请5秒后再问。" in conversation_html([often], ZH)
    assert "Please ask again in 5 seconds." in conversation_html([often], EN)


@pytest.mark.parametrize(
    ("status", "can_be_reported"),
    [("answered", True), ("not_reported", True), ("small_talk", False), ("archive_empty", False)],
)
def test_only_answers_and_refusals_can_be_reported(status, can_be_reported):
    done = asked().after(Event(kind="done", answer=answer(status, text="不客气。")))
    assert ("报告错误" in conversation_html([done], ZH)) == can_be_reported


def test_a_source_tells_where_else_its_words_were_printed():
    copy = Copy(article_id="b", headline="", paper="<晚报>", date=date(2024, 11, 9), page="3")
    quoted = Statement(text="桥长612米。", kind="quoted", citations=(1,))
    cited = citation(1).model_copy(update={"copies": (copy,)})
    html = conversation_html([asked(statements=(quoted,), citations=(cited,))], ZH)
    assert "又见 &lt;晚报&gt; 2024-11-09" in html


def test_each_kind_of_statement_is_named():
    statements = tuple(
        Statement(text=kind, kind=kind, citations=(1,)) for kind in ("quoted", "written", "added")
    )
    html = conversation_html([asked(statements=statements, citations=(citation(1),))], ZH)
    assert [name in html for name in ("以下为报纸原文", "根据报道整理", "系统说明")] == [True] * 3


def test_a_number_that_stands_for_no_citation_is_not_shown():
    statement = Statement(text="桥长612米。", kind="quoted", citations=(1, 7))
    html = conversation_html([asked(statements=(statement,), citations=(citation(1),))], ZH)
    assert "[7]" not in html


@pytest.mark.parametrize("status", ["archive_empty", "index_rebuilding"])
def test_what_cannot_be_looked_up_is_never_called_not_reported(status):
    html = conversation_html([asked().after(Event(kind="done", answer=answer(status)))], ZH)
    assert "没有找到" not in html
    assert {"archive_empty": "还没有收录任何报道", "index_rebuilding": "正在整理报道的索引"}[status] in html


def test_small_talk_shows_its_text():
    done = answer("small_talk", text="您好！\n请问想了解什么？")
    assert "您好！<br>请问想了解什么？" in conversation_html(
        [asked().after(Event(kind="done", answer=done))], ZH
    )


@given(st.text())
def test_questions_are_escaped(question):
    html = conversation_html([asked().model_copy(update={"question": question})], ZH)
    tags = conversation_html([asked().model_copy(update={"question": ""})], ZH).count("<")
    assert html.count("<") - html.count("<br>") == tags


@settings(deadline=None)  # the first example loads what tells languages apart
@given(
    st.text(alphabet="ab<&\"'$`{}甲", min_size=1, max_size=30).filter(str.strip),
    st.integers(0, 30),
    st.integers(0, 30),
)
def test_printed_text_is_escaped_and_the_cited_words_are_marked(text, start, end):
    start, end = min(start, end, len(text)), min(max(start, end), len(text))
    cited = citation(1).model_copy(update={"start": start, "end": end})
    html = panel([printed_version("标题", text=text)], cited)
    printed = html.partition('<div class="printed"')[2].partition(">")[2].partition("</div>")[0]
    before, marked = printed.partition("<mark>")[::2]
    inside, after = marked.partition("</mark>")[::2]
    assert not any("<" in part for part in (before, inside, after))
    assert unescape(before) + unescape(inside) + unescape(after) == text
    assert unescape(inside) == text[start:end]


def test_an_article_on_two_pages_is_shown_whole_in_order():
    first = replace(printed_version("大桥通车", text="大桥昨日通车。"), page="1")
    rest = replace(printed_version("大桥通车", text="桥长612米。"), article_id="b2345678", page="4")
    html = panel([first, rest], citation(1))
    assert html.index("大桥昨日通车。") < html.index("下转第4版") < html.index("<mark>桥长612米。</mark>")
    assert html.count("大桥通车") == 1
    assert "第1版" in html


def panel(parts, cited):
    """The source panel of an article whose last part is cited."""
    return source_panel(parts[-1], cited, parts=parts, today=TODAY, superseded=False, pictures=(), page=ZH)


# --- chips ---


def test_a_period_unfolds_into_its_days_and_can_be_removed():
    understood = Understood(question="桥多长？", period="2024-03-01/")
    exchange = asked(stage="done", answer=answer("answered", understood=understood))
    html = conversation_html([exchange], ZH)
    assert "2024年3月起" in html
    assert 'name="since" value="2024-03-01"' in html
    assert 'name="until" value=""' in html
    assert 'aria-label="不限时间"' in html


def test_a_question_taken_as_it_stands_has_no_chips():
    assert not chips_of(asked(stage="done", answer=answer("answered")), ZH.words)


@pytest.mark.parametrize(
    ("change", "filters"),
    [
        ({"name": "author", "value": " 顾文昕 "}, Filters(author="顾文昕")),
        ({"name": "author", "value": "顾" * 999}, Filters(author="顾" * LONGEST_FILTER)),
        ({"name": "author", "remove": True}, Filters(author="")),
        ({"name": "period", "since": "2024-03-01", "until": ""}, Filters(since=date(2024, 3, 1))),
        ({"name": "period", "remove": True}, Filters(any_time=True)),
        ({"name": "as_typed"}, Filters(as_typed=True)),
    ],
)
def test_a_changed_chip_fixes_what_its_question_is_restricted_to(change, filters):
    assert apply_change(Filters(), change) == filters


# --- the conversation in the browser ---


def test_the_conversation_comes_back_from_the_browser_as_it_went_out():
    exchanges = (asked(stage="done", answer=answer("answered", text="612米。")), asked(stage="failed"))
    assert from_browser(to_browser(exchanges, "")) == exchanges


@pytest.mark.parametrize("sent", [None, "", [], {}, {"exchanges": 1}, {"exchanges": [{"question": 1}]}])
def test_an_invalid_conversation_counts_as_an_empty_one(sent):
    assert from_browser(sent) == ()


def test_history_has_only_the_last_answered_questions():
    done = [asked(stage="done", answer=answer("answered", text=f"第{n}答")) for n in range(9)]
    turns = history([*done, asked(stage="failed")])
    assert len(turns) == 12
    assert turns[-1].content == "第8答"


def test_found_passages_move_the_stage_on():
    found = Found(
        rank=1,
        score=1.0,
        article_id="a",
        version=1,
        source_id="",
        headline="",
        date=None,
        text="",
        start=0,
        end=0,
    )
    assert asked().after(Event(kind="found", found=(found,))).stage == "checking"
