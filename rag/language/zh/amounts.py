"""Reads the amounts of a Chinese text: `1.4亿元`, `三成`, `半小时`, `五六米`, `一千余册`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rag.language.values import (
    CUBIC_METRES,
    DAYS,
    DEGREES,
    KILOGRAMS,
    LITRES,
    MEASURES,
    METRES,
    MINUTES,
    MONTHS,
    SHARE,
    SQUARE_METRES,
    YUAN,
    Amount,
)
from rag.language.zh.time_words import TO
from rag.text.normalise import match_form

_UNITS: dict[str, tuple[str, float]] = {
    "%": (SHARE, 0.01), "％": (SHARE, 0.01), "个百分点": (SHARE, 0.01), "‰": (SHARE, 0.001), "成": (SHARE, 0.1),
    "折": (SHARE, 0.1), "元": (YUAN, 1), "块钱": (YUAN, 1), "块": (YUAN, 1), "角": (YUAN, 0.1), "公里": (METRES, 1000),
    "千米": (METRES, 1000), "里路": (METRES, 500), "米": (METRES, 1), "厘米": (METRES, 0.01), "毫米": (METRES, 0.001),
    "平方公里": (SQUARE_METRES, 1e6), "平方千米": (SQUARE_METRES, 1e6), "公顷": (SQUARE_METRES, 1e4),
    "亩": (SQUARE_METRES, 2e3 / 3), "平方米": (SQUARE_METRES, 1), "平米": (SQUARE_METRES, 1),
    "立方米": (CUBIC_METRES, 1), "方水": (CUBIC_METRES, 1), "吨": (KILOGRAMS, 1000), "公斤": (KILOGRAMS, 1),
    "千克": (KILOGRAMS, 1), "斤": (KILOGRAMS, 0.5), "克": (KILOGRAMS, 0.001), "升": (LITRES, 1),
    "毫升": (LITRES, 0.001), "个小时": (MINUTES, 60), "小时": (MINUTES, 60), "个钟头": (MINUTES, 60), "钟头": (MINUTES, 60),
    "分钟": (MINUTES, 1), "刻钟": (MINUTES, 15), "天": (DAYS, 1), "周": (DAYS, 7), "个星期": (DAYS, 7), "星期": (DAYS, 7),
    "个月": (MONTHS, 1), "周年": (MONTHS, 12), "年": (MONTHS, 12), "摄氏度": (DEGREES, 1), "℃": (DEGREES, 1),
    "°c": (DEGREES, 1),
}  # fmt: skip
_COUNTING = (
    "步层个名位次条家座起场项所辆份批种支台幅件处片棵株只套本间张栋幢"
    "艘架段组趟人户枚颗头尾袋箱桶瓶轮期届等类门册席例岁倍任"
)
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = rf"(?:(?<![a-z\d.,])(?:\d+亿(?=\d+万))?(?:{_DIGITS})[十百千万亿]{{0,2}}|[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?)"
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_BETWEEN = re.compile(
    "([一二三四五六七八九])、?([二三四五六七八九])([十百千万]?)"
)  # 五六米 are 5 to 6, 二三十米 20 to 30


def amounts(text: str) -> Iterator[Amount]:
    """The amounts of a text, in order. `一` alone is an article (`一名`), and a numeral without a unit may be part of a word."""
    for match in _amount().finditer(match_form(text)):
        share = match["part"] or match["over"]
        amount = _share(match) if share else _counted(match) if match["number"] else _half(match)
        if amount:
            yield amount


def numerals(text: str) -> Iterator[Amount]:
    """Every numeral of a text, whatever it counts; `十` may also be part of a word."""
    for match in re.finditer(_NUMBER, match_form(text)):
        value = value_of(match.group())
        if value is not None:
            yield Amount(*match.span(), value, value, "")


def value_of(numeral: str) -> float | None:
    """The value of a numeral (`1,200`, `3.5亿`, `一万二千`); None for words like `万千`."""
    from cn2an import cn2an  # takes a third of a second

    if numeral in _SIZES:  # 千余册
        return _SIZES[numeral]
    hundred_millions, found, rest = numeral.partition("亿")
    if found and rest:  # 1亿4000万
        many, more = value_of(hundred_millions), value_of(rest)
        return None if many is None or more is None else many * 10**8 + more
    digits, factor = numeral.replace(",", ""), 1
    while digits[0].isdecimal() and digits[-1] in _SIZES:
        digits, factor = digits[:-1], factor * _SIZES[digits[-1]]
    try:
        return float(cn2an(digits, "smart")) * factor
    except ValueError:
        return None


def _share(match: re.Match[str]) -> Amount | None:
    """A fraction: `三分之二`, `2/3`."""
    whole, part = value_of(match["whole"] or match["under"]), value_of(match["part"] or match["over"])
    return Amount(*match.span(), part / whole, part / whole, SHARE) if whole and part else None


def _half(match: re.Match[str]) -> Amount:
    """`半小时`, `半年`, `一半`."""
    unit, size = _UNITS.get(match["half_of"] or "", (SHARE, 1.0))
    return Amount(*match.span(), size / 2, size / 2, unit)


def _counted(match: re.Match[str]) -> Amount | None:
    numeral, printed_unit = match["number"], match["unit"] or ""
    unit, size = _UNITS.get(printed_unit, (printed_unit, 1.0))
    is_word = numeral[0] in _NUMERAL and not (printed_unit or match["ordinal"])
    is_article = numeral == "一" and not match["ordinal"] and unit not in MEASURES
    if is_word or is_article:
        return None
    between = _BETWEEN.fullmatch(numeral)
    first, last = (
        (between[1] + between[3], between[2] + between[3]) if between else (match["low"] or numeral, numeral)
    )
    low, high = value_of(first), value_of(last)
    if low is None or high is None:
        return None
    in_same_size = low * _SIZES.get(numeral[-1], 1)  # 3至5万
    low = in_same_size if low < in_same_size <= high else low
    half = 0.5 if match["half"] else 0.0
    size *= _SIZES.get(match["times"] or "", 1)
    inexact = bool(match["before"] or match["more"] or match["after"] or low < high)
    name = f"第{printed_unit}" if match["ordinal"] else unit
    return Amount(*match.span(), (low + half) * size, (high + half) * size, name, inexact)


@cache
def _amount() -> re.Pattern[str]:
    units = (
        "|".join(sorted(_UNITS, key=len, reverse=True))
        .replace("成", "成(?![功立为本员果就长绩都])")
        .replace("折", "折(?!腾)")
    )
    return re.compile(
        rf"(?P<whole>{_NUMBER})分之(?P<part>{_NUMBER})|(?<![\d/])(?P<over>\d)/(?P<under>\d)(?![\d/])"
        r"|半个?(?P<half_of>小时|钟头|月|年|天)|一半"
        r"|(?:(?P<before>不到|没到|未满|近|约|大约|将近|接近|超过?|逾|至少|不少于|不低于|最多|不超过|不足|多于)(?:有|为|达)?)?(?P<ordinal>第)?"
        rf"(?:(?P<low>{_NUMBER})(?:{units})?{TO})?(?P<number>{_NUMBER})(?P<more>[多余几]|来(?=[个人名位天年]))?(?:个(?=亿|{units}))?(?P<times>[万亿])?"
        rf"(?:个(?={units}))?\s?(?P<unit>{units}|[{_COUNTING}])?(?P<half>半(?![年月天日]|个|小时|钟))?(?P<after>左右|上下|以上|以下|多|有余|出头)?"
    )
