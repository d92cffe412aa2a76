"""Answers with a list of reports: how many there are, and a dated line for each of the newest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.answer.base import Reply, Verdict
from rag.answer.days import format_day
from rag.archive import CatalogueEntry, Continuations, Copies
from rag.cite import Claim, Support, headline_support
from rag.dates import Period
from rag.language import Locale, list_words, wording
from rag.question import Query
from rag.question.listing import looser
from rag.schema import Filters, Version
from rag.search.articles import ArticleLookup, found_articles
from rag.search.reprints import one_per_story
from rag.text.sentences import sentence_spans

SHOWN = 20


@dataclass(frozen=True, slots=True)
class ListedReports:
    """The reports of a list. Reprints count as one report, shown in its newest printing.

    Attributes:
        count: how many reports match, undated ones included.
        undated: how many of them have no date.
        shown: the newest of them.
    """

    count: int
    undated: int
    shown: tuple[Version, ...]


class ListResponder:
    """Answers questions for a list of reports."""

    def __init__(self, lookup: ArticleLookup) -> None:
        self.lookup = lookup

    def respond(self, query: Query) -> Reply | None:
        if query.list_request is None:
            return None
        listed = self.find(query)
        if not listed.count and query.guesses_period and query.period and query.period.start <= query.today:
            return self.respond(query.without_period())
        if listed.count:
            claims = list_claims(listed, query)
            return Reply(found_articles(listed.shown), lambda: Verdict(1.0, claims), one_per_line=True)
        # Nothing by this author: do not fall back on articles that merely contain the name.
        if query.list_request.author:
            return Reply((), lambda: Verdict(1.0, iter(())))
        return None

    def find(self, query: Query) -> ListedReports:
        """The reports that the question asks a list of; none if it asks for no list.

        Raises:
            Rebuilding
        """
        if query.list_request is None:
            return ListedReports(0, 0, ())
        restricted = query.filters.model_copy(
            update={"author": query.list_request.author, "section": query.section}
        )
        entries = self._entries(query, restricted)
        archive = self.lookup.archive
        article_ids = Continuations(archive).first_parts([entry.article_id for entry in entries])
        entries = [replace(entry, article_id=i) for entry, i in zip(entries, article_ids, strict=True)]
        entries = one_per_story(entries, article_ids, Copies(archive).groups(article_ids))
        return ListedReports(
            count=len(entries),
            undated=sum(entry.date is None for entry in entries),
            shown=tuple(archive.version(entry.article_id) for entry in entries[:SHOWN]),
        )

    def _entries(self, query: Query, filters: Filters) -> list[CatalogueEntry]:
        """The articles with the words of the list, or with `looser` ones, newest first."""
        for any_of in looser(query.list_request.words if query.list_request else ()):
            found = [entry for words in any_of for entry in self._with_words(words, query, filters)]
            if found:
                entries = {entry.article_id: entry for entry in found}.values()
                return sorted(entries, key=lambda entry: entry.date or date.min, reverse=True)
        return self._announced(query, filters)

    def _announced(self, query: Query, filters: Filters) -> list[CatalogueEntry]:
        """What was announced for coming days without printing a word for events (`周末有什么活动`: a concert)."""
        words = query.list_request.words if query.list_request else ()
        others = tuple(word for word in words if word not in list_words().events)
        if not query.period or query.recent or query.period.end < query.today or (words and others == words):
            return []
        entries = self.lookup.speaking_of(query.period, others, filters)
        return [entry for entry in entries if entry.date and entry.date <= query.today]

    def _with_words(self, words: Sequence[str], query: Query, filters: Filters) -> Iterator[CatalogueEntry]:
        """The articles that were printed in the asked days; if these are still to come, also those that announce them.

        A list of recent reports has none that was printed after today.
        """
        until_today = Period(date.min, query.today)
        yield from self.lookup.entries(
            words, filters, query.period or (until_today if query.recent else None)
        )
        if words and query.period and query.period.end >= query.today and not query.recent:
            yield from self.lookup.speaking_of(query.period, words, filters)


def list_claims(listed: ListedReports, query: Query) -> Iterator[Claim]:
    """A claim with the number of reports, then one line for each shown report, from its date and headline."""
    lines = [_line(version, query.language) for version in listed.shown]
    of_all = tuple(support for line in lines for support in line.supports)
    if query.beyond_period:
        yield Claim(wording(query.language, "list_beyond_period"), "added", of_all)
    yield Claim(_count(listed, query), "added", of_all)
    yield from lines


def _count(listed: ListedReports, query: Query) -> str:
    locale, shown = query.language, len(listed.shown)
    key = "list_whole" if listed.count == shown else "list_cut"
    since = ""
    if query.recent and query.period == query.recent:
        since = wording(locale, "list_since", day=format_day(query.recent.start, locale))
    text = wording(locale, key, count=listed.count, shown=shown, since=since)
    return (
        f"{wording(locale, 'list_undated', undated=listed.undated)} {text}".strip()
        if listed.undated
        else text
    )


def _line(version: Version, locale: Locale) -> Claim:
    day = format_day(version.date, locale, "listed_day")
    if support := headline_support(version):
        return Claim(f"{day} {wording(locale, 'title', headline=support.quote)}", "added", (support,))
    first = sentence_spans(version.text)[0]
    support = Support(version, "text", first.start, first.end)
    return Claim(f"{day} {support.quote}", "added", (support,))
