"""Which process owns the indexes: the one that holds their lock, in the data folder or in the archive's PostgreSQL database."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from sqlalchemy import URL, make_url

from rag.archive.tables import ArchiveUnusable
from rag.config import Settings
from rag.database import AdvisoryLock
from rag.index.damage import IndexUnusable


class OwnerLock(Protocol):
    """The lock of the indexes of one archive. At most one process holds it."""

    def try_acquire(self) -> bool:
        """Try to acquire the lock without waiting; whether it is held now.

        Raises:
            IndexUnusable: the folder is not writable.
            ArchiveUnusable: the server cannot be reached.
        """
        ...

    def is_held(self) -> bool:
        """Whether this process still holds the lock. A server frees it when the connection ends."""
        ...

    def release(self) -> None:
        """Free the lock, if it is held here."""
        ...


def owner_lock(settings: Settings) -> OwnerLock:
    """The lock of the indexes, not acquired yet.

    Raises:
        ArchiveUnusable: the driver for PostgreSQL is missing.
    """
    folder = _FolderLock(settings.data_dir / "index")
    url = settings.archive.get_secret_value()
    return _ServerLock(make_url(url), folder) if url else folder


def owned_elsewhere(settings: Settings) -> bool:
    """Whether another process (usually the running app) owns the indexes of this archive.

    Raises:
        IndexUnusable: the folder is not writable.
        ArchiveUnusable: the server cannot be reached.
    """
    lock = owner_lock(settings)
    if not lock.try_acquire():
        return True
    lock.release()
    return False


class _FolderLock:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / "owner.lock", thread_local=False)

    def try_acquire(self) -> bool:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        except OSError as error:
            raise IndexUnusable(
                f"{self._folder} cannot be written ({error.strerror}). "
                "Set WENDA_DATA_DIR to a folder that you may write to."
            ) from error
        return True

    def is_held(self) -> bool:
        return self._lock.is_locked

    def release(self) -> None:
        self._lock.release()


class _ServerLock:
    """The lock in the archive's database, for processes on any machine, and that of the folder, where indexes may be.

    When the server is started anew, another process may get its lock while this one still has the folder's files open.
    """

    def __init__(self, database: URL, folder: _FolderLock) -> None:
        self._folder = folder
        self._server = AdvisoryLock(database, "wenda_indexes", ArchiveUnusable)

    def try_acquire(self) -> bool:
        if not self._folder.try_acquire():
            return False
        try:
            acquired = self._server.try_acquire()
        except BaseException:
            self._folder.release()
            raise
        if not acquired:
            self._folder.release()
        return acquired

    def is_held(self) -> bool:
        return self._server.is_held()

    def release(self) -> None:
        self._server.release()
        self._folder.release()
