"""Conversations, lists and names, over the sample paper."""

from __future__ import annotations

from datetime import date

import pytest

from rag.schema import Filters, Request, Turn

TODAY = date(2024, 11, 10)


def ask(assistant, question, *, history=(), **filters):
    request = Request(question=question, history=history, today=TODAY, filters=Filters(**filters))
    return assistant.ask(request)


def said(question, answer):
    return (Turn(role="user", content=question), Turn(role="assistant", content=answer.text))


def headlines(answer):
    return [c.headline for c in answer.citations]


def test_a_follow_up_is_answered_and_shown_as_it_was_taken(sample):
    first = ask(sample, "老年食堂晚餐几点开始供应")
    then = ask(sample, "怎么预订", history=said("老年食堂晚餐几点开始供应", first))
    assert then.understood.question.startswith("老年食堂晚餐")
    assert headlines(then)[-1] == "老年食堂晚餐今起供应"  # what corrects it comes before


def test_a_question_that_may_belong_to_the_talk_is_answered_from_it_before_others(sample):
    bridge = said("白鹭大桥全长多少米？", ask(sample, "白鹭大桥全长多少米？"))
    alone, in_talk = ask(sample, "总投资是多少"), ask(sample, "总投资是多少", history=bridge)
    assert "白鹭大桥" not in alone.text  # another work has a total investment as well
    assert "白鹭大桥" in in_talk.text and in_talk.understood.question == "白鹭大桥总投资是多少"


def test_a_question_that_the_talk_does_not_answer_is_answered_alone(sample):
    bridge = said("白鹭大桥全长多少米？", ask(sample, "白鹭大桥全长多少米？"))
    then = ask(sample, "一等奖多少钱", history=bridge)
    assert then.status == "answered" and then.understood.question == "一等奖多少钱"


def test_who_wrote_it_is_the_author_of_the_last_answer(sample):
    first = ask(sample, "文昌路公共停车场有多少车位")
    then = ask(sample, "谁写的", history=said("文昌路公共停车场有多少车位", first))
    assert "方知远" in then.text


def test_small_talk_in_between_is_no_topic(sample):
    question = "文昌路公共停车场有多少车位"
    history = (*said(question, ask(sample, question)), *said("谢谢", ask(sample, "谢谢")))
    assert "停车场" in ask(sample, "怎么收费", history=history).understood.question


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("你好", "您好"),
        ("謝謝", "不客氣"),
        ("Great, thanks", "You are welcome"),
        ("太厉害了", "谢谢"),
        ("答得不对啊", "报告错误"),
        ("That's wrong", "report the error"),
        ("你这个笨蛋", "抱歉没能帮上忙"),
        ("好惨啊", "请接着问"),
        ("你是谁", "我是“闻答”"),
        ("拜拜", "再见"),
    ],
)
def test_small_talk_right_after_an_answer_leans_on_nothing(sample, text, reply):
    question = "沈芷兰写过哪些报道"
    then = ask(sample, text, history=said(question, ask(sample, question)))
    assert then.status == "small_talk" and then.understood.question == text
    assert reply in then.text and not then.citations


def test_who_asks_how_new_the_news_is_learns_the_newest_day(sample):
    coverage = sample.archive.coverage()
    day = coverage.newest
    for text in ("你的新闻更新到哪天了", "你能做什么"):
        assert (
            f"{coverage.articles}篇报道，最新一篇是{day.year}年{day.month}月{day.day}日"
            in ask(sample, text).text
        )
    assert f"{day.day} November {day.year}" in ask(sample, "How new is this?").text


def test_all_that_an_author_wrote_newest_first(sample):
    given = ask(sample, "沈芷兰写过哪些报道")
    assert given.understood.author == "沈芷兰"
    assert {c.byline for c in given.citations} == {"沈芷兰"}
    dates = [c.date for c in given.citations]
    assert dates == sorted(dates, reverse=True) and len(dates) == 6
    assert given.statements[0].text == "共6篇报道，由新到旧："
    assert all(s.kind == "added" and s.citations for s in given.statements)


def test_names_that_look_alike_are_kept_apart(sample):
    assert {c.byline for c in ask(sample, "陈思远的报道").citations} == {"陈思远"}
    assert all("李明晖" not in c.quote for c in ask(sample, "李明辉说了什么").citations)
    assert "陈思源入选省田径队" in headlines(ask(sample, "陈思源有哪些报道"))


def test_an_author_whom_the_archive_does_not_know_wrote_nothing(sample):
    assert ask(sample, "颜元滔写过哪些报道").status == "not_reported"


def test_articles_by_somebody_last_month(sample):
    given = ask(sample, "articles by Chen Siyuan last month")
    assert [str(c.date) for c in given.citations] == ["2024-10-25"]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("报上有哪些停水通知", 2),
        ("有没有啥子停水消息", 2),
        ("2024年11月8日有什么新闻", 13),
        ("前天报纸登了什么", 13),
        ("2023年有哪些停电通知", 1),
        ("今年报道过几次停电", 1),
        ("更正登过几次", 2),
        ("最近有哪些文体新闻", 3),
        ("沈芷兰写过哪些关于木偶的报道", 1),
    ],
)
def test_a_list_counts_all_that_match(sample, question, count):
    given = ask(sample, question)
    assert f"共{count}篇" in given.statements[0].text
    assert len(given.statements) == count + 1


def test_the_news_of_a_day_is_a_list(sample):
    given = ask(sample, "What was in the paper on 8 November?")
    assert {str(c.date) for c in given.citations} == {"2024-11-08"}


def test_a_list_of_two_things_named_together_has_the_reports_of_either(sample):
    found = {c.headline for c in ask(sample, "报上有哪些停水停电通知").citations}
    assert {"停水通知", "停电通知"} <= found


def test_what_somebody_said_is_quoted_newest_first(sample):
    given = ask(sample, "王建国说了什么")
    assert all(s.kind == "quoted" and "王建国" in s.text for s in given.statements)
    assert given.citations[0].date == date(2024, 11, 8)


def test_what_else_somebody_said_leaves_out_what_was_given(sample):
    first = ask(sample, "李明辉说了什么")
    then = ask(sample, "他还说了什么", history=said("李明辉说了什么", first))
    assert then.understood.question == "李明辉还说了什么"
    assert not {s.text for s in first.statements} & {s.text for s in then.statements}


def test_filters_override_what_was_understood(sample):
    given = ask(sample, "沈芷兰写过哪些报道", author="顾文昕")
    assert given.understood.author == "顾文昕"
    assert {c.byline for c in given.citations} == {"顾文昕"}


def test_a_filter_that_is_empty_lifts_what_was_understood(sample):
    given = ask(sample, "2023年有哪些停电通知", any_time=True)
    assert not given.understood.period
    assert len(given.citations) == 2


def test_an_open_period_is_shown_open(sample):
    given = ask(sample, "有哪些停电通知", since=date(2024, 1, 1))
    assert given.understood.period == "2024-01-01/"
    assert [str(c.date) for c in given.citations] == ["2024-11-08"]


def test_a_place_and_a_section_restrict_what_is_found(sample):
    found = sample.search(
        Request(question="哪天停电", today=TODAY, filters=Filters(place="沙湾镇", section="民生"))
    )
    assert found
    assert all("沙湾镇" in sample.archive.version(row.article_id).text for row in found)


@pytest.mark.parametrize(("today", "printed"), [(date(2023, 9, 20), "2023-09-15"), (TODAY, "2024-11-08")])
def test_a_report_of_later_than_the_day_of_asking_does_not_come_first(sample, today, printed):
    found = sample.search(Request(question="停电的是哪些地方", today=today))
    assert (found[0].headline, str(found[0].date)) == ("停电通知", printed)


def test_what_somebody_wrote_besides_reports_is_no_list_of_reports(sample):
    assert ask(sample, "蒋怀仁写过什么书").understood.author == ""


def test_a_place_that_was_never_printed_is_none(sample):
    assert ask(sample, "哪里能报社区的讲座").understood.place == ""
    assert ask(sample, "沙湾镇哪天停电").understood.place == "沙湾镇"


@pytest.mark.parametrize("question", ["应用程序乱码修好没有", "打什么电话问", "有没有拍成戏"])
def test_a_question_that_sounds_like_a_complaint_or_a_greeting_is_no_small_talk(sample, question):
    assert ask(sample, question).status != "small_talk"


def test_a_complaint_about_an_answer_is_told_to_report_the_error(sample):
    first = ask(sample, "文昌路公共停车场有多少车位")
    then = ask(sample, "你答得不对", history=said("文昌路公共停车场有多少车位", first))
    assert then.status == "small_talk" and "报告错误" in then.text


@pytest.mark.parametrize(
    "text", ["谢谢", "你好", "哇，好厲害", "再见", "Thanks, that's all", "行，回头带孩子去看看"]
)
def test_small_talk_after_an_answer_stays_small_talk(sample, text):
    first = ask(sample, "文昌路公共停车场有多少车位")
    then = ask(sample, text, history=said("文昌路公共停车场有多少车位", first))
    assert then.status == "small_talk"
