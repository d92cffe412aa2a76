"""What a question is restricted to: an author, a place, a section, some days; as read, or as the asker fixed it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from rag.dates import Period
from rag.language import asked_place, question_words
from rag.question.listing import asked_author
from rag.question.query import Query
from rag.schema import Filters, Version
from rag.text.normalise import match_form


def apply_restrictions(query: Query, *, authors: Collection[str], sections: Collection[str]) -> Query:
    """The question with what it is restricted to; its filters override what its words say.

    Args:
        authors, sections: those that the archive has.
    """
    text, filters = query.match_form, query.filters
    return replace(
        query,
        author=asked_author(text, authors) if filters.author is None else filters.author,
        place=asked_place(text) if filters.place is None else filters.place,
        section=asked_section(text, sections) if filters.section is None else filters.section,
        period=_period(query),
    )


def filters_articles(filters: Filters) -> bool:
    """Whether the asker fixed whose reports, from where or from which section are wanted."""
    return bool(filters.author or filters.place or filters.section)


def matches_filters(version: Version, filters: Filters) -> bool:
    """Whether an article is among those that the asker fixed."""
    whole = match_form(f"{version.headline} {version.subheadline} {version.text}")
    return (
        (not filters.author or f" {filters.author} " in f" {version.byline} ")
        and (not filters.section or version.section == filters.section)
        and (not filters.place or match_form(filters.place) in whole)
    )


def asked_section(text: str, sections: Collection[str]) -> str:
    """The section of the paper that a question names as one (`文体新闻`, `民生版`)."""
    for section in sorted(sections, key=len, reverse=True):
        name = match_form(section)
        places = (match.end() for match in re.finditer(re.escape(name), text))
        if any(question_words().section.match(text, end) for end in places):
            return section
    return ""


def _period(query: Query) -> Period | None:
    filters = query.filters
    if filters.any_time:
        return None
    if filters.since or filters.until:
        return Period(filters.since or date.min, filters.until or date.max)
    return query.period
