"""`make_backup` writes a backup of a data folder while the app runs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Engine

from ingest.backup.contents import (
    ABBREVIATIONS_FILE,
    FORMAT,
    INFO_FILE,
    SOURCES,
    BackupFailed,
    BackupInfo,
)
from ingest.backup.databases import ARCHIVE, DATABASES, Database, snapshot
from ingest.backup.tar_writer import TarWriter
from ingest.report import Reporter
from ingest.rights import LIST_FILE
from rag.archive import Archive, Takedowns
from rag.config import Settings
from rag.database import sync_folder
from rag.database.snapshot import SnapshotContent, connect_unchanged, snapshot_bytes

SHA256_LENGTH = 64


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was backed up.

    Attributes:
        size: of the file, in bytes.
        lost: names of source files that are missing in the data folder, or whose bytes have changed there.
    """

    file: Path
    info: BackupInfo
    size: int
    lost: tuple[str, ...]


def make_backup(settings: Settings, file: Path, now: datetime, reporter: Reporter) -> BackupReport:
    """Write a backup of the data folder to a new file. It gets its name only when it is complete and on the disk.

    Desk and journal are copied before the archive, and the archive before the source files, which are stored before their
    rows: so what an answer cites is in the archive's copy, and what that names is among the files.

    Args:
        now: the current time, with a time zone.

    Raises:
        BackupFailed: there is no archive; the file exists, or cannot be written; or an article was taken down meanwhile.
            Nothing is left.
        DatabaseUnusable: the archive or the journal is damaged, or the disk is full. Nothing is left.
    """
    if not ARCHIVE.exists(settings):
        raise BackupFailed(
            f"The data folder {settings.data_dir} has no archive. Set WENDA_DATA_DIR to the one that has."
        )
    with _new_file(settings, file) as partial, closing(Archive.open(settings)) as archive:
        taken_down = Takedowns(archive).all()
        with _private(partial).open("wb") as out:
            backup = _Backup(settings, archive, partial, reporter)
            with TarWriter(out, now.timestamp(), reporter.advance) as tar:
                info = backup.write(tar, now)
            out.flush()
            os.fsync(out.fileno())
        if Takedowns(archive).all() != taken_down:
            raise BackupFailed(
                "An article was taken down while the backup was being made, and would be in it. Nothing was written: run "
                "the same command again."
            )
        size = partial.stat().st_size
    return BackupReport(file, info, size, tuple(backup.lost))


@contextmanager
def _new_file(settings: Settings, file: Path) -> Iterator[Path]:
    """A partial file that gets the name `file` at the end; after an error it is deleted. One backup runs at a time."""
    _refuse_existing(file)
    partial = file.with_name(f"{file.name}.part")
    try:
        with FileLock(settings.data_dir / "backup.lock", blocking=False):
            try:
                yield partial
                _refuse_existing(file)
                partial.replace(file)
                sync_folder(file.parent)
            finally:
                partial.unlink(missing_ok=True)
    except Timeout as error:
        raise BackupFailed("Another backup is being made. Try again when it has finished.") from error
    except OSError as error:
        raise BackupFailed(
            f"The backup {file} cannot be written ({error.strerror}). Nothing is left of it. Name a file in a folder that "
            "you may write to, on a disk that has room for the data folder."
        ) from error


def _refuse_existing(file: Path) -> None:
    if file.exists():
        raise BackupFailed(f"{file} exists already, and a backup never overwrites a file. Name another one.")


def _private(path: Path) -> Path:
    """Create an empty file that only its owner can read: residents' questions are in the journal."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    return path


class _Backup:
    """Writes the members of one backup.

    Attributes:
        lost: see `BackupReport`.
    """

    def __init__(self, settings: Settings, archive: Archive, partial: Path, reporter: Reporter) -> None:
        self.lost: list[str] = []
        self._settings = settings
        self._archive = archive
        self._data_dir = archive.data_dir
        self._snapshot = partial.with_name(f"{partial.name}.sqlite3")
        self._reporter = reporter

    def write(self, tar: TarWriter, now: datetime) -> BackupInfo:
        """Write all members but the list of hashes.

        Raises:
            OSError: the tar file cannot be written.
        """
        with self._databases() as databases:
            sizes = [2 * snapshot_bytes(engine) for _, engine in databases]  # copied, then put into the tar
            self._reporter.begin(sum(sizes) + sum(path.stat().st_size for path in self._stored_files()))
            contents: dict[str, SnapshotContent] = {}
            wanted: dict[str, str] = {}
            for database, engine in databases:
                self._reporter.working_on(database.name)
                with self._copied(database, engine) as content:
                    contents[database.name] = content
                    tar.add_file(database.file, self._snapshot)
                    if database is ARCHIVE:
                        wanted = _source_names(self._snapshot)
        self._add_sources(tar, wanted)
        for name in (ABBREVIATIONS_FILE, LIST_FILE):
            if (self._data_dir / name).exists():
                tar.add_file(name, self._data_dir / name)
        info = BackupInfo(
            format=FORMAT,
            made_at=now,
            schemas={name: content.schema for name, content in contents.items()},
            rows={name: content.rows for name, content in contents.items()},
            sources=len(wanted),
        )
        tar.add_bytes(INFO_FILE, f"{info.model_dump_json(indent=2)}\n".encode())
        return info

    @contextmanager
    def _databases(self) -> Iterator[list[tuple[Database, Engine]]]:
        """The databases, in the order in which they are copied."""
        with ExitStack() as opened:
            others = [one for one in reversed(DATABASES) if one is not ARCHIVE and one.exists(self._settings)]
            engines = [
                (one, opened.enter_context(one.opened(one.location(self._settings)))) for one in others
            ]
            yield [*engines, (ARCHIVE, self._archive.engine)]

    @contextmanager
    def _copied(self, database: Database, engine: Engine) -> Iterator[SnapshotContent]:
        """What is in a snapshot of a database, which is at `_snapshot` meanwhile."""
        written = 0

        def on_progress(so_far: int) -> None:
            nonlocal written
            self._reporter.advance(so_far - written)
            written = so_far

        try:
            yield snapshot(database, engine, _private(self._snapshot), on_progress)
        finally:
            self._snapshot.unlink(missing_ok=True)

    def _add_sources(self, tar: TarWriter, wanted: dict[str, str]) -> None:
        """Add the original files, and what is beside them.

        Args:
            wanted: their names by sha256.
        """
        self._reporter.working_on(SOURCES)
        found = set()
        for path in self._stored_files():
            sha256 = path.name[:SHA256_LENGTH]
            if sha256 not in wanted:
                continue  # it is being stored now, or was taken down
            try:
                digest = tar.add_file(f"{SOURCES}/{path.name}", path)
            except FileNotFoundError:
                continue
            if path.name == digest:
                found.add(sha256)
        self.lost += [name for sha256, name in wanted.items() if sha256 not in found]

    def _stored_files(self) -> Iterable[Path]:
        folder = self._archive.source_path("any").parent
        return sorted(folder.iterdir()) if folder.exists() else ()


def _source_names(archive_file: Path) -> dict[str, str]:
    """The names of the original files that a copy of the archive refers to, by sha256."""
    with closing(connect_unchanged(archive_file)) as connection:
        return dict(connection.execute("SELECT sha256, name FROM sources WHERE replaced_by IS NULL"))
