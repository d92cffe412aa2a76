"""The file lock that makes one process the owner of the indexes."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from rag.config import Settings
from rag.index.damage import IndexUnusable


def owner_lock(root: Path) -> FileLock:
    """The lock of the indexes in the folder `root`, not acquired yet."""
    return FileLock(root / "owner.lock", thread_local=False)


def try_acquire(lock: FileLock) -> bool:
    """Try to acquire the lock without waiting.

    Returns:
        Whether the lock was acquired.

    Raises:
        IndexUnusable: the folder is not writable.
    """
    folder = Path(lock.lock_file).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire(blocking=False)
    except Timeout:
        return False
    except OSError as error:
        raise IndexUnusable(
            f"{folder} cannot be written ({error.strerror}). Set WENDA_DATA_DIR to a folder that you may write to."
        ) from error
    return True


def owned_elsewhere(settings: Settings) -> bool:
    """Whether another process (usually the running app) owns the indexes of this data folder.

    Raises:
        IndexUnusable: the folder is not writable.
    """
    lock = owner_lock(settings.data_dir / "index")
    if not try_acquire(lock):
        return True
    lock.release()
    return False
