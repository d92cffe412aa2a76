"""Statements that say of when a quoted report is, where its words alone would be taken for today's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rag.answer.days import format_day
from rag.cite import Claim, Support, headline_support
from rag.language import mentioned_days, print_words, wording
from rag.language.vocabulary import words
from rag.question import Query
from rag.schema import Version


def with_dates(claims: Iterable[Claim], query: Query) -> Iterator[Claim]:
    """The claims, each article's first one led by what must be known of its day:

    - that the days it announces have passed, unless the question itself asks for days that have;
    - which year its `今年` means, where that is not the asker's;
    - that it bears no date, where the question asks for one;
    - of which days two reports are that give the figures of two years.

    What is added is made from the article's date and the quoted words, and cites them.
    """
    noted: set[str] = set()
    for claim in claims:
        if claim.other_year and claim.supports[0].version.article_id not in noted:
            pair = (claim.supports[0], claim.other_year)
            noted.update(support.version.article_id for support in pair)
            yield report_dates(pair, query)
        if claim.kind != "added" and claim.supports and claim.supports[0].version.article_id not in noted:
            noted.add(claim.supports[0].version.article_id)
            note = _note(claim.supports[0], query)
            if note:
                yield note
        yield claim


def with_report_dates(claims: Sequence[Claim], query: Query) -> Iterator[Claim]:
    """Claims about events that are set against one another, led by the days of their reports: of all at once, or each by its
    own where one bears none."""
    supports = [claim.supports[0] for claim in claims]
    joint = all(support.version.date for support in supports)
    if joint:
        yield report_dates(supports, query)
    for claim, support in zip(claims, supports, strict=True):
        if not joint:
            yield _of_own_day(support, query)
        yield claim


def report_dates(supports: Sequence[Support], query: Query) -> Claim:
    """Of which days the reports are that are quoted next, with the year that a `今年` in them means."""
    told = [
        format_day(s.version.date, query.language)
        + _year_meant(s.quote, s.version.date, query, "year_meant_aside")
        for s in supports
        if s.version.date
    ]
    cited = tuple(part for support in supports for part in (_headed(support), support))
    *first, last = dict.fromkeys(told)
    listed = wording(query.language, "days_joint").join(first)
    days = wording(query.language, "last_day_joint").join(filter(None, (listed, last)))
    return Claim(wording(query.language, "reports_of", days=days), "added", tuple(dict.fromkeys(cited)))


def _of_own_day(support: Support, query: Query) -> Claim:
    printed = support.version.date
    if printed is None:
        return _claim(support, wording(query.language, "undated"))
    day = format_day(printed, query.language)
    return _claim(support, wording(query.language, "report_of", day=day, meaning=""))


def _note(support: Support, query: Query) -> Claim | None:
    printed = support.version.date
    if printed is None:
        return _claim(support, wording(query.language, "undated")) if query.period else None
    other_year = printed.year != query.today.year
    meaning = _year_meant(support.quote, printed, query, "year_meant") if other_year else ""
    if not meaning and not has_passed(support, query):
        return None
    announces = print_words().notice.search(support.version.headline + support.quote)
    key, day = "notice_of" if announces else "report_of", format_day(printed, query.language)
    return _claim(support, wording(query.language, key, day=day, meaning=meaning))


def _year_meant(text: str, printed: date, query: Query, key: str) -> str:
    """Which year the first word for one means in a text (`今年`); empty where it has none."""
    word = _year_word().search(text)
    if word is None:
        return ""
    year = printed.year + dict(print_words().year_words)[word[0].lower()]
    return wording(query.language, key, word=word[0], year=year)


def _year_word() -> re.Pattern[str]:
    return words("|".join(re.escape(word) for word, _ in print_words().year_words))


def has_passed(support: Support, query: Query) -> bool:
    """Whether the quoted words announce days that have passed, to one who does not ask for passed days."""
    printed = support.version.date
    if printed is None or (query.period and query.period.end < query.today):
        return False
    announced = [day for day in mentioned_days(support.quote, printed) if day.end >= printed]
    if announced:
        return max(day.end for day in announced) < query.today
    whole_article_announces = print_words().notice.search(support.version.headline) is not None
    return whole_article_announces and _last_day(support.version, printed) < query.today


def _last_day(version: Version, printed: date) -> date:
    return max((day.end for day in mentioned_days(version.text, printed)), default=printed)


def _claim(support: Support, text: str) -> Claim:
    of_article = _headed(support)
    return Claim(text, "added", (of_article, support) if _year_word().search(text) else (of_article,))


def _headed(support: Support) -> Support:
    """The article's headline, or what is quoted where it has none."""
    return headline_support(support.version) or support
