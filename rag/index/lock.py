"""The lock that the owner of the indexes holds."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from rag.config import Settings
from rag.index.damage import IndexUnusable


def owner_lock(root: Path) -> FileLock:
    """The lock of the indexes in the folder `root`, not yet taken."""
    return FileLock(root / "owner.lock", thread_local=False)


def take(lock: FileLock) -> bool:
    """Try to take the lock, without waiting for it; whether it was free.

    Raises:
        IndexUnusable: its folder cannot be written.
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
    """Whether another process, as a rule the running app, owns the indexes of this data folder just now.

    Raises:
        IndexUnusable: the folder cannot be written.
    """
    lock = owner_lock(settings.data_dir / "index")
    if not take(lock):
        return True
    lock.release()
    return False
