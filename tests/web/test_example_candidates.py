"""Example questions are made of what reports print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from printed_versions import printed_version

from web.residents.candidates import candidates


@pytest.mark.parametrize(
    ("headline", "question"),
    [
        ("全市老年食堂增至23家", "全市老年食堂增至多少家？"),
        ("旧电动自行车换新每辆补500元", "旧电动自行车换新每辆补多少元？"),
        ("栖江半马10月29日开跑", "栖江半马什么时候开跑？"),
        ("126家企业进场招工", "多少家企业进场招工？"),
        ("4.6万户居民喝上“城里水”", "多少户居民喝上“城里水”？"),
    ],
)
def test_a_headline_becomes_a_question(headline, question):
    assert next(candidates(printed_version(headline), "zh")).question == question


def test_what_the_text_says_of_the_headlines_subject_becomes_questions_that_name_it():
    text = "本报讯 昨日上午10时，大桥通车。白鹭大桥全长612米，设计时速60公里，比原来快20分钟。票价2元。"
    made = [
        candidate.question
        for candidate in candidates(printed_version("白鹭大桥昨日正式通车", text=text), "zh")
    ]
    assert made == ["白鹭大桥全长多少米？", "白鹭大桥设计时速多少公里？"]


def test_where_something_opens_and_who_made_it_become_questions():
    text = "昨晚，由竹溪木偶剧团创作的新编木偶戏《栖江渡》在竹溪镇木偶剧场首演。"
    made = [
        (c.question, c.hidden) for c in candidates(printed_version("木偶戏《栖江渡》首演", text=text), "zh")
    ]
    assert made == [
        ("木偶戏《栖江渡》在哪里首演？", "竹溪镇木偶剧场"),
        ("木偶戏《栖江渡》由谁创作？", "竹溪木偶剧团"),
    ]


def test_what_was_decided_becomes_a_question():
    text = "临江街道居民议事会决定把旧车棚改成公共食堂。"
    made = next(candidates(printed_version("临江街道居民议事会改造车棚", text=text), "zh"))
    assert (made.question, made.hidden) == ("临江街道居民议事会决定什么？", "把旧车棚改成公共食堂")


def test_a_report_without_a_headline_is_named_by_its_first_sentence():
    text = "栖江大剧院扩建工程开工。栖江大剧院扩建工程总投资3200万元。"
    made = [candidate.question for candidate in candidates(printed_version("", text=text), "zh")]
    assert made == ["栖江大剧院扩建工程总投资多少元？"]


def test_where_something_was_held_and_who_won_become_english_questions():
    text = "The city chess final was held at Qichuan Library. The autumn garden prize was won by Lu Yiming."
    made = [(c.question, c.hidden) for c in candidates(printed_version("Qichuan in Brief", text=text), "en")]
    assert made == [
        ("Where was the city chess final held?", "Qichuan Library"),
        ("By whom was the autumn garden prize won?", "Lu Yiming"),
    ]


@pytest.mark.parametrize(
    "headline",
    [
        "",
        "白鹭大桥昨日正式通车",
        "第100部加装电梯启用",
        "60岁以上老人可免费接种疫苗",
        "更正",
        "停水通知",
        "去年急救车出动8412次",
        "“我差点被‘女儿’骗走八万元”",
        "市政府召开第十八次常务会议",
        "这是一个长得怎么也放不进一个按钮里去的新闻标题",
        "Night bus to the hospital",
    ],
)
def test_a_headline_that_says_nothing_on_its_own_becomes_no_question(headline):
    assert list(candidates(printed_version(headline), "zh")) == []


def test_what_an_english_text_says_of_a_day_or_a_number_becomes_a_question():
    text = (
        "The outdoor pool at Qichuan Stadium will open for the summer on June 22 and stay open until September 8. "
        "A ticket costs 20 yuan. The city's flu vaccination drive began on October 21. It is free of charge. "
        "On November 25, 340 volunteers joined the autumn clean-up of the Qijiang River and collected 2.6 tonnes."
    )
    made = [(c.question, c.hidden) for c in candidates(printed_version("Qichuan in Brief", text=text), "en")]
    assert made == [
        ("When will the outdoor pool at Qichuan Stadium open for the summer?", "June 22"),
        ("When did the city's flu vaccination drive begin?", "October 21"),
        ("How many volunteers joined the autumn clean-up of the Qijiang River?", "340"),
    ]


@given(st.text(alphabet="白鹭大桥通车增至23家10月29日 第元补“”《》", max_size=20))
def test_a_question_says_nothing_that_the_headline_does_not(headline):
    for candidate in candidates(printed_version(headline), "zh"):
        words = candidate.question
        for ours in ("什么时候", "多少", "？"):
            words = words.replace(ours, "")
        assert set(words) <= set(headline)
