"""`restore_backup` reads a backup into an empty data folder: all of it, or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import SecretStr

from ingest import rights
from ingest.backup.contents import ABBREVIATIONS_FILE, SOURCES, BackupInfo
from ingest.backup.databases import ARCHIVE, DATABASES, DESK, JOURNAL, copied
from ingest.backup.tar_reader import check_backup, extract
from ingest.report import Reporter
from rag.archive import Archive, Takedown
from rag.config import Settings
from rag.desk import Desk, Sessions
from rag.index import owned_elsewhere
from rag.journal import Journal
from rag.schema import WendaError

STAGING = "restoring"
_PUBLISHING = "publishing"
# In the order in which they get their place. The list of takedowns has all that was in the data folder's own; what is seen
# last is the archive.
_FILES = (rights.LIST_FILE, ABBREVIATIONS_FILE, SOURCES)
_ARCHIVE_LAST = tuple(reversed(DATABASES))


class RestoreRefused(WendaError):
    """The data folder is in use, or cannot be written."""


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored.

    Attributes:
        taken_down: the takedowns that were applied again.
    """

    info: BackupInfo
    taken_down: tuple[Takedown, ...]


def restore_backup(settings: Settings, file: Path, reporter: Reporter) -> RestoreReport:
    """Restore a backup into the data folder, which must have no archive.

    Everything is written into a folder of its own, upgraded, and freed of what was taken down: after the backup too, as far as
    a list of takedowns in the data folder says so. Only then is it moved to its place. A process that is killed before leaves
    the data folder as it was, but for that folder, which the next restore deletes.

    The search indexes are built by whoever opens the archive first.

    Raises:
        BackupUnusable: nothing was changed.
        RestoreRefused: nothing was changed.
        WendaError: a database cannot be upgraded or written; nothing was changed.
    """
    with _only_one(settings):
        _undo_publishing(settings)
        _refuse_archive(settings)
        backup = check_backup(file, reporter)
        with _staging(settings.data_dir) as staging:
            extract(backup, staging, reporter)
            taken_down = _prepare(settings, staging)
            _refuse_archive(settings)
            _publish(settings, staging, reporter)
    return RestoreReport(backup.info, taken_down)


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Refuse if the app or another restore uses the data folder; explain what the disk does not allow."""
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "restore.lock", blocking=False):
            if owned_elsewhere(settings):
                raise RestoreRefused(
                    f"Wenda is running with the data folder {folder}. Stop it, then try again."
                )
            yield
    except Timeout as error:
        raise RestoreRefused(
            f"Another restore into {folder} is running. Wait until it has finished."
        ) from error
    except OSError as error:
        raise RestoreRefused(
            f"{folder} cannot be written ({error.strerror}). Nothing was restored. Free some space, or set WENDA_DATA_DIR to "
            "a folder that you may write to."
        ) from error


def _refuse_archive(settings: Settings) -> None:
    folder, on_server = settings.data_dir, bool(settings.archive.get_secret_value())
    used = [database for database in _ARCHIVE_LAST if database.exists(settings)]
    if on_server and used:
        schemas = ", ".join(f"wenda_{database.name}" for database in used)
        raise RestoreRefused(
            f"The database of WENDA_ARCHIVE has rows ({schemas}), and a backup is restored into an empty one only. Stop "
            "Wenda, and make a new database."
        )
    found = [database.file for database in used]
    if any((folder / SOURCES).glob("*")):
        found.append(SOURCES)
    if found:
        listed = folder / rights.LIST_FILE
        keep = f"; cp {folder}.old/{listed.name} {folder}/" if listed.exists() else ""
        raise RestoreRefused(
            f"The data folder {folder} has {' and '.join(found)}, and a backup is restored into an empty one only. Stop "
            "Wenda, move the folder away and make a new one; the list of takedowns goes with it, so that what was taken "
            f"down since the backup stays so:\n  mv {folder} {folder}.old; mkdir {folder}{keep}"
        )


@contextmanager
def _staging(data_dir: Path) -> Iterator[Path]:
    """An empty folder on the same disk, readable by its owner alone; it is deleted at the end."""
    folder = data_dir / STAGING
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _prepare(settings: Settings, staging: Path) -> tuple[Takedown, ...]:
    """Upgrade the databases, erase what was taken down before or after the backup, and end the sessions that it has."""
    staged = settings.model_copy(update={"data_dir": staging, "archive": SecretStr("")})
    if JOURNAL.exists(staged):
        Journal.open_to_read(staged).close()
    if DESK.exists(staged):
        with closing(Desk.open_for_command(staged)) as desk:
            Sessions(desk).end_all()
    lists = [folder / rights.LIST_FILE for folder in (settings.data_dir, staging)]
    known = [takedown for file in lists if file.exists() for takedown in rights.read_list(file)]
    with closing(Archive.open(staged)) as archive:
        return rights.erase_listed(staged, archive, known).takedowns


def _publish(settings: Settings, staging: Path, reporter: Reporter) -> None:
    """Move everything to its place, the archive last. What a kill leaves half-moved, `_undo_publishing` deletes."""
    data_dir = settings.data_dir
    if (data_dir / ABBREVIATIONS_FILE).exists():
        (staging / ABBREVIATIONS_FILE).unlink(missing_ok=True)
    shutil.rmtree(data_dir / "index", ignore_errors=True)  # of an archive that was here before
    os.sync()
    (staging / _PUBLISHING).touch()
    if settings.archive.get_secret_value():
        with _on_server(settings, staging, reporter):
            _move(_FILES, staging, data_dir)
    else:
        _move((*_FILES, *(database.file for database in _ARCHIVE_LAST)), staging, data_dir)


def _move(names: Sequence[str], staging: Path, data_dir: Path) -> None:
    for name in names:
        if (staging / name).exists():
            (staging / name).replace(data_dir / name)
    os.sync()


@contextmanager
def _on_server(settings: Settings, staging: Path, reporter: Reporter) -> Iterator[None]:
    """Copy the databases to PostgreSQL; they are committed after the block, the archive last."""
    with ExitStack() as opened:
        found = [database for database in DATABASES if (staging / database.file).exists()]
        sources = [
            (database, opened.enter_context(database.opened(staging / database.file))) for database in found
        ]
        targets = [opened.enter_context(database.opened(database.location(settings))) for database in found]
        opened.enter_context(copied(sources, targets, reporter))
        yield


def _undo_publishing(settings: Settings) -> None:
    """Delete what a restore has put into the data folder that was killed before it put the archive in its place."""
    data_dir = settings.data_dir
    if (data_dir / STAGING / _PUBLISHING).exists() and not ARCHIVE.exists(settings):
        for database in _ARCHIVE_LAST[:-1]:
            (data_dir / database.file).unlink(missing_ok=True)
        shutil.rmtree(data_dir / SOURCES, ignore_errors=True)
