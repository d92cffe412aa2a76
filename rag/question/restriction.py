"""Restrictions of a question to an author, place, section or period: from its words, or from the user's filters."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from rag.dates import Period
from rag.language import asked_place, question_words
from rag.question.listing import asked_author
from rag.question.query import Query
from rag.schema import Filters, Version
from rag.text.authors import authors_of
from rag.text.normalise import match_form


def apply_restrictions(
    query: Query, *, authors: Collection[str], sections: Collection[str], prints: Callable[[str], bool]
) -> Query:
    """The query with its restrictions. The user's filters override what the words of the question say.

    Args:
        authors, sections: the names that the archive contains.
        prints: whether the archive contains a word; a place that it does not contain is none.
    """
    text, filters = query.match_form, query.filters
    place = asked_place(text)
    period = _period(query)
    return replace(
        query,
        author=asked_author(query, authors) if filters.author is None else filters.author,
        place=filters.place if filters.place is not None else place if place and prints(place) else "",
        section=asked_section(text, sections) if filters.section is None else filters.section,
        period=period,
        guesses_period=query.guesses_period and period == query.period,
    )


def filters_articles(filters: Filters) -> bool:
    """Whether the user filters by author, place or section."""
    return bool(filters.author or filters.place or filters.section)


def matches_filters(version: Version, filters: Filters) -> bool:
    """Whether an article passes the author, place and section filters."""
    full_text = match_form(f"{version.headline} {version.subheadline} {version.text}")
    return (
        (not filters.author or filters.author in authors_of(version.byline))
        and (not filters.section or version.section == filters.section)
        and (not filters.place or match_form(filters.place) in full_text)
    )


def asked_section(text: str, sections: Collection[str]) -> str:
    """The section of the paper that a question names together with a word for section (`文体新闻`, `民生版`)."""
    for section in sorted(sections, key=len, reverse=True):
        name = match_form(section)
        ends = (at + len(name) for at in range(len(text)) if text.startswith(name, at))
        if any(question_words().section.match(text, end) for end in ends):
            return section
    return ""


def _period(query: Query) -> Period | None:
    filters = query.filters
    if filters.any_time:
        return None
    if filters.since or filters.until:
        return Period(filters.since or date.min, filters.until or date.max)
    return query.period
