"""Lists of the live articles: by author, section and date, and what authors and sections there are."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from rag.archive.archive import Archive, live
from rag.archive.tables import articles, passages, reading, versions

AT_ONCE = 10_000  # ids in one query


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An article in a list."""

    article_id: str
    date: date | None


class Catalogue:
    """What a reader of the archive's shelves can tell without opening an article."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._lock = threading.Lock()
        self._mark = ""
        self._bylines: frozenset[str] = frozenset()
        self._sections: frozenset[str] = frozenset()

    def articles(
        self,
        *,
        author: str = "",
        section: str = "",
        since: date | None = None,
        until: date | None = None,
        passage_ids: Sequence[int] | None = None,
    ) -> list[CatalogueEntry]:
        """The articles that fit all that is given, newest first; undated ones fit any days and come last.

        Args:
            author: a name as a byline prints it.
            passage_ids: only articles of these passages.
        """
        query = (
            select(versions.c.article_id, versions.c.date, versions.c.byline)
            .join(articles)
            .where(live)
            .order_by(versions.c.date.desc().nulls_last(), versions.c.added_at.desc(), versions.c.article_id)
        )
        among = None if passage_ids is None else self._articles_of(passage_ids)
        if among is not None and len(among) <= AT_ONCE:
            query = query.where(versions.c.article_id.in_(among))
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
            if (not author or f" {author} " in f" {row.byline} ")
            and (among is None or row.article_id in among)
        ]

    def passage_ids(self, article_ids: Iterable[str]) -> list[int]:
        """The ids of the live passages of these articles, ascending."""
        wanted, found = list(article_ids), list[int]()
        with reading(self.archive.engine) as connection:
            for start in range(0, len(wanted), AT_ONCE):
                some = passages.c.article_id.in_(wanted[start : start + AT_ONCE])
                query = select(passages.c.passage_id).where(some, passages.c.live)
                found += connection.execute(query).scalars()
        return sorted(found)

    def authors(self) -> frozenset[str]:
        """The names in the bylines: Chinese ones each, a line in Latin script as a whole."""
        self._look()
        return frozenset(
            name for line in self._bylines for name in ([line] if line.isascii() else line.split())
        )

    def sections(self) -> frozenset[str]:
        self._look()
        return self._sections

    def _look(self) -> None:
        """Bylines and sections are read again when articles have come or gone."""
        with self._lock:
            mark = self.archive.meta_value("changes")
            if mark != self._mark:
                self._bylines = frozenset(self._distinct(select(versions.c.byline)))
                self._sections = frozenset(self._distinct(select(versions.c.section)))
                self._mark = mark

    def _distinct(self, column: Select[tuple[str]]) -> Iterable[str]:
        query = column.join(articles).where(live).distinct()
        with reading(self.archive.engine) as connection:
            return [str(value) for value in connection.execute(query).scalars() if value]

    def _articles_of(self, passage_ids: Sequence[int]) -> set[str]:
        found: set[str] = set()
        with reading(self.archive.engine) as connection:
            for start in range(0, len(passage_ids), AT_ONCE):
                some = passages.c.passage_id.in_(passage_ids[start : start + AT_ONCE])
                query = select(passages.c.article_id).where(some, passages.c.live).distinct()
                found.update(connection.execute(query).scalars())
        return found
