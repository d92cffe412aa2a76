"""`Problems`: files, and parts of files, that could not be read and wait for another try."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import delete, select

from rag.archive.archive import Archive
from rag.archive.tables import problems, reading, writing

MOST_OF_A_FILE = 1000  # problems of one file that are kept


@dataclass(frozen=True, slots=True)
class WaitingProblem:
    """Something that could not be read.

    Attributes:
        file: path or web address.
        where: the part of the file, such as "line 3"; empty if it is the whole file.
        options: how it was to be read, as the ingest wrote it.
        since, seen: when it failed for the first and for the last time (UTC).
    """

    file: str
    where: str
    reason: str
    options: str
    since: datetime
    seen: datetime


class Problems:
    """Each public method is one short transaction."""

    def __init__(self, archive: Archive) -> None:
        self._engine = archive.engine

    def record(self, file: str, found: Mapping[str, str], options: str) -> None:
        """Replace what is known to be wrong with a file.

        Args:
            found: reason by place in the file; empty if all of it was read.
        """
        now = datetime.now(UTC).replace(tzinfo=None)
        with writing(self._engine) as connection:
            known = connection.execute(select(problems).where(problems.c.file == file)).all()
            since = {row.where: row.since for row in known}
            connection.execute(delete(problems).where(problems.c.file == file))
            for where, reason in list(found.items())[:MOST_OF_A_FILE]:
                connection.execute(
                    problems.insert().values(
                        file=file,
                        where=where,
                        reason=reason,
                        options=options,
                        since=since.get(where, now),
                        seen=now,
                    )
                )

    def waiting(self) -> list[WaitingProblem]:
        """All problems, by file."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(problems).order_by(problems.c.file, problems.c.where)).all()
        return [WaitingProblem(*row) for row in rows]

    def forget(self, files: Iterable[str]) -> int:
        """Give up files. Returns how many problems are gone."""
        with writing(self._engine) as connection:
            return connection.execute(delete(problems).where(problems.c.file.in_(list(files)))).rowcount
