"""`Intake` adds articles to the archive, replaces them, and withdraws them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, select

from rag.archive import existing
from rag.archive.archive import Archive
from rag.archive.identity import OTHER_ARTICLE, match, same_content, similarity
from rag.archive.passages import detach_passages, insert_passages
from rag.archive.prepared import PreparedArticle
from rag.archive.source_file import SourceFile
from rag.archive.tables import ArchiveUnusable, articles, reading, writing
from rag.archive.versions import (
    add_article,
    record_source,
    replace_places,
    revive,
    withdraw,
    write_version,
)
from rag.schema import Draft, Version, WendaError

Action = Literal["added", "replaced", "skipped", "revived", "withdrawn", "kept_withdrawn"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the archive did with an article."""

    action: Action
    article_id: str
    version: int
    headline: str


class Intake:
    """Writes articles. Each public method is one short transaction."""

    class IdReused(WendaError):
        """An export line has the id of another article."""

    class PageReused(WendaError):
        """A page has the paper, date and number of another page."""

    class FileChanged(WendaError):
        """A file has changed since it was read."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._engine = archive.engine

    # --- lookups before the articles are embedded: nothing known is embedded again ---

    def is_known(self, source: str, draft: Draft) -> bool:
        """Whether the archive already has an export line with the same content, and `add_lines` will skip it.

        Raises:
            Intake.IdReused: the id belongs to another article.
        """
        with reading(self._engine) as connection:
            known = existing.find_by_source_id(connection, source, draft.source_id)
        if known is None:
            return False
        _refuse_reused_id(known, draft)
        return same_content(known, draft)

    def earlier_reading(self, file: SourceFile) -> Version | None:
        """An article of the last reading of the same page file, or None if the file was never read."""
        with reading(self._engine) as connection:
            return existing.find_by_file(connection, file)

    def known_on_page(self, file: SourceFile, drafts: Sequence[Draft]) -> list[bool]:
        """For each article of a page: whether the archive already has it with the same content."""
        with reading(self._engine) as connection:
            old = existing.find_by_page(connection, file, drafts)
        pairs = match(old, drafts, same_file=existing.all_from_file(old, file))
        return [i in pairs and same_content(old[pairs[i]], draft) for i, draft in enumerate(drafts)]

    # --- writing ---

    def store_file(self, file: SourceFile) -> None:
        """Copy the original file to `sources/<sha256>`, and what was made of it to files beside it.

        The copy is written to a temporary file, renamed, and flushed to disk (with its folder) before any row of the
        archive refers to it.

        Raises:
            ArchiveUnusable: the copy cannot be written.
            Intake.FileChanged: the file's content no longer has the hash `file.sha256`.
        """
        path = self.archive.source_path(file.sha256)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            for name, made in file.beside.items():
                beside = self.archive.beside(file.sha256, name)
                if not beside.exists() or beside.read_bytes() != made:
                    _copy_file(SourceFile(file.name, made), beside)
            if not path.exists():
                _copy_file(file, path)
            for folder in (path.parent, self.archive.data_dir):
                _sync_folder(folder)
        except OSError as error:
            raise ArchiveUnusable(
                f"{path.parent} cannot be written ({error.strerror}). Free some space or set WENDA_DATA_DIR to "
                "another folder, then run the same command again."
            ) from error

    def add_lines(
        self, file: SourceFile, source: str, lines: Sequence[PreparedArticle | Draft], *, again: bool = False
    ) -> list[Outcome]:
        """Write a batch of export lines.

        Args:
            lines: a `Draft` instead of a `PreparedArticle` for lines that the archive already has (see `is_known`).
            again: bring back articles that staff have removed.

        Raises:
            Intake.IdReused: a line has the id of another article. Nothing of the batch is written.
        """
        self.store_file(file)
        with writing(self._engine) as connection:
            record_source(connection, file)
            return [
                _write_article(
                    connection,
                    file,
                    source,
                    existing.find_by_source_id(connection, source, _draft(line).source_id),
                    line,
                    again=again,
                )
                for line in lines
            ]

    def add_page(
        self, file: SourceFile, source: str, items: Sequence[PreparedArticle | Draft], *, again: bool = False
    ) -> list[Outcome]:
        """Write all articles of one page. Articles that only an earlier reading of the page had are withdrawn.

        Args:
            items: a `Draft` instead of a `PreparedArticle` for articles that the archive already has.
            again: bring back articles that staff have removed.

        Raises:
            Intake.PageReused: the archive has this page from another file with entirely different articles. Nothing is
                changed.
        """
        self.store_file(file)
        with writing(self._engine) as connection:
            record_source(connection, file)
            drafts = [_draft(item) for item in items]
            old = existing.find_by_page(connection, file, drafts)
            pairs = match(old, drafts, same_file=existing.all_from_file(old, file))
            if not pairs:
                _refuse_reused_page(connection, file, old)
            outcomes = [
                _write_article(
                    connection, file, source, old[pairs[i]] if i in pairs else None, item, again=again
                )
                for i, item in enumerate(items)
            ]
            for j, version in enumerate(old):
                if (
                    j not in pairs.values()
                    and existing.article_state(connection, version.article_id) == "live"
                ):
                    withdraw(connection, version.article_id, "superseded")
                    outcomes.append(
                        Outcome("withdrawn", version.article_id, version.version, version.headline)
                    )
            return outcomes

    def remove(self, article_ids: Sequence[str]) -> list[Outcome]:
        """Withdraw articles: staff can still read them, but answers never use them again.

        Raises:
            Archive.NotFound: one of the ids is unknown. Nothing is withdrawn.
        """
        versions = [self.archive.version(article_id) for article_id in article_ids]
        with writing(self._engine) as connection:
            for version in versions:
                withdraw(connection, version.article_id, "removed")
        return [Outcome("withdrawn", v.article_id, v.version, v.headline) for v in versions]

    def replace_passages(self, article_id: str, version: int, prepared: PreparedArticle) -> None:
        """Replace the passages of a version, e.g. after a change of the embedding model or the splitter.

        Does nothing if the article has a newer version by now.
        """
        with writing(self._engine) as connection:
            row = connection.execute(select(articles).where(articles.c.article_id == article_id)).one()
            if row.version != version:
                return
            detach_passages(connection, article_id)
            insert_passages(connection, article_id, version, prepared, live=row.state == "live")


def _copy_file(file: SourceFile, path: Path) -> None:
    """Write the bytes to a temporary file in the folder of `path`, then rename it to `path`.

    Raises:
        OSError
        Intake.FileChanged
    """
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    digest = sha256()
    try:
        with partial.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
                digest.update(chunk)
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() != file.sha256:
            raise Intake.FileChanged(
                f"{file.name} changed while it was being read. Run the same command again."
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Flush a folder's list of files to disk. Windows cannot do that and does not need it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_article(
    connection: Connection,
    file: SourceFile,
    source: str,
    known: Version | None,
    item: PreparedArticle | Draft,
    *,
    again: bool,
) -> Outcome:
    """Add, replace, revive or skip one article.

    Args:
        known: the newest version that the archive has of it, or None.
        again: bring the article back if staff have removed it.
    """
    draft = _draft(item)
    if known is None:
        if not isinstance(item, PreparedArticle):
            raise RuntimeError(f"a new article has no passages: {draft.headline!r}")
        article_id = add_article(connection, source, draft.source_id)
        write_version(connection, article_id, 1, file, item, live=True)
        return Outcome("added", article_id, 1, draft.headline)

    if draft.source_id:
        _refuse_reused_id(known, draft)
    state = existing.article_state(connection, known.article_id)
    revived = state == "superseded" or (state == "removed" and again)
    live = state == "live" or revived
    number = known.version
    if not same_content(known, draft) and isinstance(item, PreparedArticle):
        number += 1
        write_version(connection, known.article_id, number, file, item, live=live)
    elif known.source_sha256 == file.sha256 and known.paragraphs != draft.paragraphs:
        replace_places(connection, known, draft.paragraphs)
    if revived:
        revive(connection, known.article_id)
    if not live:
        return Outcome("kept_withdrawn", known.article_id, number, draft.headline)
    action: Action = "revived" if revived else "replaced" if number > known.version else "skipped"
    return Outcome(action, known.article_id, number, draft.headline)


def _draft(item: PreparedArticle | Draft) -> Draft:
    return item.draft if isinstance(item, PreparedArticle) else item


def _refuse_reused_id(known: Version, draft: Draft) -> None:
    dates_differ = known.date is not None and draft.date is not None and known.date != draft.date
    if dates_differ and similarity(known.text, draft.text) < OTHER_ARTICLE:
        raise Intake.IdReused(
            f"id reused: {draft.source_id!r} is the article of {known.date} «{known.headline}». "
            "Nothing was replaced. Give the line another id, or its file another --source."
        )


def _refuse_reused_page(connection: Connection, file: SourceFile, old: Sequence[Version]) -> None:
    live = [
        v
        for v in old
        if v.source_sha256 != file.sha256 and existing.article_state(connection, v.article_id) == "live"
    ]
    if live:
        raise Intake.PageReused(
            f"page reused: the archive has page {live[0].page} of {live[0].paper} of {live[0].date} with entirely "
            f"different articles («{live[0].headline}» …). Nothing was changed. Give this page another --page-no "
            f"or --date, or remove the other articles first: {' '.join(v.article_id for v in live)}"
        )
