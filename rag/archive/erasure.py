"""`Erasure` erases articles from the archive and from the source files: what a takedown does, step by step.

The steps are run in this order, and each may be repeated after a crash:

1. `begin` writes the takedown into the list and withdraws the article, so that nothing answers from it any more.
2. `erase_files` blanks its words out of every source file, and deletes those that hold nothing else.
3. `erase_rows` deletes its rows, and asks the owner of the search indexes to build them anew.
4. `compact` writes the database's file anew, so that no deleted byte is left in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, or_, select, text, update

from rag import database
from rag.archive.archive import Archive, to_version, version_columns
from rag.archive.redacted_files import FileChange, RedactedFiles, traces_of
from rag.archive.tables import (
    articles,
    continuations,
    copies,
    copy_bands,
    corrections,
    passages,
    problems,
    reading,
    takedowns,
    versions,
    writing,
)
from rag.archive.takedowns import Takedown, insert_takedown, read_takedowns
from rag.archive.versions import withdraw
from rag.schema import Version
from rag.text.traces import Traces

REQUEST_PURGE = (
    "INSERT INTO meta VALUES ('purge_requested', '1') "
    "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS INTEGER) + 1 AS TEXT)"
)


@dataclass(frozen=True, slots=True)
class Erased:
    """What is known of an article while it is being erased.

    Attributes:
        versions: all its versions, oldest first; empty if its rows were erased before a crash.
    """

    takedown: Takedown
    versions: tuple[Version, ...]


class Erasure:
    """Erases articles of one archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._engine = archive.engine
        self._files = RedactedFiles(archive)

    def begin(self, article_ids: Sequence[str], why: str, now: datetime) -> list[Erased]:
        """Put articles on the list of takedowns and withdraw them.

        Args:
            now: the current time, with a time zone.

        Returns:
            These articles, and those of earlier takedowns that a crash has left unfinished.

        Raises:
            Archive.NotFound: one of the ids is unknown, and was not taken down either. Nothing is changed.
        """
        with writing(self._engine) as connection:
            listed = {row.article_id for row in connection.execute(select(takedowns.c.article_id))}
            for article_id in dict.fromkeys(article_ids):
                if article_id in listed:
                    continue
                found = _versions(connection, article_id)
                if not found:
                    raise Archive.NotFound(
                        f"The archive has no article {article_id}. `python -m ingest list` shows what it has."
                    )
                self._start(connection, Takedown.of(found, why, now))
        return self.unfinished()

    def apply(self, listed: Iterable[Takedown]) -> list[Erased]:
        """Put takedowns from a list on this archive's list, and withdraw the articles that they are of.

        Such an article may have another id here, if it was added again after the list was written.
        """
        with writing(self._engine) as connection:
            for takedown in listed:
                insert_takedown(connection, takedown)
                for article_id in self._matching(connection, takedown):
                    found = _versions(connection, article_id)
                    again = Takedown.of(found, takedown.why, takedown.taken_at)
                    self._start(connection, takedown if article_id == takedown.article_id else again)
        return self.unfinished()

    def unfinished(self) -> list[Erased]:
        """The articles whose erasure has begun and is not complete."""
        with reading(self._engine) as connection:
            return [
                Erased(takedown, tuple(_versions(connection, takedown.article_id)))
                for takedown in read_takedowns(connection)
                if not takedown.erased
            ]

    def mark_erased(self, article_ids: Sequence[str]) -> None:
        """Record that every step is done."""
        with writing(self._engine) as connection:
            connection.execute(
                update(takedowns).where(takedowns.c.article_id.in_(article_ids)).values(erased=True)
            )

    def erase_files(self, erased: Sequence[Erased]) -> list[FileChange]:
        """Erase the articles from all source files.

        Raises:
            ArchiveUnusable: a file cannot be written or deleted.
        """
        return self._files.erase([version for one in erased for version in one.versions])

    def erase_rows(self, erased: Sequence[Erased]) -> None:
        """Delete the articles' rows, and the problems that quote them.

        The owner of the search indexes then builds them anew, see `Ledger.purge_requested`.
        """
        with writing(self._engine) as connection:
            _forget_problems(connection, traces_of(v for one in erased for v in one.versions))
            for article_id in (one.takedown.article_id for one in erased):
                for table, columns in (
                    (copies, (copies.c.article_id, copies.c.copy_id)),
                    (continuations, (continuations.c.article_id, continuations.c.next_id)),
                    (copy_bands, (copy_bands.c.article_id,)),
                    (corrections, (corrections.c.article_id,)),
                    (passages, (passages.c.article_id,)),
                    (versions, (versions.c.article_id,)),
                    (articles, (articles.c.article_id,)),
                ):
                    mentions: ColumnElement[bool] = or_(*(column == article_id for column in columns))
                    connection.execute(delete(table).where(mentions))
            connection.execute(text(REQUEST_PURGE))
            self._files.forget_deleted(connection)

    def compact(self) -> bool:
        """See `rag.database.compact`."""
        return database.compact(self._engine)

    def _start(self, connection: Connection, takedown: Takedown) -> None:
        insert_takedown(connection, takedown)
        connection.execute(
            update(takedowns).where(takedowns.c.article_id == takedown.article_id).values(erased=False)
        )
        withdraw(connection, takedown.article_id, "removed")

    def _matching(self, connection: Connection, takedown: Takedown) -> list[str]:
        """The ids of the articles that a takedown is of."""
        same_day = versions.c.date.is_not_distinct_from(takedown.date)
        candidates = version_columns.where(
            or_(same_day, versions.c.article_id == takedown.article_id, articles.c.source_id != "")
        )
        found = (to_version(row) for row in connection.execute(candidates))
        return list(dict.fromkeys(v.article_id for v in found if takedown.is_of(v.source, v)))


def _forget_problems(connection: Connection, traces: Traces) -> None:
    for row in connection.execute(select(problems)).all():
        told = f"{row.file}\n{row.where}\n{row.reason}"
        if traces.blanked(told, headlines=True) != told:
            connection.execute(
                delete(problems).where(problems.c.file == row.file, problems.c.where == row.where)
            )


def _versions(connection: Connection, article_id: str) -> list[Version]:
    query = version_columns.where(versions.c.article_id == article_id).order_by(versions.c.version)
    return [to_version(row) for row in connection.execute(query)]
