"""`Owner`: writes the indexes, finds damage and repairs it. Only the process that holds the lock may have one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from rag.archive import Ledger
from rag.index.damage import Damaged, EngineUnavailable, IndexUnusable
from rag.index.engines import Engines
from rag.index.generation import Generation, new_name
from rag.index.probe import PROBES, PROBES_AFTER_A_CRASH, measure_misses, probe, probe_counts, reconcile
from rag.schema import WendaError

logger = logging.getLogger(__name__)

BATCH = 500  # passages per commit of the indexes

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did.

    Attributes:
        added, dropped: number of passages added to and deleted from the indexes.
        rebuilt: whether the indexes were rebuilt, because they were damaged or on request.
    """

    added: int
    dropped: int
    rebuilt: bool
    seconds: float


class NotOwner(WendaError):
    """Another process owns the indexes, or they are closed in this one."""


class Owner:
    """Keeps the current generation open. Searching is thread-safe; all other methods run one at a time.

    Attributes:
        generation: the current generation.
        suspect: the generation may be damaged. Searches avoid it until the next sync has reopened and probed it.
    """

    def __init__(self, engines: Engines, ledger: Ledger, kind: str, still_owns: Callable[[], bool]) -> None:
        """Open the current generation. If there is none, or it is damaged, start a new one.

        Args:
            kind: first half of the generation's name, see `generation.kind_of`.
            still_owns: whether this process still holds the lock of the indexes. Asked before each batch is written.

        Raises:
            IndexUnusable, EngineUnavailable
        """
        self._engines = engines
        self._ledger = ledger
        self._kind = kind
        self._still_owns = still_owns
        self._working = threading.RLock()
        self._closed = False
        self._rebuilt = False
        self.suspect = False
        current = ledger.generation()
        engines.delete_others(keep=current)
        self.generation = self._opened() if current.startswith(f"{kind}-") else self._new()

    def close(self) -> None:
        """Wait for running work, then close the generation."""
        with self._working:
            self._closed = True
            _close(self.generation)

    def sync(self, on_progress: Progress | None = None) -> SyncReport:
        """Add and delete all pending passages, then probe the indexes. Damaged indexes are rebuilt.

        After a takedown, they are replaced by new ones first, and the old ones deleted.

        Args:
            on_progress: called with the number of passages processed so far.

        Raises:
            IndexUnusable: passages that were not processed stay pending.
            NotOwner: the indexes were closed. Another process may own them by now.
        """
        with self._working:
            self._require_ownership()
            started = time.perf_counter()
            if self.suspect:
                self._reopen()
            if (request := self._ledger.purge_requested()) is not None:
                self._purge(request, on_progress or (lambda done: None))
            try:
                added, dropped = self._update_with_repairs(on_progress or (lambda done: None))
            except BaseException:
                self.suspect = True  # a batch may be partly written
                raise
            rebuilt, self._rebuilt = self._rebuilt, False
            return SyncReport(added, dropped, rebuilt, time.perf_counter() - started)

    def rebuild(self, on_progress: Progress | None = None) -> SyncReport:
        """Fill a new generation from the archive.

        Raises:
            IndexUnusable, NotOwner
        """
        with self._working:
            self._require_ownership()
            self._renew()
            return self.sync(on_progress)

    def _require_ownership(self) -> None:
        if self._closed:
            raise NotOwner("The search indexes are closed. New articles are added to them at the next start.")
        if not self._still_owns():
            raise NotOwner(
                "The connection that made this process the owner of the search indexes has ended; whoever owns them now "
                "adds new articles to them."
            )

    # --- updating ---

    def _update_with_repairs(self, on_progress: Progress) -> tuple[int, int]:
        """Update the indexes. On damage, first reopen them and try again, then replace them and try again."""
        repairs = [self._reopen, self._renew]
        while True:
            try:
                return self._update(on_progress)
            except Damaged as damage:
                logger.warning("search indexes: %s", damage)
                if not repairs or not self._engines.have_room(self.generation.name):
                    raise IndexUnusable(
                        f"The search indexes in {self._engines.root} cannot be written ({damage}). Check that the disk "
                        "is not full and the folder is writable, then run `python -m ingest sync`."
                    ) from damage
            repairs.pop(0)()

    def _update(self, on_progress: Progress) -> tuple[int, int]:
        """Process all pending passages and probe the indexes; returns the number of added and deleted passages."""
        self.generation.files.check()
        added = dropped = 0
        while pending := self._ledger.pending(BATCH):
            self._require_ownership()
            ids = self._put(self.generation, pending.add, pending.drop)
            self._ledger.mark_indexed(added=ids, dropped=pending.drop)
            measure_misses(self.generation, self._ledger)
            added, dropped = added + len(ids), dropped + len(pending.drop)
            on_progress(added + dropped)
        measure_misses(self.generation, self._ledger)
        probe(self.generation, self._ledger)
        probe_counts(self.generation, self._ledger)
        self.generation.files.mark_sound()
        return added, dropped

    def _put(self, generation: Generation, add: Sequence[int], drop: Sequence[int]) -> list[int]:
        """Add and delete passages; returns the ids of those that were added: the ones that are still live."""
        passages = self._ledger.passages(add)
        stored = self._ledger.vectors([passage.passage_id for passage in passages])
        passages = [passage for passage in passages if passage.passage_id in stored]
        ids = [passage.passage_id for passage in passages]
        vectors = np.stack([stored[i] for i in ids]) if ids else np.zeros((0, 0), np.float32)
        generation.apply(passages, vectors, drop)
        return ids

    # --- generations ---

    def _purge(self, request: int, on_progress: Progress) -> None:
        """Replace the generation by one that never had the words of what was taken down, and delete all others.

        The old one is searched meanwhile, unless the disk has no room for both.
        """
        if self._engines.have_room(self.generation.name):
            old, self.generation = self.generation, self._filled(on_progress)
            _close(old)
        else:
            self._renew()
        self._engines.delete_others(keep=self.generation.name)
        self._ledger.mark_purged(request)
        self._rebuilt = True

    def _filled(self, on_progress: Progress) -> Generation:
        """A new generation with all live passages, which is the current one from now on."""
        name = new_name(self._kind)
        generation = None
        try:
            generation = Generation(self._engines, name)
            wanted = self._ledger.live_ids().tolist()
            added: list[int] = []
            for start in range(0, len(wanted), BATCH):
                self._require_ownership()
                added += self._put(generation, wanted[start : start + BATCH], drop=())
                on_progress(len(added))
            generation.files.mark_sound()
            self._ledger.switch_generation(name, added)
        except BaseException as error:
            if generation is not None:
                _close(generation)
            if self._still_owns():
                with suppress(EngineUnavailable):  # the next owner deletes what is left
                    self._engines.delete_others(keep=self.generation.name)
            if isinstance(error, Damaged):
                raise IndexUnusable(
                    f"New search indexes cannot be written in {self._engines.root} ({error}). Check that the disk is not "
                    "full, then run `python -m ingest sync`: words that were taken down are still in the old ones."
                ) from error
            raise
        return generation

    def _reopen(self) -> None:
        _close(self.generation)
        self.generation = self._opened()

    def _opened(self) -> Generation:
        """Open the current generation, reconcile it with the ledger and probe it. If it is damaged, start a new one."""
        generation = None
        try:
            generation = Generation(self._engines, self._ledger.generation())
            reconcile(generation, self._ledger)
            probe(
                generation, self._ledger, PROBES if generation.files.closed_cleanly else PROBES_AFTER_A_CRASH
            )
            generation.files.mark_sound()
        except Damaged as damage:
            logger.warning("search indexes: %s; rebuilding them from the archive", damage)
            if generation is not None:
                _close(generation)
            self._rebuilt = True
            return self._new()
        except BaseException:
            if generation is not None:
                _close(generation)
            raise
        self.suspect = False
        return generation

    def _renew(self) -> None:
        _close(self.generation)
        self._rebuilt = True
        self.generation = self._new()

    def _new(self) -> Generation:
        """Create an empty generation and make it the current one. All live passages are pending then."""
        name = new_name(self._kind)
        try:
            generation = Generation(self._engines, name)
        except Damaged as error:
            raise IndexUnusable(
                f"No search indexes can be created in {self._engines.root} ({error}). Check that the disk is not full and "
                "the folder is writable, then start again."
            ) from error
        generation.files.mark_sound()
        self._ledger.switch_generation(name, ())
        self.suspect = False
        return generation


def _close(generation: Generation) -> None:
    try:
        generation.close()
    except Damaged as damage:
        logger.warning("search indexes: %s", damage)
