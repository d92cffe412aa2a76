"""The label of AI-worded sentences on the residents' card, in copied text, on the checking page and in its export."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from zoneinfo import ZoneInfo

from test_residents_parts import ZH, answer, asked, citation

from rag.journal import Entry, Judgement, ReviewedStatement
from rag.label import with_mark
from rag.schema import Answer, Event, Statement
from web.desk.answer_view import answer_html
from web.desk.context import PageContext
from web.desk.export import verdicts_csv
from web.desk.position import Position
from web.residents.conversation import conversation_html
from web.residents.copying import text_to_copy
from web.residents.exchange import Exchange

DESK = PageContext.of("zh", zone=ZoneInfo("Asia/Shanghai"), paper="栖川日报")
NOW = datetime(2024, 11, 8, tzinfo=UTC)
MARK = '"Label":"1","ContentProducer":"栖川日报","ProduceID":"x"'


def answered(kind: str) -> Answer:
    said = Statement(text="大桥有612米长。", kind=kind, citations=(1,))
    given = answer(status="answered", text=said.text, statements=(said,), citations=(citation(1),))
    return with_mark(given, "栖川日报")


def done(kind: str) -> Exchange:
    return asked().after(Event(kind="done", answer=answered(kind)))


def entry(kind: str) -> Entry:
    return Entry(answered(kind), date(2024, 11, 8), NOW, (), "", (), (Judgement(1, 0, "right", "", NOW),))


def test_the_card_shows_the_label_and_carries_the_mark():
    html = unescape(conversation_html([done("written")], ZH))
    assert 'data-ai-generated="true"' in html and MARK in html
    assert html.index("AI 生成</span>") < html.index("大桥有612米长。") < html.index("由人工智能")


def test_the_label_is_shown_while_the_answer_still_comes():
    said = answered("written").statements[0]
    exchange = asked().after(Event(kind="statement", statement=said, citations=(citation(1),)))
    assert 'data-ai-generated="true"' in conversation_html([exchange], ZH)


def test_copied_text_has_the_label():
    assert "【AI 生成】大桥有612米长。[1]" in text_to_copy(done("written"), ZH)


def test_the_checking_page_shows_the_label_and_carries_the_mark():
    html = unescape(answer_html(entry("written"), Position(), DESK, ""))
    assert "AI 生成（模型改写）" in html and MARK in html and 'data-ai-generated="true"' in html


def test_the_export_has_the_label():
    written = entry("written")
    lines = list(verdicts_csv([ReviewedStatement(written, written.judgements[0])], DESK))
    assert "【AI 生成】大桥有612米长。" in lines[1]


def test_quoted_statements_have_no_label_in_any_of_them():
    quoted = entry("quoted")
    doors = (
        conversation_html([done("quoted")], ZH),
        text_to_copy(done("quoted"), ZH),
        answer_html(quoted, Position(), DESK, ""),
        *verdicts_csv([ReviewedStatement(quoted, quoted.judgements[0])], DESK),
    )
    assert not any("AI 生成" in door or "aigc" in door for door in doors)
