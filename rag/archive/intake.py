"""Taking articles into the archive, and withdrawing them."""

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
from rag.archive.identity import UNLIKE, likeness, match, same_content
from rag.archive.passages import detach_passages, insert_passages
from rag.archive.prepared import PreparedArticle
from rag.archive.source_file import SourceFile
from rag.archive.tables import ArchiveUnusable, articles, reading, writing
from rag.archive.versions import add_article, record_source, revive, withdraw, write_version
from rag.schema import Draft, Version, WendaError

Action = Literal["added", "replaced", "skipped", "revived", "withdrawn", "kept_withdrawn"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an article came to."""

    action: Action
    article_id: str
    version: int
    headline: str


class Intake:
    """The archive's writing side for articles. Each public call is one short transaction."""

    class IdReused(WendaError):
        """A line carries the id of another article."""

    class PageReused(WendaError):
        """A page carries the date and number of another page."""

    class FileChanged(WendaError):
        """A file is no longer the one that was read."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._engine = archive.engine

    # --- what needs preparing (read only, so that nothing known is embedded twice) ---

    def is_known(self, source: str, draft: Draft) -> bool:
        """Whether an export's line is in the archive with the same content and will be skipped.

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
        """An article of the last reading of the same page file; None where it was never read."""
        with reading(self._engine) as connection:
            return existing.find_by_file(connection, file)

    def known_on_page(self, file: SourceFile, drafts: Sequence[Draft]) -> list[bool]:
        """For each article of a page, whether the archive has it with the same content."""
        with reading(self._engine) as connection:
            old = existing.find_by_page(connection, file, drafts)
        pairs = match(old, drafts, same_file=existing.all_from_file(old, file))
        return [i in pairs and same_content(old[pairs[i]], draft) for i, draft in enumerate(drafts)]

    # --- writing ---

    def store_file(self, file: SourceFile) -> None:
        """Keep the original bytes under `sources/<sha256>`: written beside, then renamed. They are on the disk, and so is
        their name, before anything in the archive names them.

        Raises:
            ArchiveUnusable: the file cannot be written.
            Intake.FileChanged: its bytes are not those that `file.sha256` was made of.
        """
        path = self.archive.source_path(file.sha256)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                _write_beside(file, path)
            for folder in (path.parent, self.archive.data_dir):
                _sync_folder(folder)
        except OSError as error:
            raise ArchiveUnusable(
                f"{path.parent} cannot be written ({error.strerror}). Make room or set WENDA_DATA_DIR to "
                "another folder, then run the same command again."
            ) from error

    def add_lines(
        self, file: SourceFile, source: str, lines: Sequence[PreparedArticle | Draft], *, again: bool = False
    ) -> list[Outcome]:
        """Write a batch of an export's articles; a bare `Draft` stands for one that is already known.

        Args:
            again: bring back articles that staff have withdrawn.

        Raises:
            Intake.IdReused: and nothing of the batch is written.
        """
        self.store_file(file)
        with writing(self._engine) as connection:
            record_source(connection, file)
            return [
                _settle(
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
        """Write all articles of one page; what only an earlier reading of it had is withdrawn.

        Raises:
            Intake.PageReused: another file with wholly different articles is this page; nothing is changed.
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
                _settle(connection, file, source, old[pairs[i]] if i in pairs else None, item, again=again)
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
        """Withdraw articles: kept for staff, never answered from again.

        Raises:
            Archive.NotFound: one of the ids is unknown; nothing is withdrawn.
        """
        known = [self.archive.version(article_id) for article_id in article_ids]
        with writing(self._engine) as connection:
            for version in known:
                withdraw(connection, version.article_id, "removed")
        return [Outcome("withdrawn", v.article_id, v.version, v.headline) for v in known]

    def replace_passages(self, article_id: str, version: int, prepared: PreparedArticle) -> None:
        """Give a version new passages (another model, a better splitter); does nothing where a newer
        version has come meanwhile."""
        with writing(self._engine) as connection:
            row = connection.execute(select(articles).where(articles.c.article_id == article_id)).one()
            if row.version != version:
                return
            detach_passages(connection, article_id)
            insert_passages(connection, article_id, version, prepared, live=row.state == "live")


def _write_beside(file: SourceFile, path: Path) -> None:
    """Write the bytes to a file beside `path`, then rename it. Raises: OSError, Intake.FileChanged"""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    digest = sha256()
    try:
        with partial.open("wb") as out:
            for piece in file.pieces():
                out.write(piece)
                digest.update(piece)
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() != file.sha256:
            raise Intake.FileChanged(
                f"{file.name} was changed while it was being read. Run the same command again."
            )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Bring a folder's list of files to the disk; Windows has no call for it, and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _settle(
    connection: Connection,
    file: SourceFile,
    source: str,
    known: Version | None,
    item: PreparedArticle | Draft,
    *,
    again: bool,
) -> Outcome:
    """Add, replace, revive or skip one article, by what the archive knows of it."""
    draft = _draft(item)
    if known is None:
        if not isinstance(item, PreparedArticle):
            raise RuntimeError(f"an unknown article came without passages: {draft.headline!r}")
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
    if revived:
        revive(connection, known.article_id)
    if not live:
        return Outcome("kept_withdrawn", known.article_id, number, draft.headline)
    action: Action = "revived" if revived else "replaced" if number > known.version else "skipped"
    return Outcome(action, known.article_id, number, draft.headline)


def _draft(item: PreparedArticle | Draft) -> Draft:
    return item.draft if isinstance(item, PreparedArticle) else item


def _refuse_reused_id(known: Version, draft: Draft) -> None:
    other_day = known.date is not None and draft.date is not None and known.date != draft.date
    if other_day and likeness(known.text, draft.text) < UNLIKE:
        raise Intake.IdReused(
            f"id reused: {draft.source_id!r} is the article of {known.date} «{known.headline}». "
            "Nothing was replaced. Give the line an id of its own, or its file another --source."
        )


def _refuse_reused_page(connection: Connection, file: SourceFile, old: Sequence[Version]) -> None:
    live = [
        v
        for v in old
        if v.source_sha256 != file.sha256 and existing.article_state(connection, v.article_id) == "live"
    ]
    if live:
        raise Intake.PageReused(
            f"page reused: page {live[0].page} of {live[0].paper} of {live[0].date} is in the archive with wholly "
            f"different articles («{live[0].headline}» …). Nothing was changed. Give this page its own --page-no "
            f"or --date, or remove the others first: {' '.join(v.article_id for v in live)}"
        )
