"""`Watched`: which files and web addresses `ingest watch` has taken in, so that it goes on after a restart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from rag.archive.archive import Archive
from rag.archive.tables import reading, watched, writing
from rag.database import insert_or_replace

_is_source = watched.c.modified == 0


@dataclass(frozen=True, slots=True)
class WatchedSource:
    """A folder or web address that is watched, as it was last looked at, or a file as it was taken in.

    Attributes:
        source: path or web address.
        size: bytes of a file.
        modified: of a file, nanoseconds since 1970; 0 for a folder or an address.
        etag, last_modified: what the server said of an address.
        failures: how often in a row it could not be reached.
        next_at: when it is to be looked at again (UTC).
        changed_at: when a file, or something new from an address, was last taken in (UTC).
    """

    source: str
    size: int = 0
    modified: int = 0
    etag: str = ""
    last_modified: str = ""
    failures: int = 0
    next_at: datetime | None = None
    changed_at: datetime | None = None


class Watched:
    """Each public method is one short transaction."""

    def __init__(self, archive: Archive) -> None:
        self._engine = archive.engine

    def get(self, source: str) -> WatchedSource | None:
        with reading(self._engine) as connection:
            row = connection.execute(select(watched).where(watched.c.source == source)).one_or_none()
        return WatchedSource(*row) if row else None

    def sources(self) -> list[WatchedSource]:
        """The folders and web addresses, without the files in the folders."""
        query = select(watched).where(_is_source).order_by(watched.c.source)
        with reading(self._engine) as connection:
            return [WatchedSource(*row) for row in connection.execute(query)]

    def taken_in(self, seen: WatchedSource) -> datetime | None:
        """When something was last taken in from an address, or a file from a folder (UTC)."""
        inside = watched.c.source.between(f"{seen.source}/", f"{seen.source}0")  # "0" follows "/"
        query = select(func.max(watched.c.changed_at)).where((watched.c.source == seen.source) | inside)
        with reading(self._engine) as connection:
            moment: datetime | None = connection.execute(query).scalar_one()
        return moment

    def put(self, seen: WatchedSource) -> None:
        """Remember a source; what was known of it is replaced."""
        with writing(self._engine) as connection:
            insert_or_replace(connection, watched, asdict(seen))

    def forget(self, sources: Iterable[str]) -> int:
        """Forget folders and web addresses that are no longer watched. Returns how many were known."""
        named = watched.c.source.in_(list(sources))
        with writing(self._engine) as connection:
            return connection.execute(delete(watched).where(named, _is_source)).rowcount
