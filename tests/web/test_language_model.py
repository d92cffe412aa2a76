"""What the pages say about the language model: one line to readers where it failed, the whole account to staff."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from rag.journal import Entry
from rag.journal.entries import Judgement
from rag.schema import Answer, Event, ModelFailure, ModelUse, Struck, Understood
from web.desk.answer_view import answer_html
from web.desk.context import PageContext as DeskContext
from web.desk.position import Position
from web.residents.context import PageContext
from web.residents.conversation import conversation_html
from web.residents.exchange import Exchange

TODAY = date(2024, 11, 10)
USE = ModelUse(model="openai:m", calls=2, input_tokens=900, output_tokens=40, first_ms=812.3, total_ms=1530.0)
FAILED = USE.model_copy(update={"failure": "unauthorized"})
STRUCK = Struck(text="桥长<999>米。", reasons=("value", "another reason"), words=("999米",))


def answer(**parts):
    asked = {"answer_id": "x", "question": "桥多长？", "understood": Understood(question="桥多长？")}
    return Answer(**asked, status="not_reported", confidence=0.1, text="", **parts)


def shown_to_readers(given, language="zh"):
    exchange = Exchange(question="桥多长？", today=TODAY, as_of=TODAY)
    page = PageContext.of(language, paper="栖川日报", contact="")
    return conversation_html([exchange.after(Event(kind="done", answer=given))], page)


def shown_to_staff(given, *, is_judged=True, language="zh"):
    now = datetime(2024, 11, 10, tzinfo=UTC)
    judgements = (Judgement(1, None, "right", "李敏", now),) if is_judged else ()
    entry = Entry(given, TODAY, now, (), "e5", (), judgements)
    page = DeskContext.of(language, zone=ZoneInfo("Asia/Shanghai"), paper="栖川日报")
    return answer_html(entry, Position(answer_id="x"), page, "")


@pytest.mark.parametrize(
    ("language", "line"), [("zh", "没有用上语言模型"), ("en", "without the language model")]
)
def test_a_reader_is_told_in_one_line_that_the_model_was_not_used(language, line):
    html = shown_to_readers(answer(without_model=True, model_use=FAILED), language)
    assert html.count(line) == 1
    assert "openai" not in html and "密钥" not in html


def test_a_reader_is_told_nothing_where_the_model_worked():
    assert "语言模型" not in shown_to_readers(answer(model_use=USE))


def test_staff_see_the_tokens_and_times_of_the_model():
    html = shown_to_staff(answer(model_use=USE))
    assert "openai:m：调用 2 次，输入 900 token，输出 40 token，共 1.5 秒，首句 0.8 秒" in html
    assert "出错" not in html


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("failure", get_args(ModelFailure))
def test_staff_see_each_failure_in_words(failure, language):
    html = shown_to_staff(answer(model_use=USE.model_copy(update={"failure": failure})), language=language)
    assert {"zh": "语言模型出错：", "en": "the language model failed: "}[language] in html


def test_staff_see_why_the_model_was_not_asked():
    paused = ModelUse(model="openai:m", calls=0, failure="timeout")
    html = shown_to_staff(answer(model_use=paused))
    assert "没有调用语言模型 openai:m，因为此前出错：没有在限定时间内作答" in html


def test_staff_see_what_was_left_out_and_why():
    html = shown_to_staff(answer(struck=(STRUCK,)))
    assert "没有给读者看的（1 句）" in html and "桥长&lt;999&gt;米。" in html
    assert "原因：数字、日期或时间与原文不符、another reason" in html
    assert "问题在：999米" in html


def test_staff_judge_before_they_see_what_the_model_did():
    html = shown_to_staff(answer(struck=(STRUCK,), model_use=FAILED), is_judged=False)
    assert "语言模型" not in html and "999" not in html
