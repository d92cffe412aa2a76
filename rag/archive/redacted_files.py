"""`RedactedFiles` erases articles from the source files.

A file that holds nothing else is deleted. Any other is replaced by a redacted copy, under the hash of the copy: in its text
the articles are blanked, in the pictures of its pages they are blackened. Of a binary file (PDF, scan, Word) only text and
pictures are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, delete, select, update

from rag.archive.archive import Archive, to_version, version_columns
from rag.archive.redaction import blacken, blank_text
from rag.archive.source_file import LAYOUT, TEXT, SourceFile
from rag.archive.stored_files import partial_file
from rag.archive.tables import ArchiveUnusable, Row, reading, sources, versions, writing
from rag.database import insert_or_ignore
from rag.schema import Draft, Version
from rag.text.sentences import Span
from rag.text.traces import Traces, merged, without


@dataclass(frozen=True, slots=True)
class FileChange:
    """What became of a source file.

    Attributes:
        name: its name, which may contain words of an article: it is for the person who takes the article down.
    """

    name: str
    change: Literal["deleted", "redacted"]


class RedactedFiles:
    """Erases articles from the source files of one archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._engine = archive.engine
        self._folder = archive.source_path("any").parent

    def erase(self, erased: Sequence[Version]) -> list[FileChange]:
        """Erase all these versions of articles from every source file: also from those that only repeat them.

        Raises:
            ArchiveUnusable: a file cannot be read, written or deleted.
        """
        traces = traces_of(erased)
        with reading(self._engine) as connection:
            rows = connection.execute(select(sources).where(sources.c.replaced_by.is_(None))).all()
        try:
            changes = [self._erase_from(row, erased, traces) for row in rows] if erased else []
            self._delete_leftovers()
        except OSError as error:
            raise ArchiveUnusable(
                f"{self._folder} cannot be written ({error.strerror}). Free some space, then run the same command again: "
                "the takedown is not complete."
            ) from error
        return [change for change in changes if change]

    def as_kept(self, file: SourceFile) -> SourceFile:
        """A file as the archive keeps it: the redacted copy, if an article was taken down from it, else the file itself."""
        row = self._row(file.sha256)
        if row is None or row.replaced_by is None:
            return file
        while row is not None and row.replaced_by:
            row = self._row(row.replaced_by)
        if row is not None and row.replaced_by is None:
            return SourceFile(row.name, self.archive.source_path(row.sha256), row.encoding)
        with writing(self._engine) as connection:  # the copy was deleted: the file is a new one again
            connection.execute(
                update(sources)
                .where(sources.c.sha256 == file.sha256)
                .values(name=Path(file.name).name, replaced_by=None)
            )
        return file

    def delete(self, sha256: str) -> None:
        """Delete a stored file, and all beside it."""
        for file in self._folder.glob(f"{sha256}*"):
            file.unlink(missing_ok=True)

    def withhold(self, sha256: str, drafts: Sequence[Draft]) -> None:
        """Erase articles that are not in the archive from a file that was just stored."""
        with reading(self._engine) as connection:
            row = connection.execute(select(sources).where(sources.c.sha256 == sha256)).one()
        self._redact(row, _places(drafts), self._others(sha256, set()), traces_of(drafts))

    def forget_deleted(self, connection: Connection) -> None:
        """Delete the rows of deleted files, once no version refers to them."""
        used = select(versions.c.source_sha256)
        connection.execute(delete(sources).where(sources.c.replaced_by == "", sources.c.sha256.not_in(used)))

    def _erase_from(self, row: Row, erased: Sequence[Version], traces: Traces) -> FileChange | None:
        erased_ids = {version.article_id for version in erased}
        own = [version for version in erased if version.source_sha256 == row.sha256]
        others = self._others(row.sha256, erased_ids)
        if own and not others:
            self._delete(row)
            return FileChange(row.name, "deleted")
        if self._redact(row, _places(own), others, traces):
            return FileChange(row.name, "redacted")
        if own:  # its place in the file is not known: then nothing of the file may stay
            self._delete(row)
            return FileChange(row.name, "deleted")
        return None

    def _row(self, sha256: str) -> Row | None:
        with reading(self._engine) as connection:
            return connection.execute(select(sources).where(sources.c.sha256 == sha256)).one_or_none()

    def _others(self, sha256: str, erased_ids: set[str]) -> list[Version]:
        query = version_columns.where(
            versions.c.source_sha256 == sha256, versions.c.article_id.not_in(erased_ids)
        )
        with reading(self._engine) as connection:
            return [to_version(row) for row in connection.execute(query)]

    # --- one file ---

    def _redact(
        self, row: Row, places: Sequence[Sequence[Span]], others: Sequence[Version], traces: Traces
    ) -> bool:
        """Replace a file by a copy without these places, what is between them, and traces; False if it has none of them."""
        text = self.archive.beside(row.sha256, TEXT)
        text = text if text.exists() else self.archive.source_path(row.sha256)
        if not text.exists():
            return False
        kept = merged(Span(p.raw_start, p.raw_end) for version in others for p in version.paragraphs)
        wanted = merged(without(_joined(places, kept), kept))
        find = partial(_to_blank, wanted=wanted, kept=kept, traces=traces)
        with partial_file(self.archive) as copy:
            blanked = blank_text(text, row.encoding, find, copy)
            if not blanked:
                return False
            with copy.open("rb") as file:
                sha256 = file_digest(file, "sha256").hexdigest()
            self._copy_layout(row.sha256, sha256, blanked)
            copy.replace(self.archive.source_path(sha256))
        self._replace_row(row, sha256)
        self.delete(row.sha256)
        return True

    def _copy_layout(self, old: str, new: str, blanked: Sequence[Span]) -> None:
        """Copy the layout, and the pictures with the blanked lines blackened. Nothing else beside the file is kept."""
        layout = self.archive.layout(old)
        if layout is None:
            return
        boxes = layout.outline([(span.start, span.end) for span in blanked])
        for page, name in enumerate(layout.pictures):
            picture = self.archive.beside(old, name)
            if name and picture.exists():
                on_page = [box for box in boxes if box.page == page]
                content = picture.read_bytes()
                self.archive.beside(new, name).write_bytes(blacken(content, on_page) if on_page else content)
        self.archive.beside(new, LAYOUT).write_bytes(layout.to_json())

    def _replace_row(self, row: Row, sha256: str) -> None:
        now = datetime.now(UTC).replace(tzinfo=None)
        copy = {
            "sha256": sha256,
            "name": row.name,
            "encoding": row.encoding,
            "added_at": row.added_at,
            "redacted_at": now,
        }
        with writing(self._engine) as connection:
            insert_or_ignore(connection, sources, copy)
            connection.execute(
                update(versions).where(versions.c.source_sha256 == row.sha256).values(source_sha256=sha256)
            )
            _mark_replaced(connection, row.sha256, sha256)

    def _delete(self, row: Row) -> None:
        with writing(self._engine) as connection:
            _mark_replaced(connection, row.sha256, "")
        self.delete(row.sha256)

    def _delete_leftovers(self) -> None:
        """Delete what a crash has left: files that were replaced, and partial ones."""
        if not self._folder.exists():
            return
        with reading(self._engine) as connection:
            replaced = select(sources.c.sha256).where(sources.c.replaced_by.is_not(None))
            for sha256 in connection.execute(replaced).scalars():
                self.delete(sha256)
        with partial_file(self.archive):  # so none is being written
            for file in self._folder.glob("*.partial"):
                file.unlink(missing_ok=True)


def traces_of(found: Iterable[Version | Draft]) -> Traces:
    """The words of articles, to find them in files and stored answers."""
    listed = list(found)
    return Traces(
        [one.text for one in listed], [line for one in listed for line in (one.headline, one.subheadline)]
    )


def _to_blank(
    block: str, offset: int, *, wanted: Sequence[Span], kept: Sequence[Span], traces: Traces
) -> list[Span]:
    """What to blank in a block of a file, as spans in the block: wanted ranges, and traces outside of kept ranges."""
    end = offset + len(block)
    within = [Span(max(s.start, offset), min(s.end, end)) for s in wanted if s.start < end and offset < s.end]
    found = [Span(offset + span.start, offset + span.end) for span in traces.spans(block)]
    spans = merged([*within, *without(found, kept)])
    return [Span(span.start - offset, span.end - offset) for span in spans]


def _places(articles: Iterable[Version | Draft]) -> list[list[Span]]:
    """Of each article its places in the file, in order."""
    found = (merged(Span(p.raw_start, p.raw_end) for p in article.paragraphs) for article in articles)
    return [places for places in found if places]


def _joined(articles: Iterable[Sequence[Span]], kept: Sequence[Span]) -> list[Span]:
    """Each article's places with what is between them, unless other articles are: its parts are on two pages then."""
    joined: list[Span] = []
    for places in articles:
        joined.append(places[0])
        for place in places[1:]:
            last = joined[-1]
            if any(last.end <= other.start and other.end <= place.start for other in kept):
                joined.append(place)
            else:
                joined[-1] = Span(last.start, place.end)
    return joined


def _mark_replaced(connection: Connection, sha256: str, replaced_by: str) -> None:
    """Record what a file was replaced by; its name is deleted, because it may contain a headline."""
    connection.execute(
        update(sources).where(sources.c.sha256 == sha256).values(name="", replaced_by=replaced_by)
    )
