"""The marked words of a quotation begin and end where a person would mark them."""

from __future__ import annotations

from datetime import date

import pytest

from rag.cite.highlight import whole_words
from rag.text.sentences import Span


def shown(marked: str) -> str:
    """The words that are shown as marked in a text whose words between 【 and 】 the reader marked."""
    before, _, rest = marked.partition("【")
    words, _, after = rest.partition("】")
    text = before + words + after
    span = whole_words(text, Span(len(before), len(before) + len(words)), date(2024, 11, 8))
    return text[span.start : span.end] if span else ""


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ("建设历时近20个月的白鹭大桥【正式通】车。", "正式通车"),
        ("用温水从龙头处慢慢浇，切【勿用开水或明火】。", "切勿用开水或明火"),
        ("今年我市共有【3862】名考生报名", "3862名"),
        ("应为“晚餐每份10元”，不是每份【12】元。", "12元"),
        ("他以【1小时】09分15秒获得男子组亚军。", "1小时09分15秒"),
        ("技术人员于【12月4日凌晨】3时完成修复。", "12月4日凌晨3时"),
        ("通车时间推迟到今年【10月】底。", "今年10月底"),
        ("on Sunday, November【 3.】", "November 3"),
        ("累计完成投资【3】.05亿元。", "3.05亿元"),
        ("周二至周五为9:【00至18:】00，周一闭馆。", "9:00至18:00"),
        ("完赛率达到【97.2】%。", "97.2%"),
        ("气温降到【-3】℃。", "-3℃"),
        ("the bridge is 6【12 met】res long", "612 metres"),
        ("舊樓加裝電梯每部最高【補助20】萬元", "補助20萬元"),
    ],
)
def test_words_and_amounts_are_marked_whole(read, words):
    assert shown(read) == words


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ("累计培训急救员【2600余名。】", "2600余名"),
        ("停水时间【：2023年3月22日21:00】。", "2023年3月22日21:00"),
        ("The fare is【 3 yuan.】", "3 yuan"),
        ("去年图书馆【近两个月没有完全开放，】到馆人数有所减少。", "近两个月没有完全开放"),
        ("票价【，。】", ""),
    ],
)
def test_space_and_punctuation_at_the_ends_are_not_marked(read, words):
    assert shown(read) == words


@pytest.mark.parametrize(
    ("read", "words"),
    [
        ("本报讯（【记者 顾文昕）】2024年高考将于6月7日开始。", "记者 顾文昕"),
        ("也可通过【“栖川通】”下单。", "栖川通"),
        ("也可通过“【栖川通”下单】。", "“栖川通”下单"),
        ("文中“学位【1620个”有误，应为“1260个】”。", "“学位1620个”有误，应为“1260个”"),
        ("采用了【作品《鹭影】逐浪》。", "作品《鹭影逐浪》"),
        ('she won with【 "Heron】 Waves" in May', "Heron"),
        ("文中【“每份12元”】有误。", "“每份12元”"),
    ],
)
def test_a_quotation_mark_or_bracket_is_marked_with_the_other_one_of_its_pair_or_not_at_all(read, words):
    assert shown(read) == words


def test_words_that_the_segmenter_only_guesses_are_not_added():
    assert shown("【来自安渡市的跑者老郭】说。") == "来自安渡市的跑者老郭"
    assert shown("以渡口村摆渡人【阮水根】为原型") == "阮水根"
    assert shown("因【柳渡路】供水主管改造") == "柳渡路"
    assert shown("晚餐需在【当天14:00】前预订。") == "当天14:00"
