"""No day is too early or too late: times outside the calendar are ignored, and nothing fails."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from newsroom import add, draft
from proofs import sized

from rag.archive import Archive, Calendar, Corrections, Ledger
from rag.archive.corrections import named_reports
from rag.dates import Period, Term
from rag.language import asked_period, mentioned_days, mentioned_days_and_terms, mentions, without_days
from rag.question.query import understand
from rag.schema import Request, Turn

EXPRESSIONS = """
0001年1月1日 9999年12月31日 1800年1月1日 2099年12月31日 1月1日 12月31日 2月29日 31日 1日 12月 1月底 上旬 月底
今天 昨日 大前天 后天 大后天 昨今 明后两天 上周五 下周日 本周末 周一至周五 上周 下周 这个月 上个月 下个月
今年 去年 前年 明年 后年 大前年 十年前 99年前 999天前 三年后 99年后 近三年 未来99年 过去999天 未来三天 半年前 半个月后
三年来 近日 最近 近年 今年一季度 去年上半年 下半年 前三季度 上季度 下季度 去年同期 同期 年初 年底 2099年底 1800年初 今冬 明春
春节 去年春节 明年除夕 元宵节 清明节 端午节 中秋节假期 国庆 五一假期
冬至 立春 小寒 腊八节 母亲节 春运 元旦 正月初五 腊月二十三 农历三月初三
上学期 下学期 下学年 2098—2099学年 秋季学期 暑假 “十四五”期间 90年代 19世纪
yesterday tomorrow today last week next year last|quarter next|month this|weekend Monday next|Friday 5|May May|5,|2024
in|1800 since|2099 before|1800 after|2099 the|past|99|years in|99|years 99|days|ago the|next|12|months Spring|Festival
last|year's|Christmas Mother's|Day early|1800 the|1990s fiscal|2099 winter|2099 late|2099 so|far|this|year recently
""".split()
WORDS = """
之前 之后 以来 起 前 后 至今 以前 至 到 、 和 - ， 从 自 截至 更正 《今天》
 since before until after from to and 开始
""".split()

near_the_ends = st.integers(0, 900).flatmap(
    lambda days: st.sampled_from([date.min + timedelta(days), date.max - timedelta(days)])
)
days = st.sampled_from([date.min, date.max]) | near_the_ends | st.dates()
texts = st.lists(st.sampled_from(EXPRESSIONS) | st.sampled_from(WORDS), max_size=6).map(
    lambda parts: "".join(f" {part.replace('|', ' ')} " if part[0].isascii() else part for part in parts)
)
thoroughly = hypothesis_settings(max_examples=sized(100, 400), deadline=None)


@pytest.mark.proof("days")
@thoroughly
@given(text=texts, base=days | st.none())
@example(text="今天以前", base=date.min)
@example(text="今天以后", base=date.max)
@example(text="冬至", base=date.max)
def test_a_text_of_any_day_is_read(text, base):
    for found in mentions(text, base):
        assert found.period.start <= found.period.end
    mentioned_days_and_terms(text, base), mentioned_days(text, base), without_days(text, base)
    list(named_reports(f"更正 {text}", f"本报《{text}》有误。{text}", base))


@pytest.mark.proof("days")
@thoroughly
@given(text=texts, today=days)
def test_a_question_of_any_day_is_read(text, today):
    asked = asked_period(text, today)
    assert asked is None or (asked.start <= asked.end and str(asked) and asked.days > 0)


@pytest.mark.parametrize("day", EXPRESSIONS)
@pytest.mark.parametrize("base", [date.min, date.max], ids=["the first day", "the last day"])
def test_each_expression_is_read_on_the_first_and_on_the_last_day(day, base):
    for words in (
        "{}",
        "{}之前",
        "{}之后",
        "{}以来",
        "自{}起",
        "{}至今",
        "before {}",
        "after {}",
        "since {}",
    ):
        mentions(words.format(day.replace("|", " ")), base)


# --- what is kept and asked for ---


@pytest.mark.proof("days")
@thoroughly
@given(said=st.tuples(days, days).map(sorted), asked=st.tuples(days, days).map(sorted))
def test_any_two_periods_can_be_compared(said, asked):
    for kind in (Period, Term):
        assert 0 <= kind(*said).fit(Period(*asked)) <= 1


@pytest.mark.parametrize("printed", [date.min, date.max, date(2024, 3, 18)])
def test_an_article_of_any_day_is_added_and_found_by_day(printed, settings):
    archive = Archive(settings.data_dir)
    text = "更正：昨天和明天，0001年1月1日起至9999年12月31日，春节前后，去年以来，下周五之后有误，应为今天。"
    add(archive, [draft("1", text, "更正", date=printed)])
    calendar = Calendar(archive)
    for asked in (Period(date.min, date.max), Period(date.min, date.min), Period(date.max, date.max)):
        calendar.mentioning(asked), calendar.open_ended_on(asked), calendar.printed_in(asked)
    assert (
        calendar.printed_in(Period(printed, printed)).passage_ids().tolist()
        == Ledger(archive).live_ids().tolist()
    )
    assert calendar.refresh() == 0
    Corrections(archive).refresh()
    archive.close()


@pytest.mark.proof("days")
@thoroughly
@given(text=texts, today=days)
def test_a_request_of_any_day_is_understood(text, today):
    understand(Request(question=f"{text}停水吗", today=today)).understood()


QUESTIONS = (
    "今天有什么新闻",
    "昨天以前停水吗",
    "今年有多少人",
    "最近三年白鹭大桥的通告",
    "next week 以后",
    "去年呢",
)


@pytest.mark.parametrize("today", [date.min, date.max])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_on_the_first_or_last_day_is_answered(question, today, sample):
    history = (Turn(role="user", content="今年停水几次"), Turn(role="assistant", content="三次。"))
    sample.ask(Request(question=question, today=today, history=history))


def test_articles_of_the_first_and_last_day_are_answered_from(assistant_for):
    lines = [
        {
            "id": str(i),
            "date": str(day),
            "headline": f"{name}栖江停水",
            "text": f"{name}栖江今年停水{i}次，明天结束。",
        }
        for i, (name, day) in enumerate((("东城", date.min), ("西城", date.max)), 3)
    ]
    assistant = assistant_for(lines)
    for question in ("东城栖江今年停水几次", "西城栖江停水几次", "东城和西城哪个先停水", "去年停水几次"):
        for today in (date.min, date.max, date(2024, 3, 18)):
            assistant.ask(Request(question=question, today=today))
