"""Finds live articles by the words of their headlines, or by their id."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from rag.archive.archive import Archive, live
from rag.archive.tables import articles, reading, versions
from rag.schema import Version
from rag.text.script import to_simplified, to_traditional

MOST_WORDS = 8  # of a search that count


def find_headlines(archive: Archive, typed: str, limit: int) -> list[Version]:
    """The live articles whose headline has all the words that were typed, or whose id was typed, newest first.

    Args:
        typed: words with white space between them, in either script.
    """
    words = typed.split()[:MOST_WORDS]
    if not words:
        return []
    has_all = and_(*(or_(*(_in_headline(form) for form in _forms(word))) for word in words))
    query = (
        select(versions.c.article_id)
        .join(articles)
        .where(live, or_(has_all, versions.c.article_id == typed.strip()))
        .order_by(versions.c.date.desc().nulls_last(), versions.c.added_at.desc(), versions.c.article_id)
        .limit(limit)
    )
    with reading(archive.engine) as connection:
        ids = connection.execute(query).scalars().all()
    return [archive.version(article_id) for article_id in ids]


def _forms(word: str) -> set[str]:
    return {word, to_simplified(word), to_traditional(word)}


def _in_headline(word: str) -> ColumnElement[bool]:
    return versions.c.headline.icontains(word, autoescape=True)
