"""`Watched`: which files and web addresses `ingest watch` has taken in, so that it goes on after a restart."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from rag.archive.archive import Archive
from rag.archive.tables import reading, watched, writing


@dataclass(frozen=True, slots=True)
class WatchedSource:
    """A file as it was taken in, or a web address as it was last asked.

    Attributes:
        source: path or web address.
        size: bytes; 0 for an address.
        modified: of a file, nanoseconds since 1970.
        etag, last_modified: what the server said of an address.
        failures: how often in a row it could not be fetched.
        next_at: when an address is to be asked again (UTC).
        changed_at: when something new was last taken in from it (UTC).
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

    def all(self) -> list[WatchedSource]:
        with reading(self._engine) as connection:
            return [
                WatchedSource(*row) for row in connection.execute(select(watched).order_by(watched.c.source))
            ]

    def put(self, seen: WatchedSource) -> None:
        """Remember a source; what was known of it is replaced."""
        with writing(self._engine) as connection:
            connection.execute(watched.insert().prefix_with("OR REPLACE").values(**asdict(seen)))
