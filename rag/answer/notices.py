"""Answers `今天有什么通知`, "any notices today?" with what was announced for the asked days and is not over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rag.answer.base import Reply, Verdict
from rag.answer.days import format_day
from rag.answer.notes import with_notes
from rag.archive import Continuations, Copies
from rag.cite import Claim
from rag.dates import Period
from rag.language import print_words, wording
from rag.question import Query
from rag.question.listing import looser
from rag.search.announcements import Announcement, announcements
from rag.search.articles import ArticleLookup, found_articles
from rag.search.later_notices import LaterNotices
from rag.search.reprints import one_per_story

SHOWN = 12
QUOTES = 3  # of one notice


class NoticeResponder:
    """Answers questions for a list of notices for days from today on."""

    def __init__(self, lookup: ArticleLookup, later: LaterNotices) -> None:
        self.lookup = lookup
        self.later = later

    def respond(self, query: Query) -> Reply | None:
        asked = asked_days(query)
        if asked is None:
            return None
        found = self._find(query, asked)
        if not found:
            # of one thing (`停水通知`), the paper may say something else; that there is no notice at all, is the answer
            return None if _words(query) else Reply((), lambda: Verdict(1.0, iter(())))
        versions = [notice.version for notice in found[:SHOWN]]
        return Reply(
            found_articles(versions),
            lambda: Verdict(1.0, self._claims(found, asked, query)),
            one_per_line=True,
        )

    def _find(self, query: Query, asked: Period) -> list[Announcement]:
        filters = query.filters.model_copy(update={"section": query.section, "place": query.place})
        for any_of in looser(_words(query)):
            found = [
                notice
                for words in any_of
                for notice in announcements(self.lookup, asked, query.today, words, filters)
            ]
            if found:
                return self._once(found)
        return []

    def _once(self, found: Sequence[Announcement]) -> list[Announcement]:
        archive = self.lookup.archive
        ids = Continuations(archive).first_parts([notice.version.article_id for notice in found])
        return one_per_story(found, ids, Copies(archive).groups(ids))

    def _claims(self, found: Sequence[Announcement], asked: Period, query: Query) -> Iterator[Claim]:
        """How many there are, then the quotations, with notes on days and later changes."""
        quotes = [Claim.quoting(quote) for notice in found[:SHOWN] for quote in notice.quotes[:QUOTES]]
        cited = tuple(notice.quotes[0] for notice in found[:SHOWN])
        yield Claim(_count(len(found), asked, query), "added", cited)
        yield from with_notes(quotes, query, self.lookup.archive, self.later, most=2 * len(quotes))


def asked_days(query: Query) -> Period | None:
    """The days for which a question asks the notices; None if it asks for something else.

    A question about today asks for what begins later, too. One about days that have begun (`最近`, `本月`) asks for a list of
    reports.
    """
    period, request = query.period, query.list_request
    if period is None or request is None or request.author or period.start < query.today:
        return None
    if not print_words().notice.search(query.match_form):
        return None
    is_today = period.start == period.end == query.today
    return Period(period.start, date.max if is_today else period.end)


def _words(query: Query) -> tuple[str, ...]:
    """What the notices are to be about, without the words for a notice."""
    words = query.list_request.words if query.list_request else ()
    return tuple(filter(None, (print_words().notice.sub("", word) for word in words)))


def _count(count: int, asked: Period, query: Query) -> str:
    locale = query.language
    first, last = (format_day(day, locale) for day in (asked.start, min(asked.end, date.max)))
    key = "notices_from" if asked.end == date.max else "notices_on" if asked.days == 1 else "notices_between"
    text = wording(locale, key, first=first, last=last, count=count)
    return text + wording(locale, "notices_cut", shown=SHOWN) if count > SHOWN else text
