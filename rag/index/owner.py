"""The owner of the indexes: the one process that may write them, keeping them to what the ledger says."""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.archive import Ledger
from rag.index.damage import Damaged, IndexUnusable
from rag.index.generation import Generation, delete_other_generations, new_name
from rag.index.probe import PROBES, PROBES_AFTER_A_CRASH, probe, probe_counts, reconcile
from rag.schema import WendaError

logger = logging.getLogger(__name__)

BATCH = 500

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did: passages added and let go, and whether damaged or unwanted indexes were built anew."""

    added: int
    dropped: int
    rebuilt: bool
    seconds: float


class NotOwner(WendaError):
    """Another process owns the indexes, or they are closed here."""


class Owner:
    """Holds the current generation open. Searches may come from many threads; the rest happens one at a time."""

    def __init__(self, root: Path, ledger: Ledger, kind: str) -> None:
        """Open the current generation, or begin a new one where there is none that is sound.

        Args:
            root: the folder of the generations.
            kind: `generation.kind_of` the model in use.

        Raises:
            IndexUnusable
        """
        self._root = root
        self._ledger = ledger
        self._kind = kind
        self._working = threading.RLock()
        self._closed = False
        self._rebuilt = False
        self.suspect = False
        current = ledger.generation()
        delete_other_generations(root, keep=current)
        self.generation = self._opened() if current.startswith(f"{kind}-") else self._new()

    def close(self) -> None:
        """Let the work that is going on end, then close the generation for good."""
        with self._working:
            self._closed = True
            _close(self.generation)

    def sync(self, on_progress: Progress | None = None) -> SyncReport:
        """Take over what the ledger says is pending, then probe; what turns out to be damaged is built anew.

        Args:
            on_progress: called with the number of passages done so far.

        Raises:
            IndexUnusable: and what was not taken over stays pending.
            NotOwner: closed meanwhile, and another process may write the indexes by now.
        """
        with self._working:
            self._refuse_closed()
            started = time.perf_counter()
            if self.suspect:
                self._reopen()
            try:
                added, dropped = self._catch_up_whatever_it_takes(on_progress or (lambda done: None))
            except BaseException:
                self.suspect = True  # a batch may be half written
                raise
            rebuilt, self._rebuilt = self._rebuilt, False
            return SyncReport(added, dropped, rebuilt, time.perf_counter() - started)

    def rebuild(self, on_progress: Progress | None = None) -> SyncReport:
        """Fill a new generation from the archive. Raises: IndexUnusable, NotOwner"""
        with self._working:
            self._refuse_closed()
            self._renew()
            return self.sync(on_progress)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise NotOwner(
                "The search indexes were closed. What is new in the archive is taken over at the next start."
            )

    # --- catching up ---

    def _catch_up_whatever_it_takes(self, on_progress: Progress) -> tuple[int, int]:
        remedies = [self._reopen, self._renew]
        while True:
            try:
                return self._catch_up(on_progress)
            except Damaged as damage:
                logger.warning("search indexes: %s", damage)
                if not remedies or not self._has_room():
                    raise IndexUnusable(
                        f"The search indexes in {self._root} cannot be written ({damage}). Check that the disk "
                        "is not full and the folder can be written, then run `python -m ingest sync`."
                    ) from damage
            remedies.pop(0)()

    def _catch_up(self, on_progress: Progress) -> tuple[int, int]:
        self.generation.check_files()
        added = dropped = 0
        while pending := self._ledger.pending(BATCH):
            passages = self._ledger.passages(pending.add)
            ids = [passage.passage_id for passage in passages]
            stored = self._ledger.vectors(ids)
            vectors = np.stack([stored[i] for i in ids]) if ids else np.zeros((0, 0), np.float32)
            self.generation.apply(passages, vectors, pending.drop)
            self._ledger.mark_indexed(added=ids, dropped=pending.drop)
            added, dropped = added + len(ids), dropped + len(pending.drop)
            on_progress(added + dropped)
        probe(self.generation, self._ledger)
        probe_counts(self.generation, self._ledger)
        self.generation.note_sound()
        return added, dropped

    def _has_room(self) -> bool:
        """Whether another generation fits; a full disk is no reason to throw a good one away."""
        size = sum(file.stat().st_size for file in self.generation.path.rglob("*") if file.is_file())
        return shutil.disk_usage(self._root).free > size

    # --- generations ---

    def _reopen(self) -> None:
        _close(self.generation)
        self.generation = self._opened()

    def _opened(self) -> Generation:
        """The current generation, reconciled and probed; a new one where that shows damage."""
        generation = None
        try:
            generation = Generation(self._root / self._ledger.generation())
            reconcile(generation, self._ledger)
            probe(generation, self._ledger, PROBES if generation.closed_cleanly else PROBES_AFTER_A_CRASH)
            generation.note_sound()
        except Damaged as damage:
            logger.warning("search indexes: %s; they are built anew from the archive", damage)
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
        """An empty generation, made the current one: everything live is pending from then on."""
        name = new_name(self._kind)
        try:
            generation = Generation(self._root / name)
        except Damaged as error:
            raise IndexUnusable(
                f"No search indexes can be made in {self._root} ({error}). Check that the disk is not full and "
                "the folder can be written, then start again."
            ) from error
        generation.note_sound()
        self._ledger.switch_generation(name, ())
        self.suspect = False
        return generation


def _close(generation: Generation) -> None:
    try:
        generation.close()
    except Damaged as damage:
        logger.warning("search indexes: %s", damage)
