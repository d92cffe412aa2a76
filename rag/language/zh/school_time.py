"""Chinese time rules for school years and terms, five-year plans and decades."""

from __future__ import annotations

from collections.abc import Iterator

from rag.dates.period import Period, months, year
from rag.dates.rules import Context, Groups, Rule
from rag.language.zh.time_words import MAYBE_BARE_YEAR, MAYBE_YEAR, TO, offset, year_for
from rag.text.numerals import YEAR, number

TERMS = {
    "一": (9, 13),
    "上": (9, 13),
    "秋": (9, 13),
    "二": (2, 8),
    "下": (2, 8),
    "春": (2, 8),
}  # first and last month, counted from January of the year in which the term begins


def school_and_plans() -> Iterator[Rule]:
    yield Rule(
        rf"(?P<sy>{YEAR})(?:\s*年?{TO}\s*(?:{YEAR}|\d\d))?\s*学年度?(?:的?(?:第(?P<term>[一二])|(?P<term>[上下]))学期)?",
        _school_year,
    )
    yield Rule(r"(?P<to>上|本|这|下)(?:一?个)?学年度?", _this_school_year)
    yield Rule(r"(?P<to>上|本|这|下)(?:一?个)?学期", _this_term)
    yield Rule(rf"{MAYBE_YEAR}(?P<season>[春秋])季?学期", _season_term)
    yield Rule(rf"{MAYBE_BARE_YEAR}暑(?:假|期)期?间?", lambda g, c: months(year_for(g, c, 7), 7, 8))
    yield Rule(r"[“\"「](?P<plan>十[一二三四五六]?)五[”\"」](?:期间|时期)?", _plan)
    yield Rule(r"(?P<plan>十[一二三四五六]?)五(?=期间|时期|规划|末)", _plan)
    yield Rule(r"(?<!\d)(?:上世纪|20世纪|二十世纪|19)?(?P<tens>[2-9]0|[二三四五六七八九]十)年代", _decade)


def _school_year(groups: Groups, _context: Context) -> Period:
    y = number(groups["sy"])
    if not groups["term"]:
        return months(y, 9, 20)
    return _term(y, groups["term"])


def _this_term(groups: Groups, context: Context) -> Period:
    today = context.today
    terms = 2 * (today.year - (today.month == 1)) + (2 <= today.month <= 8) * -1 + offset(groups["to"])
    return _term(terms // 2, "下" if terms % 2 else "上")


def _this_school_year(groups: Groups, context: Context) -> Period:
    today = context.today
    return months(today.year - (today.month < 9) + offset(groups["to"]), 9, 20)


def _season_term(groups: Groups, context: Context) -> Period:
    first, last = TERMS[groups["season"]]
    return months(year_for(groups, context, first), first, last)


def _plan(groups: Groups, _context: Context) -> Period:
    first = 1951 + 5 * number(groups["plan"])
    return Period(year(first).start, year(first + 4).end)


def _decade(groups: Groups, _context: Context) -> Period:
    tens = {"二": 20, "三": 30, "四": 40, "五": 50, "六": 60, "七": 70, "八": 80, "九": 90}
    of = groups["tens"]
    first = 1900 + (tens[of[0]] if of[0] in tens else int(of))
    return Period(year(first).start, year(first + 9).end)


def _term(school_year: int, which: str) -> Period:
    first, last = TERMS[which]
    return months(school_year + (which in "二下"), first, last)
