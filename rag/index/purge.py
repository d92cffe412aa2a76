"""Deletes all search indexes of an archive that has no passages left."""

from __future__ import annotations

from rag.archive import Archive, Ledger
from rag.config import Settings
from rag.index.generation import delete_other_generations
from rag.index.lock import owner_lock, try_acquire


def delete_indexes(settings: Settings, archive: Archive) -> bool:
    """Delete the indexes of all generations, after a takedown of everything.

    Returns:
        False if another process owns them: it builds empty ones by itself.

    Raises:
        IndexUnusable: the folder is not writable.
    """
    ledger, root = Ledger(archive), settings.data_dir / "index"
    request = ledger.purge_requested()
    lock = owner_lock(root)
    if not try_acquire(lock):
        return False
    try:
        ledger.switch_generation("", ())
        delete_other_generations(root, keep="")
        if request is not None:
            ledger.mark_purged(request)
    finally:
        lock.release()
    return True
