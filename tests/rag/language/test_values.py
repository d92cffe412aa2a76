"""Amounts and times of day are read in one form, however they are written."""

import pytest

from rag.language import amounts_in, clocks_in
from rag.language.values import Amount, Clock


def only(values):
    [value] = values
    return value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1.4亿元", "140 million yuan"),
        ("三成", "30%"),
        ("三分之一", "1/3"),
        ("半小时", "30分钟"),
        ("2公里", "两千米"),
        ("一周", "7天"),
        ("27公顷", "27万平方米"),
        ("一千二百册", "1,200册"),
        ("5.5万户", "55000户"),
        ("4个亿", "4亿"),
        ("九名", "9人"),
        ("612 metres", "612米"),
    ],
)
def test_two_ways_of_writing_an_amount_mean_the_same(one, other):
    told, printed = only(amounts_in(one)), only(amounts_in(other))
    assert told.may_tell(printed) and printed.may_tell(told)


@pytest.mark.parametrize(
    ("told", "printed"),
    [
        ("1.4万元", "1.4亿元"),
        ("195人", "196人"),
        ("10人", "10余人"),
        ("30%", "30元"),
        ("3小时", "3分钟"),
        ("第三届", "三届"),
        ("two years", "两个月"),
    ],
)
def test_another_amount_may_not_be_told(told, printed):
    assert not only(amounts_in(told)).may_tell(only(amounts_in(printed)))


@pytest.mark.parametrize(
    ("told", "printed"), [("约200人", "195人"), ("近百名", "98名"), ("800多件", "800余件")]
)
def test_an_inexact_amount_may_tell_a_near_one(told, printed):
    assert only(amounts_in(told)).may_tell(only(amounts_in(printed)))


def test_a_range_has_two_ends():
    assert only(amounts_in("五六米")) == Amount(0, 3, 5, 6, "m", inexact=True)
    assert only(amounts_in("3至5万元")) == Amount(0, 5, 30_000, 50_000, "yuan", inexact=True)


@pytest.mark.parametrize("text", ["一名居民", "千方百计", "一直", "K396次列车"])
def test_words_that_only_look_like_amounts_are_not_read(text):
    assert not amounts_in(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("下午3点", "15时"),
        ("晚上8点半", "20:30"),
        ("上午9时", "at 9 am"),
        ("at 3:30 p.m.", "15时30分"),
        ("at noon", "中午12点"),
    ],
)
def test_two_ways_of_writing_a_time_mean_the_same(one, other):
    assert only(clocks_in(one)).may_tell(only(clocks_in(other)))


def test_morning_is_not_afternoon():
    assert not only(clocks_in("上午9时")).may_tell(only(clocks_in("21时")))
    assert Clock(0, 2, 9, 0, half_is_known=False).may_tell(only(clocks_in("21时")))
