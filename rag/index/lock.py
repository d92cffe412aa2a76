"""The lock that the owner of the indexes holds."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from rag.config import Settings


def owner_lock(root: Path) -> FileLock:
    """The lock of the indexes in the folder `root`, not yet taken."""
    root.mkdir(parents=True, exist_ok=True)
    return FileLock(root / "owner.lock", thread_local=False)


def owned_elsewhere(settings: Settings) -> bool:
    """Whether another process, as a rule the running app, owns the indexes of this data folder just now."""
    try:
        with owner_lock(settings.data_dir / "index").acquire(blocking=False):
            return False
    except Timeout:
        return True
