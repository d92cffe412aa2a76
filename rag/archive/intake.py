"""`Intake` adds articles to the archive, replaces them, and withdraws them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from rag.archive import existing
from rag.archive.archive import Archive
from rag.archive.continuations import record_continuations
from rag.archive.identity import match, same_content
from rag.archive.passages import detach_passages, insert_passages
from rag.archive.prepared import PreparedArticle
from rag.archive.redacted_files import RedactedFiles
from rag.archive.rights import UNRESTRICTED, Rights
from rag.archive.source_file import SourceFile
from rag.archive.stored_files import FileChanged, store_file
from rag.archive.tables import articles, reading, writing
from rag.archive.takedowns import find_takedown
from rag.archive.versions import record_source, withdraw, write_version
from rag.archive.write_article import (
    IdReused,
    Outcome,
    draft_of,
    is_used,
    refuse_reused_id,
    refused,
    write_article,
)
from rag.schema import Draft, Version, WendaError


class Intake:
    """Writes articles. Each public method is one short transaction."""

    IdReused = IdReused
    FileChanged = FileChanged

    class PageReused(WendaError):
        """A page has the paper, date and number of another page."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._engine = archive.engine
        self._files = RedactedFiles(archive)
        self._to_withhold: dict[str, list[Draft]] = {}  # by file: taken-down articles that may still be in it

    # --- lookups before the articles are embedded: nothing known is embedded again ---

    def is_known(self, file: SourceFile, source: str, draft: Draft) -> bool:
        """Whether `add_lines` needs no passages for an export line: the archive has it already, or it was taken down.

        A file may hold several versions of an article. When it is read again, the archive has the earlier ones too.

        Raises:
            Intake.IdReused: the id belongs to another article.
        """
        with reading(self._engine) as connection:
            if find_takedown(connection, source, draft):
                return True
            known = existing.find_by_source_id(connection, source, draft.source_id)
        if known is None:
            return False
        refuse_reused_id(known, draft)
        return same_content(known, draft) or self._has_replaced(file, known, draft)

    def _has_replaced(self, file: SourceFile, newest: Version, draft: Draft) -> bool:
        """Whether a file that an article's newest version is from has replaced this earlier version by it."""
        kept = self._files.as_kept(file)
        if newest.version == 1 or newest.source_sha256 != kept.sha256:
            return False
        with reading(self._engine) as connection:
            earlier = existing.versions_from_file(connection, newest.article_id, kept)
        return any(same_content(version, draft) for version in earlier)

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
        """See `rag.archive.stored_files`."""
        store_file(self.archive, file)

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
        if outcomes := self._all_refused(file, source, lines):
            return outcomes
        kept = self._files.as_kept(file)
        self.store_file(kept)
        with writing(self._engine) as connection:
            self._record_source(connection, kept)
            outcomes = [
                write_article(
                    connection,
                    kept,
                    source,
                    existing.find_by_source_id(connection, source, draft_of(line).source_id),
                    line,
                    rights,
                )
                for line in lines
            ]
            record_continuations(connection, map(draft_of, lines))
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
        if outcomes := self._all_refused(file, source, items):
            return outcomes
        kept = self._files.as_kept(file)
        self.store_file(kept)
        with writing(self._engine) as connection:
            self._record_source(connection, kept)
            drafts = [draft_of(item) for item in items]
            old = existing.find_by_page(connection, kept, drafts)
            pairs = match(old, drafts, same_file=existing.all_from_file(old, kept))
            if not pairs:
                _refuse_reused_page(connection, kept, old)
            outcomes = [
                write_article(connection, kept, source, old[pairs[i]] if i in pairs else None, item, rights)
                for i, item in enumerate(items)
            ]
            for j, version in enumerate(old):
                if j not in pairs.values() and is_used(connection, version.article_id):
                    withdraw(connection, version.article_id, "superseded")
                    outcomes.append(
                        Outcome("withdrawn", version.article_id, version.version, version.headline)
                    )
            record_continuations(connection, drafts)
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

    def withdraw_by_id(self, source: str, source_id: str) -> Outcome | None:
        """Withdraw the article that has this id in an export, as `remove` does; None if there is none, or it is withdrawn."""
        with writing(self._engine) as connection:
            known = existing.find_by_source_id(connection, source, source_id) if source_id else None
            if known is None or existing.article_state(connection, known.article_id) == "removed":
                return None
            withdraw(connection, known.article_id, "removed")
            return Outcome("withdrawn", known.article_id, known.version, known.headline)

    # --- what was taken down ---

    def _all_refused(
        self, file: SourceFile, source: str, items: Sequence[PreparedArticle | Draft]
    ) -> list[Outcome]:
        """The outcomes if all of these articles were taken down: then nothing of the file is stored. Else empty."""
        drafts = [draft_of(item) for item in items]
        with reading(self._engine) as connection:
            found = [find_takedown(connection, source, draft) for draft in drafts]
        outcomes = [refused(takedown) for takedown in found if takedown]
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
            draft_of(item)
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

    def replace_heading(self, known: Version, prepared: PreparedArticle) -> None:
        """Write a new version of the second part of an article, with the headline of the first part.

        Does nothing if the second part has a newer version by now, or is not used any more.
        """
        with writing(self._engine) as connection:
            row = connection.execute(select(articles).where(articles.c.article_id == known.article_id)).one()
            if row.version == known.version and is_used(connection, known.article_id):
                live = row.state == "live"
                write_version(
                    connection, known.article_id, known.version + 1, known.source_sha256, prepared, live=live
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


def _refuse_reused_page(connection: Connection, file: SourceFile, old: Sequence[Version]) -> None:
    live = [v for v in old if v.source_sha256 != file.sha256 and is_used(connection, v.article_id)]
    if live:
        raise Intake.PageReused(
            f"page reused: the archive has page {live[0].page} of {live[0].paper} of {live[0].date} with entirely "
            f"different articles («{live[0].headline}» …). Nothing was changed. Give this page another --page-no "
            f"or --date, or remove the other articles first: {' '.join(v.article_id for v in live)}"
        )
