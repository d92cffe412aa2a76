"""Lists the live articles by author, section and date, and the authors and sections themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Column, Connection, select

from rag.archive.archive import Archive, live
from rag.archive.changes import Current
from rag.archive.tables import articles, passages, reading, versions
from rag.text.authors import authors_of

IDS_PER_QUERY = 10_000


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A live article with its date, without its text."""

    article_id: str
    date: date | None


class Catalogue:
    """Lists live articles without reading their texts. Thread-safe; author and section names are cached."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._names = Current(archive.engine, _read_names, _update_names)

    def article_at(self, url: str) -> str | None:
        """Id of the live article whose newest version has this web address; None if there is none."""
        query = select(versions.c.article_id).join(articles).where(live, versions.c.url == url).limit(1)
        with reading(self.archive.engine) as connection:
            return connection.execute(query).scalar_one_or_none() if url else None

    def articles(
        self,
        *,
        author: str = "",
        section: str = "",
        since: date | None = None,
        until: date | None = None,
        passage_ids: Sequence[int] | None = None,
    ) -> list[CatalogueEntry]:
        """The articles that match all given filters, newest first. Undated articles match any dates and come last.

        Args:
            author: a name as printed in the byline.
            since, until: first and last date.
            passage_ids: only articles that contain one of these passages.
        """
        query = (
            select(versions.c.article_id, versions.c.date, versions.c.byline)
            .join(articles)
            .where(live)
            .order_by(versions.c.date.desc().nulls_last(), versions.c.added_at.desc(), versions.c.article_id)
        )
        allowed = None if passage_ids is None else self._articles_of(passage_ids)
        if allowed is not None and len(allowed) <= IDS_PER_QUERY:
            query = query.where(versions.c.article_id.in_(allowed))
        if author:
            query = query.where(versions.c.byline.contains(author, autoescape=True))
        if section:
            query = query.where(versions.c.section == section)
        if since:
            query = query.where((versions.c.date >= since) | versions.c.date.is_(None))
        if until:
            query = query.where((versions.c.date <= until) | versions.c.date.is_(None))
        with reading(self.archive.engine) as connection:
            rows = connection.execute(query).all()
        return [
            CatalogueEntry(row.article_id, row.date)
            for row in rows
            if (not author or author in authors_of(row.byline))
            and (allowed is None or row.article_id in allowed)
        ]

    def pages(self) -> list[tuple[str, date, str]]:
        """Paper, day and number of each page that was read as one and has live articles."""
        query = (
            select(versions.c.paper, versions.c.date, versions.c.page)
            .join(articles)
            .where(live, articles.c.source_id == "", versions.c.date.is_not(None), versions.c.page != "")
            .distinct()
        )
        with reading(self.archive.engine) as connection:
            return [(row.paper, row.date, row.page) for row in connection.execute(query)]

    def may_show_pages(self, source_sha256: str) -> bool:
        """Whether residents may see the pages of a source file: answers use articles that were read from it, and none of
        those on it, also in an earlier version, is under embargo, quote-only, or removed by staff."""
        is_newest = versions.c.version == articles.c.version
        query = (
            select(articles.c.state, articles.c.quote_only, is_newest.label("is_newest"))
            .join_from(versions, articles)
            .where(versions.c.source_sha256 == source_sha256)
            .distinct()
        )
        with reading(self.archive.engine) as connection:
            found = connection.execute(query).all()
        hidden = any(row.quote_only or row.state in ("embargoed", "removed") for row in found)
        return not hidden and any(row.state == "live" and row.is_newest for row in found)

    def passage_ids(self, article_ids: Iterable[str]) -> list[int]:
        """The ids of the live passages of these articles, ascending."""
        wanted, found = list(article_ids), list[int]()
        with reading(self.archive.engine) as connection:
            for start in range(0, len(wanted), IDS_PER_QUERY):
                in_batch = passages.c.article_id.in_(wanted[start : start + IDS_PER_QUERY])
                query = select(passages.c.passage_id).where(in_batch, passages.c.live)
                found += connection.execute(query).scalars()
        return sorted(found)

    def authors(self) -> frozenset[str]:
        """The names in the bylines."""
        return frozenset(name for byline in self._names.get().bylines for name in authors_of(byline))

    def sections(self) -> frozenset[str]:
        return self._names.get().sections

    def _articles_of(self, passage_ids: Sequence[int]) -> set[str]:
        found: set[str] = set()
        with reading(self.archive.engine) as connection:
            for start in range(0, len(passage_ids), IDS_PER_QUERY):
                in_batch = passages.c.passage_id.in_(passage_ids[start : start + IDS_PER_QUERY])
                query = select(passages.c.article_id).where(in_batch, passages.c.live).distinct()
                found.update(connection.execute(query).scalars())
        return found


@dataclass(frozen=True, slots=True)
class _Names:
    """The bylines and sections of all live articles."""

    bylines: frozenset[str]
    sections: frozenset[str]


def _read_names(connection: Connection) -> _Names:
    bylines, sections = (
        frozenset(
            connection.execute(select(column).join(articles).where(live, column != "").distinct()).scalars()
        )
        for column in (versions.c.byline, versions.c.section)
    )
    return _Names(bylines, sections)


def _update_names(connection: Connection, before: _Names, changed: NDArray[np.int64]) -> _Names:
    """Adds the names of articles that became live, and leaves out those that no live article has any more."""
    of = (passages.c.article_id == versions.c.article_id) & (passages.c.version == versions.c.version)
    query = select(versions.c.byline, versions.c.section, passages.c.passage_id).join_from(
        passages, versions, of
    )
    rows = [
        row
        for start in range(0, len(changed), IDS_PER_QUERY)
        for row in connection.execute(
            query.where(passages.c.passage_id.in_(changed[start : start + IDS_PER_QUERY].tolist()))
        )
    ]
    if len({row.passage_id for row in rows}) < len(changed):  # taken down: nothing says any more what it had
        return _read_names(connection)
    return _Names(
        _updated(connection, versions.c.byline, before.bylines, {row.byline for row in rows}),
        _updated(connection, versions.c.section, before.sections, {row.section for row in rows}),
    )


def _updated(
    connection: Connection, column: Column[str], before: frozenset[str], touched: set[str]
) -> frozenset[str]:
    used = {
        name
        for name in touched - {""}
        if connection.execute(select(column).join(articles).where(live, column == name).limit(1)).first()
    }
    return (before - touched) | used
