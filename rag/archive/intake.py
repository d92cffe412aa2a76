"""`Intake` adds articles to the archive, replaces them, and withdraws them."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, select

from rag.archive import existing
from rag.archive.archive import Archive, State
from rag.archive.identity import OTHER_ARTICLE, match, same_content, similarity
from rag.archive.passages import detach_passages, insert_passages
from rag.archive.prepared import PreparedArticle
from rag.archive.redacted_files import RedactedFiles
from rag.archive.rights import UNRESTRICTED, Rights
from rag.archive.source_file import SourceFile
from rag.archive.tables import ArchiveUnusable, articles, reading, writing
from rag.archive.takedowns import Takedown, find_takedown
from rag.archive.versions import (
    add_article,
    embargo,
    publish,
    record_source,
    replace_places,
    restrict_to_quotes,
    withdraw,
    write_version,
)
from rag.schema import Draft, Version, WendaError

Action = Literal[
    "added",
    "replaced",
    "skipped",
    "revived",
    "embargoed",
    "released",
    "withdrawn",
    "kept_withdrawn",
    "refused",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the archive did with an article.

    "embargoed", "released": it was known, and its embargo was set, moved or lifted. "refused": it was taken down, `why` says
    when and why; then it has no headline, and its version is 0.
    """

    action: Action
    article_id: str
    version: int
    headline: str
    why: str = ""


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
        self._files = RedactedFiles(archive)
        self._to_withhold: dict[str, list[Draft]] = {}  # by file: taken-down articles that may still be in it

    # --- lookups before the articles are embedded: nothing known is embedded again ---

    def is_known(self, source: str, draft: Draft) -> bool:
        """Whether `add_lines` needs no passages for an export line: the archive has it already, or it was taken down.

        Raises:
            Intake.IdReused: the id belongs to another article.
        """
        with reading(self._engine) as connection:
            if find_takedown(connection, source, draft):
                return True
            known = existing.find_by_source_id(connection, source, draft.source_id)
        if known is None:
            return False
        _refuse_reused_id(known, draft)
        return same_content(known, draft)

    def earlier_reading(self, file: SourceFile) -> Version | None:
        """An article of the last reading of the same page file, or None if the file was never read."""
        file = self._files.as_kept(file)
        with reading(self._engine) as connection:
            return existing.find_by_file(connection, file)

    def known_on_page(self, file: SourceFile, source: str, drafts: Sequence[Draft]) -> list[bool]:
        """For each article of a page: whether `add_page` needs no passages for it, see `is_known`."""
        file = self._files.as_kept(file)
        with reading(self._engine) as connection:
            old = existing.find_by_page(connection, file, drafts)
            refused = [find_takedown(connection, source, draft) is not None for draft in drafts]
        pairs = match(old, drafts, same_file=existing.all_from_file(old, file))
        return [
            refused[i] or (i in pairs and same_content(old[pairs[i]], draft))
            for i, draft in enumerate(drafts)
        ]

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
        self,
        file: SourceFile,
        source: str,
        lines: Sequence[PreparedArticle | Draft],
        rights: Rights = UNRESTRICTED,
    ) -> list[Outcome]:
        """Write a batch of export lines.

        Args:
            lines: a `Draft` instead of a `PreparedArticle` for lines that the archive already has (see `is_known`).
            rights: from when on, and how far, the articles may be shown.

        Raises:
            Intake.IdReused: a line has the id of another article. Nothing of the batch is written.
        """
        if refused := self._all_refused(file, source, lines):
            return refused
        kept = self._files.as_kept(file)
        self.store_file(kept)
        with writing(self._engine) as connection:
            self._record_source(connection, kept)
            outcomes = [
                _write_article(
                    connection,
                    kept,
                    source,
                    existing.find_by_source_id(connection, source, _draft(line).source_id),
                    line,
                    rights,
                )
                for line in lines
            ]
        self._withhold(file, kept, lines, outcomes)
        return outcomes

    def add_page(
        self,
        file: SourceFile,
        source: str,
        items: Sequence[PreparedArticle | Draft],
        rights: Rights = UNRESTRICTED,
    ) -> list[Outcome]:
        """Write all articles of one page. Articles that only an earlier reading of the page had are withdrawn.

        Args:
            items: a `Draft` instead of a `PreparedArticle` for articles that the archive already has.
            rights: from when on, and how far, the articles may be shown.

        Raises:
            Intake.PageReused: the archive has this page from another file with entirely different articles. Nothing is
                changed.
        """
        if refused := self._all_refused(file, source, items):
            return refused
        kept = self._files.as_kept(file)
        self.store_file(kept)
        with writing(self._engine) as connection:
            self._record_source(connection, kept)
            drafts = [_draft(item) for item in items]
            old = existing.find_by_page(connection, kept, drafts)
            pairs = match(old, drafts, same_file=existing.all_from_file(old, kept))
            if not pairs:
                _refuse_reused_page(connection, kept, old)
            outcomes = [
                _write_article(connection, kept, source, old[pairs[i]] if i in pairs else None, item, rights)
                for i, item in enumerate(items)
            ]
            for j, version in enumerate(old):
                if j not in pairs.values() and _is_used(connection, version.article_id):
                    withdraw(connection, version.article_id, "superseded")
                    outcomes.append(
                        Outcome("withdrawn", version.article_id, version.version, version.headline)
                    )
        self._withhold(file, kept, items, outcomes)
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

    # --- what was taken down ---

    def _all_refused(
        self, file: SourceFile, source: str, items: Sequence[PreparedArticle | Draft]
    ) -> list[Outcome]:
        """The outcomes if all of these articles were taken down: then nothing of the file is stored. Else empty."""
        drafts = [_draft(item) for item in items]
        with reading(self._engine) as connection:
            found = [find_takedown(connection, source, draft) for draft in drafts]
        outcomes = [_refused(takedown) for takedown in found if takedown]
        if len(outcomes) < len(drafts):
            return []
        self._to_withhold.setdefault(file.sha256, []).extend(drafts)
        return outcomes

    def _withhold(
        self,
        file: SourceFile,
        kept: SourceFile,
        items: Sequence[PreparedArticle | Draft],
        outcomes: Sequence[Outcome],
    ) -> None:
        """Erase the refused articles, also those of earlier batches, from the file that was just stored."""
        refused = [
            _draft(item)
            for item, outcome in zip(items, outcomes, strict=False)
            if outcome.action == "refused"
        ]
        if drafts := [*self._to_withhold.pop(file.sha256, []), *refused]:
            self._files.withhold(kept.sha256, drafts)

    def _record_source(self, connection: Connection, file: SourceFile) -> None:
        """See `record_source`.

        Raises:
            Intake.FileChanged: a takedown has just replaced the file by a redacted copy.
        """
        if not record_source(connection, file):
            self._files.delete(file.sha256)
            raise Intake.FileChanged(
                f"An article of {file.name} was taken down while it was being read. Run the same command again."
            )

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
    rights: Rights,
) -> Outcome:
    """Add, replace, publish, embargo or skip one article.

    Args:
        known: the newest version that the archive has of it, or None.
    """
    draft = _draft(item)
    if takedown := find_takedown(connection, source, draft):
        return _refused(takedown)
    live = rights.until is None
    if known is None:
        if not isinstance(item, PreparedArticle):
            raise RuntimeError(f"a new article has no passages: {draft.headline!r}")
        article_id = add_article(connection, source, draft.source_id)
        write_version(connection, article_id, 1, file, item, live=live)
        restrict_to_quotes(connection, article_id, rights.quote_only)
        if rights.until is not None:
            embargo(connection, article_id, rights.until)
        return Outcome("added", article_id, 1, draft.headline)

    if draft.source_id:
        _refuse_reused_id(known, draft)
    article_id, number = known.article_id, known.version
    state = existing.article_state(connection, article_id)
    stays_withdrawn = state == "removed" and not rights.again
    if not same_content(known, draft) and isinstance(item, PreparedArticle):
        number += 1
        write_version(connection, article_id, number, file, item, live=live and not stays_withdrawn)
    elif known.source_sha256 == file.sha256 and known.paragraphs != draft.paragraphs:
        replace_places(connection, known, draft.paragraphs)
    restrict_to_quotes(connection, article_id, rights.quote_only or (known.quote_only and not rights.again))
    if stays_withdrawn:
        return Outcome("kept_withdrawn", article_id, number, draft.headline)
    action = _publish(connection, article_id, state, rights.until)
    if number > known.version and action in ("skipped", "released"):
        action = "replaced"
    return Outcome(action, article_id, number, draft.headline)


def _refused(takedown: Takedown) -> Outcome:
    return Outcome(
        "refused", takedown.article_id, 0, "", f"taken down on {takedown.taken_at:%Y-%m-%d}: {takedown.why}"
    )


def _publish(connection: Connection, article_id: str, state: State, until: datetime | None) -> Action:
    """Publish an article of the archive, or put it under embargo; "skipped" if it already was what it has to be."""
    if until is not None:
        changed = existing.embargoed_until(connection, article_id) != until
        embargo(connection, article_id, until)
        return "embargoed" if changed else "skipped"
    if state == "live":
        return "skipped"
    publish(connection, article_id)
    return "released" if state == "embargoed" else "revived"


def _is_used(connection: Connection, article_id: str) -> bool:
    """Whether answers use an article, or will when its embargo ends."""
    return existing.article_state(connection, article_id) in ("live", "embargoed")


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
    live = [v for v in old if v.source_sha256 != file.sha256 and _is_used(connection, v.article_id)]
    if live:
        raise Intake.PageReused(
            f"page reused: the archive has page {live[0].page} of {live[0].paper} of {live[0].date} with entirely "
            f"different articles («{live[0].headline}» …). Nothing was changed. Give this page another --page-no "
            f"or --date, or remove the other articles first: {' '.join(v.article_id for v in live)}"
        )
