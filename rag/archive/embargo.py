"""`Embargoes` releases the articles whose embargo has ended, and lists those that are still under one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from rag.archive.archive import Archive, to_version, version_columns
from rag.archive.existing import embargoed_until
from rag.archive.tables import articles, is_embargoed, reading, versions, writing
from rag.archive.versions import publish
from rag.schema import Version


@dataclass(frozen=True, slots=True)
class Embargoed:
    """An article that is not used before the moment `until` (UTC)."""

    version: Version
    until: datetime


class Embargoes:
    """The embargoes of one archive. Thread-safe.

    An embargoed article has its own state and no live passage, so nothing that reads live articles or passages sees it.
    """

    def __init__(self, archive: Archive) -> None:
        self._engine = archive.engine

    def release(self, now: datetime) -> int:
        """Publish the articles whose moment has come. Cheap if there are none.

        Args:
            now: the current time, with a time zone.

        Returns:
            The number of articles that were released.
        """
        moment = now.astimezone(UTC).replace(tzinfo=None)
        due = select(articles.c.article_id).where(is_embargoed, articles.c.embargo_until <= moment)
        with reading(self._engine) as connection:
            if connection.execute(due.limit(1)).first() is None:
                return 0
        with writing(self._engine) as connection:
            article_ids = connection.execute(due).scalars().all()
            for article_id in article_ids:
                publish(connection, article_id)
        return len(article_ids)

    def waiting(self) -> list[Embargoed]:
        """The embargoed articles, those that are released first before the others."""
        query = (
            version_columns.add_columns(articles.c.embargo_until)
            .where(is_embargoed, versions.c.version == articles.c.version)
            .order_by(articles.c.embargo_until, articles.c.article_id)
        )
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [Embargoed(to_version(row), row.embargo_until.replace(tzinfo=UTC)) for row in rows]

    def until(self, article_id: str) -> datetime | None:
        """The moment before which an article is not used (UTC); None if it is under no embargo."""
        with reading(self._engine) as connection:
            return embargoed_until(connection, article_id)
