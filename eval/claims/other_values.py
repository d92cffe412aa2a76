"""Other numbers and times that a faulty sentence may have in place of the right ones."""

from __future__ import annotations

import random
import re

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*|[一二两三四五六七八九十百千]+(?=[万亿]?(?:多|余)?[\u4e00-\u9fff])")
_CHINESE_DIGITS = "一二三四五六七八九"


def digit_changed(number: str, chance: random.Random) -> str:
    digits = "123456789" if number[0].isdigit() else _CHINESE_DIGITS
    places = [i for i, c in enumerate(number) if c in digits]
    if not places:
        return number
    at = chance.choice(places)
    return number[:at] + chance.choice([d for d in digits if d != number[at]]) + number[at + 1 :]


def ten_times(number: str, chance: random.Random) -> str:
    if not number.isdigit():
        return digit_changed(number, chance)
    return number[:-1] if number.endswith("0") and len(number) > 1 and chance.random() < 0.5 else number + "0"


def other_size(number: str, chance: random.Random) -> str:
    if not number.isdigit() or int(number) > 10**6:
        return digit_changed(number, chance)
    value = int(number)
    return str(max(1, value + chance.choice((-1, 1)) * max(1, int(value * chance.uniform(0.1, 0.9)))))


TIME = re.compile(
    r"\d{4}年|\d{1,2}月(?!份?以)|\d{1,2}[日号]|\d{1,2}[时点]|今年|去年|前年|明年|昨[日天]|今[日天]|明[日天]|当[日天]"
    r"|上午|下午|晚上|凌晨|早上|中午|傍晚|清晨|周[一二三四五六日]|星期[一二三四五六日]|上半年|下半年|年底|年初"
    r"|\d{1,2}[:：]\d{2}|本月|上月|下月|春节|国庆|暑假|寒假|\d+(?:年|个月|天|小时|分钟)"
)
_TIME_WORDS = (
    ("今年", "去年", "前年", "明年"),
    ("昨日", "今日", "明日", "昨天", "今天", "明天", "当日", "当天", "次日"),
    ("上午", "下午", "晚上", "凌晨", "早上", "中午", "傍晚", "清晨"),
    ("上半年", "下半年", "年底", "年初"),
    ("本月", "上月", "下月"),
    ("春节", "国庆", "暑假", "寒假"),
    tuple("周" + d for d in "一二三四五六日"),
    tuple("星期" + d for d in "一二三四五六日"),
)


def other_time(time: str, chance: random.Random) -> str:
    for words in _TIME_WORDS:
        if time in words:
            return chance.choice([w for w in words if (w != time and w[0] != time[0]) or w[-1] != time[-1]])
    match = re.match(r"\d+", time)
    if not match:
        return ""
    value, unit = int(match.group()), time[match.end() :]
    top = {"月": 12, "日": 28, "号": 28, "时": 23, "点": 12}.get(unit, value + 6)
    low = 1 if value < 1000 else value - 4
    choices = [v for v in range(max(low, value - 6), top + 1) if v != value]
    return f"{chance.choice(choices)}{unit}" if choices else ""
