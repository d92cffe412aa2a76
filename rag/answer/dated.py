"""Statements that say of when a quoted report is, where its words alone would be taken for today's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rag.cite import Claim, Support, headline_of
from rag.language import event_days
from rag.question import Query
from rag.schema import Version

_NOTICE = re.compile(r"通知|通告|公告|预告|提示|提醒|预警|預告|預警|notice|warning", re.IGNORECASE)
_YEAR_WORDS = {"今年": 0, "本年度": 0, "去年": -1, "明年": 1, "this year": 0, "last year": -1, "next year": 1}
_YEAR_WORD = re.compile("|".join(_YEAR_WORDS), re.IGNORECASE)
_MONTHS = "January February March April May June July August September October November December".split()


def dated(claims: Iterable[Claim], query: Query) -> Iterator[Claim]:
    """The claims, each article's first one led by what must be known of its day:

    - that the days it announces have passed, unless the question itself asks for days that have;
    - which year its `今年` means, where that is not the asker's;
    - that it bears no date, where the question asks for one;
    - of which days two reports are that give the figures of two years.

    What is added is made from the article's date and the quoted words, and cites them.
    """
    noted: set[str] = set()
    for claim in claims:
        if claim.beside and claim.supports[0].version.article_id not in noted:
            pair = (claim.supports[0], claim.beside)
            noted.update(support.version.article_id for support in pair)
            yield reports_of(pair, query)
        if claim.kind != "added" and claim.supports and claim.supports[0].version.article_id not in noted:
            noted.add(claim.supports[0].version.article_id)
            note = _note(claim.supports[0], query)
            if note:
                yield note
        yield claim


def of_events(claims: Sequence[Claim], query: Query) -> Iterator[Claim]:
    """Claims about events that are set against one another, led by the days of their reports: of all at once, or each by its
    own where one bears none."""
    supports = [claim.supports[0] for claim in claims]
    joint = all(support.version.date for support in supports)
    if joint:
        yield reports_of(supports, query)
    for claim, support in zip(claims, supports, strict=True):
        if not joint:
            yield _of_own_day(support, query)
        yield claim


def reports_of(supports: Sequence[Support], query: Query) -> Claim:
    """Of which days the reports are that are quoted next, with the year that a `今年` in them means."""
    told = [
        _day(s.version.date, query) + _year_meant(s, s.version.date, query)
        for s in supports
        if s.version.date
    ]
    cited = tuple(part for support in supports for part in (_headed(support), support))
    *first, last = dict.fromkeys(told)
    days = _AND[query.language].join(filter(None, (_COMMA[query.language].join(first), last)))
    return Claim(_REPORTS[query.language].format(days), "added", tuple(dict.fromkeys(cited)))


def _of_own_day(support: Support, query: Query) -> Claim:
    printed = support.version.date
    if printed is None:
        return _claim(support, _UNDATED[query.language])
    return _claim(support, _OF_DAY[query.language][0].format(day=_day(printed, query)) + _END[query.language])


def _note(support: Support, query: Query) -> Claim | None:
    printed = support.version.date
    if printed is None:
        return _claim(support, _UNDATED[query.language]) if query.period else None
    year_word = _YEAR_WORD.search(support.quote) if printed.year != query.today.year else None
    if not year_word and not has_passed(support, query):
        return None
    kind = int(bool(_NOTICE.search(support.version.headline + support.quote)))
    text = _OF_DAY[query.language][kind].format(day=_day(printed, query))
    if year_word:
        year = printed.year + _YEAR_WORDS[year_word[0].lower()]
        text += _MEANS[query.language].format(word=year_word[0], year=year)
    return _claim(support, text + _END[query.language])


def _year_meant(support: Support, printed: date, query: Query) -> str:
    word = _YEAR_WORD.search(support.quote)
    if word is None:
        return ""
    year = printed.year + _YEAR_WORDS[word[0].lower()]
    return _IN_IT[query.language].format(word=word[0], year=year)


def has_passed(support: Support, query: Query) -> bool:
    """Whether the quoted words announce days that have passed, to one who does not ask for passed days."""
    printed = support.version.date
    if printed is None or (query.period and query.period.end < query.today):
        return False
    announced = [day for day in event_days(support.quote, printed) if day.end >= printed]
    if announced:
        return max(day.end for day in announced) < query.today
    whole_article_announces = _NOTICE.search(support.version.headline) is not None
    return whole_article_announces and _last_day(support.version, printed) < query.today


def _last_day(version: Version, printed: date) -> date:
    return max((day.end for day in event_days(version.text, printed)), default=printed)


def _claim(support: Support, text: str) -> Claim:
    of_article = _headed(support)
    return Claim(text, "added", (of_article, support) if _YEAR_WORD.search(text) else (of_article,))


def _headed(support: Support) -> Support:
    """The article's headline, or what is quoted where it has none."""
    return headline_of(support.version) or support


def _day(printed: date, query: Query) -> str:
    if query.language == "en":
        return f"{printed.day} {_MONTHS[printed.month - 1]} {printed.year}"
    return f"{printed.year}年{printed.month}月{printed.day}日"


_OF_DAY = {
    "zh-Hans": ("那是{day}的报道", "那是{day}的通知"),
    "zh-Hant": ("那是{day}的報道", "那是{day}的通知"),
    "en": ("That is a report of {day}", "That is a notice of {day}"),
}
_MEANS = {
    "zh-Hans": "，文中的“{word}”指{year}年",
    "zh-Hant": "，文中的「{word}」指{year}年",
    "en": "; its “{word}” means {year}",
}
_REPORTS = {
    "zh-Hans": "下面是{}的报道。",
    "zh-Hant": "下面是{}的報道。",
    "en": "These are reports of {}.",
}
_COMMA = {"zh-Hans": "、", "zh-Hant": "、", "en": ", of "}
_AND = {"zh-Hans": "和", "zh-Hant": "和", "en": " and of "}
_IN_IT = {
    "zh-Hans": "（文中“{word}”指{year}年）",
    "zh-Hant": "（文中「{word}」指{year}年）",
    "en": " (its “{word}” means {year})",
}
_END = {"zh-Hans": "。", "zh-Hant": "。", "en": "."}
_UNDATED = {
    "zh-Hans": "这篇报道没有注明日期。",
    "zh-Hant": "這篇報道沒有註明日期。",
    "en": "This report bears no date.",
}
