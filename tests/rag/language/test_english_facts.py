"""What a Chinese quotation says, told in English by code."""

from __future__ import annotations

from datetime import date

import pytest

from rag.language import facts_in
from rag.text.sentences import Span

PRINTED = date(2024, 6, 8)  # a Saturday
EVERY = 20


def told(quote: str, answering: str = "", most: int = EVERY):
    start = quote.index(answering)
    return facts_in("en", quote, PRINTED, Span(start, start + len(answering)) if answering else None, most)


@pytest.mark.parametrize(
    ("quote", "english"),
    [
        ("大桥于6月8日上午9时通车。", "8 June, 9 am"),
        ("大桥昨日通车。", "7 June 2024 (昨日)"),
        ("大桥去年6月开工。", "June 2023 (去年6月)"),
        ("演出6月8日（周六）晚7点半开始。", "Saturday, 8 June, 7:30 pm"),
        ("展览3月14日至15日举行。", "14–15 March"),
        ("新规3月1日起施行。", "from 1 March"),
        ("6月30日前报名。", "before 30 June"),
        ("工程2023年底完工。", "late 2023"),
        ("周一至周五上午8:30—11:30、下午2:00—5:00开放。", "Monday to Friday, 8:30–11:30 am, 2–5 pm"),
        ("每周六、周日闭馆。", "every Saturday and Sunday"),
        ("22时至次日6时禁止通行。", "10 pm – 6 am the next day"),
        ("凌晨1时许停电。", "about 1 am"),
    ],
)
def test_days_and_times_are_told_as_the_report_means_them(quote, english):
    assert told(quote) == (english,)


@pytest.mark.parametrize(
    ("quote", "english"),
    [
        ("接待了一万二千余人。", "more than 12,000 people"),
        ("投资12万元。", "120,000 yuan"),
        ("投资3.5亿元。", "350 million yuan"),
        ("票价20至30元。", "20–30 yuan"),
        ("投资1.5至2万元。", "15,000–20,000 yuan"),
        ("近120家企业参加。", "nearly 120 companies"),
        ("约10多万人到场。", "more than 100,000 people"),
        ("占地120亩。", "120 mu (667 m² each)"),
        ("全程1.2公里。", "1.2 km"),
        ("百分之三十完工。", "30%"),
        ("三分之一完工。", "1/3"),
        ("双向四车道。", "4 lanes"),
        ("设计时速60公里。", "60 km/h"),
        ("耽误了近4个月。", "nearly 4 months"),
        ("乘12路公交车。", "bus 12"),
        ("60岁以上免费。", "60 years old or more"),
        ("招收1名学生。", "1 student"),
    ],
)
def test_amounts_are_told_with_what_they_count(quote, english):
    assert told(quote) == (english,)


@pytest.mark.parametrize(
    ("quote", "english"),
    [
        ("局长李志远说。", "Li Zhiyuan (李志远)"),
        ("记者曾建安说。", "Zeng Jian'an (曾建安)"),
        ("栖川大桥。", "Qichuan Bridge (栖川大桥)"),
        ("栖川市第二人民医院。", "Qichuan City No. 2 People's Hospital (栖川市第二人民医院)"),
        ("市水利局。", "City Water Bureau (市水利局)"),
        ("位于解放东路12号。", "12 Jiefang East Road (解放东路12号)"),
        ("栖川市清溪镇南湖村。", "Nanhu Village, Qingxi Town, Qichuan City (栖川市清溪镇南湖村)"),
        ("黑龙江。", "Heilongjiang (黑龙江)"),
    ],
)
def test_names_are_told_with_the_chinese_beside_them(quote, english):
    assert told(quote) == (english,)


@pytest.mark.parametrize(
    "quote",
    [
        "他们一起走进一家医院，一些市民表示感谢。",
        "千万不要进一步靠近。",
        "近日，道路施工。",
        "发放许可证和集成电路。",
        "16支社区足球队。",
        "咨询电话12345。",
        "弗雷斯诺街始于1875年。",
    ],
)
def test_words_that_only_look_like_a_fact_are_left_out(quote):
    assert told(quote) == ()


def test_a_number_without_an_english_unit_is_told_only_if_it_answers():
    assert told("建成37条绿道。") == ()
    assert told("建成37条绿道。", "37条") == ("37 (37条)",)


def test_the_facts_of_the_answering_words_come_first_and_the_nearest_ones_follow():
    quote = "6月8日，局长李志远说，全长1.2公里的栖川大桥投资3.5亿元，由200名工人建成。"
    assert told(quote, "3.5亿元", most=3) == (
        "350 million yuan",
        "Qichuan Bridge (栖川大桥)",
        "200 workers",
    )


def test_no_fact_is_told_twice():
    assert told("票价5元，学生票也是5元，不是15元。") == ("5 yuan", "15 yuan")


def test_a_quotation_in_traditional_script_is_told_too():
    assert told("大橋於6月8日上午9時通車。") == ("8 June, 9 am",)


def test_a_question_in_the_papers_own_language_needs_no_facts():
    assert facts_in("zh-Hans", "投资12万元。", PRINTED, None, EVERY) == ()
    assert facts_in("en", "It costs 5 yuan in all.", PRINTED, None, EVERY) == ()
