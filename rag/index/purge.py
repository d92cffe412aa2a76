"""Deletes all search indexes of an archive that has no passages left."""

from __future__ import annotations

from rag.archive import Archive, Ledger
from rag.config import Settings
from rag.index.engines import Engines
from rag.index.ownership import owner_lock


def delete_indexes(settings: Settings, archive: Archive) -> bool:
    """Delete the indexes of all generations, after a takedown of everything.

    Returns:
        False if another process owns them: it builds empty ones by itself.

    Raises:
        IndexUnusable: the folder is not writable.
        EngineUnavailable: a server of the indexes does not answer; the takedown stays to be completed by the next sync.
    """
    ledger = Ledger(archive)
    request = ledger.purge_requested()
    lock, engines = owner_lock(settings), Engines(settings)
    if not lock.try_acquire():
        return False
    try:
        ledger.switch_generation("", ())
        engines.delete_others(keep="")
        if request is not None:
            ledger.mark_purged(request)
    finally:
        engines.close()
        lock.release()
    return True
