"""`Archive` opens the archive and reads articles, passages and source files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine, func, select

from rag import database
from rag.archive import tables
from rag.archive.changes import last_change
from rag.archive.coverage import Coverage
from rag.archive.layout import Layout
from rag.archive.source_file import LAYOUT, TEXT
from rag.archive.tables import (
    Row,
    articles,
    is_embargoed,
    is_live,
    meta,
    passages,
    reading,
    sources,
    versions,
)
from rag.config import Settings
from rag.schema import Jump, Paragraph, Passage, Version, WendaError

State = Literal["live", "embargoed", "removed", "superseded"]

version_columns = select(versions, articles.c.source, articles.c.source_id, articles.c.quote_only).join_from(
    versions, articles
)
live = is_live & (articles.c.version == versions.c.version)


class Archive:
    """The archive of one data folder. Thread-safe; many processes may open it.

    Its rows are in an SQLite file in the folder, or in a PostgreSQL database; its source files are always in the folder, which
    processes on several machines must share.
    """

    class NotFound(WendaError):
        """The archive has no such article, version or source file."""

    def __init__(self, data_dir: Path, url: str = "") -> None:
        """Open the archive in `data_dir`; create it if it does not exist.

        Args:
            url: of a PostgreSQL database, see `Settings.archive`; empty: SQLite.

        Raises:
            ArchiveUnusable: see `rag.database.open_engine`.
        """
        database.make_folder(data_dir, tables.ArchiveUnusable)
        self.data_dir = data_dir
        self.engine: Engine = tables.open_engine(database.location(url, data_dir / "archive.sqlite3"))
        self._cached_coverage: tuple[int, Coverage] | None = None  # with the change count it belongs to

    @classmethod
    def open(cls, settings: Settings) -> Archive:
        """Open the archive that the settings name.

        Raises:
            ArchiveUnusable: see `rag.database.open_engine`.
        """
        return cls(settings.data_dir, settings.archive.get_secret_value())

    def close(self) -> None:
        self.engine.dispose()

    # --- articles ---

    def version(self, article_id: str, version: int | None = None) -> Version:
        """One version of an article (default: the newest), also if the article is withdrawn.

        Raises:
            Archive.NotFound
        """
        wanted = articles.c.version if version is None else version
        query = version_columns.where(versions.c.article_id == article_id, versions.c.version == wanted)
        with reading(self.engine) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            number = "" if version is None else f" version {version}"
            raise Archive.NotFound(
                f"The archive has no article {article_id}{number}. `python -m ingest list` shows what it has."
            )
        return to_version(row)

    def state(self, article_id: str) -> tuple[State, int]:
        """An article's state, and the number of its newest version.

        Raises:
            Archive.NotFound
        """
        newest = self.version(article_id).version
        query = select(articles.c.state).where(articles.c.article_id == article_id)
        with reading(self.engine) as connection:
            return connection.execute(query).scalar_one(), newest

    def newest(self, limit: int | None, offset: int = 0) -> list[Version]:
        """The live articles, newest date first (undated ones last); all of them without a limit."""
        query = (
            version_columns.where(live)
            .order_by(versions.c.date.desc().nulls_last(), versions.c.added_at.desc(), versions.c.article_id)
            .limit(limit)
            .offset(offset)
        )
        with reading(self.engine) as connection:
            return [to_version(row) for row in connection.execute(query)]

    def coverage(self) -> Coverage:
        """Number of live articles, newest date and last update. Cached until the archive changes."""
        changes, cached = self.change_count(), self._cached_coverage
        if cached is None or cached[0] != changes:
            cached = self._cached_coverage = changes, self._read_coverage()
        return cached[1]

    def _read_coverage(self) -> Coverage:
        count = select(func.count()).select_from(articles).where(is_live)
        newest, updated = (
            select(column)
            .join_from(versions, articles)
            .where(of, column.is_not(None))
            .order_by(column.desc())
            .limit(1)
            for column, of in ((versions.c.date, live), (versions.c.added_at, ~is_embargoed))
        )
        with reading(self.engine) as connection:
            return Coverage(
                articles=connection.execute(count).scalar_one(),
                newest=connection.execute(newest).scalar(),
                updated_at=connection.execute(updated).scalar(),
            )

    def change_count(self) -> int:
        """A number that changes whenever the live passages change. Cheap enough to read before each question."""
        with reading(self.engine) as connection:
            return last_change(connection)

    def status(self) -> dict[str, int]:
        """Counts of articles by state, versions, source files, passages, and passages that the indexes must update."""
        with reading(self.engine) as connection:
            states = select(articles.c.state, func.count()).group_by(articles.c.state)
            counts = {row.state: int(row[1]) for row in connection.execute(states)}
            live = select(func.count()).select_from(passages).where(passages.c.live)
            pending = select(func.count()).select_from(passages).where(passages.c.live != passages.c.indexed)
            return {
                "articles": counts.get("live", 0),
                "embargoed": counts.get("embargoed", 0),
                "withdrawn": counts.get("removed", 0) + counts.get("superseded", 0),
                "versions": connection.execute(select(func.count()).select_from(versions)).scalar_one(),
                "sources": connection.execute(select(func.count()).select_from(sources)).scalar_one(),
                "passages": connection.execute(live).scalar_one(),
                "pending": connection.execute(pending).scalar_one(),
            }

    # --- passages ---

    def passages(self, passage_ids: Sequence[int]) -> list[Passage]:
        """The live passages with these ids, in the order of `passage_ids`.

        Passages of withdrawn or replaced articles are left out, even if an index still returns their ids.
        """
        query = (
            version_columns.add_columns(passages.c.passage_id, passages.c.start, passages.c.end)
            .join(
                passages,
                (passages.c.article_id == versions.c.article_id) & (passages.c.version == versions.c.version),
            )
            .where(passages.c.passage_id.in_(passage_ids), passages.c.live, live)
        )
        with reading(self.engine) as connection:
            rows = connection.execute(query).all()
        versions_by_article: dict[str, Version] = {}
        passages_by_id: dict[int, Passage] = {}
        for row in rows:
            version = versions_by_article.setdefault(row.article_id, to_version(row))
            passages_by_id[row.passage_id] = Passage(row.passage_id, row.start, row.end, version)
        return [passages_by_id[i] for i in passage_ids if i in passages_by_id]

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article's newest version in text order; empty if the article is withdrawn."""
        query = (
            select(passages.c.passage_id)
            .where(passages.c.article_id == article_id, passages.c.live)
            .order_by(passages.c.start)
        )
        with reading(self.engine) as connection:
            ids = connection.execute(query).scalars().all()
        return self.passages(ids)

    # --- source files ---

    def source_path(self, sha256: str) -> Path:
        """Where the original file is stored."""
        return self.data_dir / "sources" / sha256

    def beside(self, sha256: str, name: str) -> Path:
        """Where something made of a source file is stored (see `SourceFile.beside`)."""
        return self.data_dir / "sources" / f"{sha256}.{name}"

    def layout(self, sha256: str) -> Layout | None:
        """Where the text of a source file is printed; None if that is not known.

        Raises:
            ArchiveUnusable: the stored layout cannot be read.
        """
        path = self.beside(sha256, LAYOUT)
        try:
            return Layout.from_json(path.read_bytes()) if path.exists() else None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise tables.ArchiveUnusable(
                f"The layout {path} is damaged: add the file {sha256} again."
            ) from error

    def source_text(self, sha256: str) -> str:
        """The text of a source file. Raw offsets count in this text; undecodable bytes become U+FFFD.

        Raises:
            Archive.NotFound
            ArchiveUnusable: the stored file cannot be read.
        """
        with reading(self.engine) as connection:
            row = connection.execute(select(sources).where(sources.c.sha256 == sha256)).one_or_none()
        text = self.beside(sha256, TEXT)
        path = text if text.exists() else self.source_path(sha256)
        if row is None or not path.exists():
            raise Archive.NotFound(f"The source file {sha256} is not in {path.parent}.")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise tables.ArchiveUnusable(
                f"The source file {path} cannot be read ({error.strerror})."
            ) from error
        return content.decode(row.encoding, errors="replace")

    def source_name(self, sha256: str) -> str:
        """The original name of a source file.

        Raises:
            Archive.NotFound
        """
        with reading(self.engine) as connection:
            name = connection.execute(
                select(sources.c.name).where(sources.c.sha256 == sha256)
            ).scalar_one_or_none()
        if name is None:
            raise Archive.NotFound(f"The archive has no source file {sha256}.")
        return str(name)

    def redacted_at(self, sha256: str) -> datetime | None:
        """When a source file was replaced by this copy, from which a taken-down article was erased (UTC); else None."""
        with reading(self.engine) as connection:
            query = select(sources.c.redacted_at).where(sources.c.sha256 == sha256)
            moment = connection.execute(query).scalar_one_or_none()
        return moment.replace(tzinfo=UTC) if moment else None

    # --- the meta table ---

    def meta_value(self, key: str) -> str:
        """A value from the `meta` table; empty if the key is missing."""
        with reading(self.engine) as connection:
            value = connection.execute(select(meta.c.value).where(meta.c.key == key)).scalar_one_or_none()
        return value or ""


def to_version(row: Row) -> Version:
    """Convert a row of `version_columns`."""
    return Version(
        article_id=row.article_id,
        version=row.version,
        text=row.text,
        headline=row.headline,
        subheadline=row.subheadline,
        column=row.column,
        byline=row.byline,
        date=row.date,
        paper=row.paper,
        page=row.page,
        section=row.section,
        url=row.url,
        lang=row.lang,
        source=row.source,
        source_id=row.source_id,
        source_sha256=row.source_sha256,
        paragraphs=tuple(Paragraph(*values) for values in json.loads(row.paragraphs)),
        added_at=row.added_at,
        quote_only=row.quote_only,
        jumps=tuple(Jump(*values) for values in json.loads(row.jumps)),
    )
