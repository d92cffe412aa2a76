"""Adds the date of a report where its quoted words alone would be misread ("this year", an event that is over)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from rag.answer.days import format_day
from rag.cite import Claim, Support, headline_support
from rag.language import Mention, mentioned_days, mentions, print_words, wording
from rag.language.vocabulary import words
from rag.question import Query
from rag.schema import Version


def with_dates(claims: Iterable[Claim], query: Query) -> Iterator[Claim]:
    """The claims, with a note after an article's first claim if the reader must know the article's date:

    - the announced days have passed, and the question does not ask about past days;
    - `今年` in it means another year than the current one, or `昨天` another day than today's yesterday;
    - the article is undated, and the question asks for a date;
    - an older report on the same thing comes next: the note follows that one and dates both;
    - nothing was reported for the days that the question was taken to mean.

    A note is made from the article's date and the quoted words, and cites them.
    """
    noted: set[str] = set()
    newer: Support | None = None  # the next claim is from an older report than these words
    for claim in claims:
        yield claim
        if claim.kind == "added" or not claim.supports:
            continue
        support = claim.supports[0]
        if newer:
            yield report_dates((newer, support), query, key="newer_report_of")
            noted.update(one.version.article_id for one in (newer, support))
            newer = None
        elif support.version.article_id not in noted:
            if claim.older:
                newer = support
                continue
            yield from _notes(support, query, first=not noted)
            noted.add(support.version.article_id)
    if newer:  # the older report's claim was left out
        yield from _notes(newer, query, first=not noted)


def _notes(support: Support, query: Query, *, first: bool) -> Iterator[Claim]:
    if query.beyond_period and first:
        yield _beyond_period(support, query)
    elif note := _note(support, query):
        yield note


def with_report_dates(claims: Sequence[Claim], query: Query) -> Iterator[Claim]:
    """Claims that compare events, with the dates of their reports after them.

    One note gives all dates; if a report is undated, each claim is followed by a note of its own instead.
    """
    supports = [claim.supports[0] for claim in claims]
    all_dated = all(support.version.date for support in supports)
    for claim, support in zip(claims, supports, strict=True):
        yield claim
        if not all_dated:
            yield _report_date(support, query)
    if all_dated:
        yield report_dates(supports, query)


def report_dates(supports: Sequence[Support], query: Query, *, key: str = "reports_of") -> Claim:
    """A note with the dates of the reports just quoted, and the year that `今年` in them means.

    Args:
        key: the wording of the note.
    """
    dates = [
        format_day(s.version.date, query.language)
        + _year_meant(s.quote, s.version.date, query, "year_meant_aside")
        for s in supports
        if s.version.date
    ]
    cited = tuple(part for support in supports for part in (_headline_or_quote(support), support))
    *first, last = dict.fromkeys(dates)
    listed = wording(query.language, "days_joint").join(first)
    days = wording(query.language, "last_day_joint").join(filter(None, (listed, last)))
    return Claim(wording(query.language, key, days=days), "added", tuple(dict.fromkeys(cited)))


def _report_date(support: Support, query: Query) -> Claim:
    printed = support.version.date
    if printed is None:
        return _claim(support, wording(query.language, "undated"))
    day = format_day(printed, query.language)
    return _claim(support, wording(query.language, "report_of", day=day, meaning=""))


def _beyond_period(support: Support, query: Query) -> Claim:
    day = format_day(support.version.date, query.language)
    return _claim(support, wording(query.language, "beyond_period", day=day))


def _note(support: Support, query: Query) -> Claim | None:
    printed = support.version.date
    if printed is None:
        return _claim(support, wording(query.language, "undated")) if query.period else None
    meaning = _day_meant(support.quote, printed, query)
    if not meaning and printed.year != query.today.year:
        meaning = _year_meant(support.quote, printed, query, "year_meant")
    if not meaning and not has_passed(support, query):
        return None
    announces = print_words().notice.search(support.version.headline + support.quote)
    key, day = "notice_of" if announces else "report_of", format_day(printed, query.language)
    return _claim(support, wording(query.language, key, day=day, meaning=meaning))


def _year_meant(text: str, printed: date, query: Query, key: str) -> str:
    """Says which year the first year word of a text (`今年`) means; empty if it has none."""
    word = _year_word().search(text)
    if word is None:
        return ""
    year = printed.year + dict(print_words().year_words)[word[0].lower()]
    return wording(query.language, key, word=word[0], year=year)


def _day_meant(text: str, printed: date, query: Query) -> str:
    """Says which day the first day word of a text (`昨天`) means; empty if it has none, or was printed today."""
    mention = _day_word(text, printed) if printed != query.today else None
    if mention is None:
        return ""
    day = format_day(mention.period.start, query.language)
    return wording(query.language, "day_meant", word=text[mention.start : mention.end], day=day)


def _day_word(text: str, printed: date) -> Mention | None:
    in_text = (m for m in mentions(text, printed) if text[m.start : m.end].lower() in print_words().day_words)
    return next(in_text, None)


def _year_word() -> re.Pattern[str]:
    return words("|".join(re.escape(word) for word, _ in print_words().year_words))


def has_passed(support: Support, query: Query) -> bool:
    """Whether the quoted words announce days that have passed, and the question does not ask for past days."""
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
    headline = _headline_or_quote(support)
    printed = support.version.date
    explains_a_word = _year_word().search(text) or (printed and _day_word(text, printed))
    return Claim(text, "added", (headline, support) if explains_a_word else (headline,))


def _headline_or_quote(support: Support) -> Support:
    """The article's headline, or the quoted words if it has none."""
    return headline_support(support.version) or support
