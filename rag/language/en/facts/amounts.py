"""Reads numbers together with what they count: `3.5亿元` -> "350 million yuan", `1200多人` -> "more than 1,200 people"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate

from rag.language.en.facts.fact import Fact
from rag.language.en.facts.terms import any_of, terms
from rag.language.zh.time_words import TO
from rag.text.normalise import match_form
from rag.text.sentences import Span
from rag.text.words import pos_tagged

Number = int | float

_LARGE = ((10**9, "billion"), (10**6, "million"))
_MULTIPLIERS = {"万": 10**4, "亿": 10**8}
_NUMERAL = "零〇一二两三四五六七八九十百千万亿"
_NUMBER = rf"(?:\d[\d,]{{0,15}}(?:\.\d{{1,5}})?|[{_NUMERAL}])[\d{_NUMERAL}]{{0,12}}"
_YEAR = re.compile(r"1\d{3}|20\d\d")  # 1875年 is a year, 3000年 are many
_MEASURE_WORDS = "[个名位家次条座起场项所辆份批种支台幅件处片棵株只套本间张栋幢艘架段组趟]"


def amounts(quote: str, answering: Span) -> Iterator[Fact]:
    """The amounts, shares and ordinal numbers of a Chinese text, in order.

    Args:
        quote: the text.
        answering: the words that answer a question. Only there are read: ordinal numbers, numbers whose unit has no English
            here (given with the printed words), and `一`, which is mostly an article (`一名`).
    """
    plain = match_form(quote)
    word_ends, noun_starts = _borders(plain)
    for match in _amount().finditer(plain):
        answers = Fact(*match.span(), "").overlaps(answering)
        printed = quote[slice(*match.span("words"))] if answers else ""
        if match["whole"]:
            english = _share(match)
        elif match["ordinal"]:
            english = _ordinal(match["ordinal"], printed)
        else:
            # 16支社区足球队 are not 16 communities, 四车道 no 4 vehicles
            is_whole = match.end("counted") in word_ends - noun_starts
            counted = match["counted"] if is_whole else ""
            english = _english_amount(match, terms("counted").get(counted or "") or _unit(match), printed)
        if english:
            yield Fact(*match.span(), english)


def _unit(match: re.Match[str]) -> str | None:
    """The English of an amount's unit or measure word; None if there is none."""
    return terms("units").get(match["unit"] or match["measure"] or "")


def _english_amount(match: re.Match[str], unit: str | None, printed: str) -> str:
    """An amount in English; empty if it is not worth telling.

    Args:
        unit: see `terms.toml`.
        printed: the words of the amount if they answer the question, else empty.
    """
    value = _value(match["number"])
    is_year = unit == terms("units")["年"] and _YEAR.fullmatch(match["number"])
    if value is None or is_year or not (unit or printed) or (match["number"] == "一" and not printed):
        return ""
    value = _whole(value * _MULTIPLIERS.get(match["times"], 1))
    low = _low_end(match["low"], match["number"]) if match["low"] else None
    digits = f"{_written(low)}–{_written(value)}" if low is not None and low < value else _written(value)
    return _with_approximation(match, _with_unit(digits, unit) if unit else f"{digits} ({printed})")


def _share(match: re.Match[str]) -> str:
    """A percentage or a fraction: `百分之三十`, `三分之一`."""
    whole, part = _value(match["whole"]), _value(match["part"])
    if match["whole"] == "百" and part is not None:
        return f"{_written(part)}%"
    return f"{_written(part)}/{_written(whole)}" if whole and part else ""


def _with_unit(digits: str, unit: str) -> str:
    if "{n}0" in unit and not digits.isdecimal():
        return ""  # 3.5成
    if "{n}" in unit:
        return unit.format(n=digits)
    singular, _, plural = unit.partition("|")
    return f"{digits} {singular if digits == '1' else plural}"


def _with_approximation(match: re.Match[str], english: str) -> str:
    if not english:
        return ""
    if match["over"] or match["over_unit"]:
        return f"more than {english}"
    before, after = terms("before").get(match["before"]), terms("after").get(match["after"])
    return (before or after or "{}").format(english)


def _low_end(low: str, high: str) -> Number | None:
    """The beginning of a range; in `1.5至2万` it is counted in `万`, too."""
    value, end = _value(low), _value(high)
    multiplier = _MULTIPLIERS.get(high[-1], 1) if low[-1] not in _MULTIPLIERS else 1
    if value is None or end is None:
        return None
    return _whole(value * multiplier) if value * multiplier < end else value


def _value(numeral: str) -> Number | None:
    """The value of a numeral (`1,200`, `3.5亿`, `一万二千`); None for words like `万千`."""
    from cn2an import cn2an  # takes a third of a second, and few questions are English

    try:
        value: Number = cn2an(numeral.replace(",", ""), "smart")
    except ValueError:
        return None
    return _whole(value)


def _whole(value: Number) -> Number:
    return int(value) if value == int(value) else value


def _written(value: Number | None) -> str:
    """As English papers write it: `12,000`, `1.25 million`."""
    for size, name in _LARGE:
        if value and value >= size and (value * 100) % size == 0:
            return f"{value / size:g} {name}"
    return f"{value:,}"


def _ordinal(numeral: str, printed: str) -> str:
    """`第三届` as "3rd (第三届)"; empty without the printed words."""
    value = _value(numeral)
    if not printed or not isinstance(value, int):
        return ""
    teen = value % 100 in range(11, 14)
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')} ({printed})"


def _borders(plain: str) -> tuple[frozenset[int], frozenset[int]]:
    """Where the words of a text end, and where its nouns begin."""
    words = pos_tagged(plain)
    borders = list(accumulate((len(word) for word, _ in words), initial=0))
    nouns = (start for start, (_, tag) in zip(borders, words, strict=False) if tag.startswith("n"))
    return frozenset(borders[1:]), frozenset(nouns)


@cache
def _amount() -> re.Pattern[str]:
    units, counted = any_of(terms("units")), any_of(terms("counted"))
    unit = rf"(?P<measure>{_MEASURE_WORDS})?(?P<counted>{counted})|(?P<unit>{units})(?![数之])|(?P<unknown>{_MEASURE_WORDS})"
    number = (
        rf"(?:(?P<low>{_NUMBER})(?:{units})?{TO})?(?P<number>{_NUMBER})(?P<over>[多余])?(?P<times>[万亿])?\s?"
        rf"(?:{unit}|(?<=[万亿]))(?P<over_unit>多)?(?P<after>{any_of(terms('after'))})?"
    )
    return re.compile(
        rf"(?P<before>{any_of(terms('before'))})?(?<![\d.a-z第前{_NUMERAL}-])(?P<words>(?P<whole>{_NUMBER})分之(?P<part>{_NUMBER})"
        rf"|{number}|第(?P<ordinal>{_NUMBER})[届期批次名位轮季条个天集])"
    )
