"""`IndexKeeper`: holds the lock of the indexes where it can, keeps them up to date, and opens the generation to search."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from rag.archive import Archive, Embargoes, Ledger
from rag.config import Settings
from rag.index.damage import Damaged, EngineUnavailable
from rag.index.engines import Engines
from rag.index.follower import Follower
from rag.index.generation import OpenIndexes
from rag.index.outages import Outages
from rag.index.owner import NotOwner, Owner
from rag.index.ownership import owner_lock
from rag.index.reader import CurrentReader
from rag.schema import WendaError

logger = logging.getLogger(__name__)


class ModelChanged(WendaError):
    """The archive's vectors were made by another embedding model."""


class IndexKeeper:
    """One process holds the lock and owns the indexes; in all others the keeper only opens them to be searched. Thread-safe.

    Attributes:
        outages: the servers that do not answer.
    """

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        *,
        kind: str,
        fingerprint: str,
        clock: Callable[[], datetime],
    ) -> None:
        """Release embargoed articles whose moment has come, and become the owner if no other process is.

        Args:
            kind: first half of the generation's name, see `generation.kind_of`.
            fingerprint: of the embedding model in use.
            clock: see `Indexes.open`.

        Raises:
            ModelChanged, IndexUnusable
        """
        self.outages = Outages()
        self._ledger = Ledger(archive)
        self._embargoes = Embargoes(archive)
        self._clock = clock
        self._embargoes.release(clock())
        self._engines = Engines(settings)
        self._kind = kind
        self._fingerprint = fingerprint
        self._reader = CurrentReader(self._engines, self._ledger, kind)
        self._owner: Owner | None = None
        self._changing = threading.Lock()
        self._follower = Follower(self._update)
        self.refuse_other_model()
        self._lock = owner_lock(settings)
        self._own_unless_unavailable()

    def close(self) -> None:
        """Stop the background thread, close the indexes and release the lock."""
        self._follower.stop()
        with self._changing:
            try:
                self._disown()
            finally:
                self._reader.close()
                self._engines.close()

    @property
    def owner(self) -> Owner | None:
        return self._owner

    def current(self) -> OpenIndexes | None:
        """The generation to search now; None if it is damaged, or may be.

        Raises:
            EngineUnavailable
        """
        owner = self._owner
        if owner is not None:
            return None if owner.suspect else owner.generation
        try:
            return self._reader.current()
        except Damaged:
            return None

    def report_damage(self, index: OpenIndexes, damage: Damaged) -> None:
        """Avoid a generation that a search found damaged, until the next sync has probed it."""
        logger.warning("search indexes: %s; scanning the archive instead", damage)
        if self._owner is not None and self._owner.generation is index:
            self._owner.suspect = True

    def require_owner(self) -> Owner:
        """The owner, opened now if no other process owns the indexes.

        Raises:
            NotOwner, ModelChanged, IndexUnusable
        """
        owner = self._owner or self._try_to_own()
        if owner is None:
            raise NotOwner(
                "Another process (usually the running app) owns the search indexes. "
                "It adds new articles to them by itself."
            )
        self.refuse_other_model()
        return owner

    def refuse_other_model(self) -> None:
        """
        Raises:
            ModelChanged: the archive contains vectors of another model than the one in use.
        """
        if self._ledger.passages_by_model().keys() - {self._fingerprint}:
            raise ModelChanged(
                "The archive's passages were embedded by another model than the one in the settings "
                "(WENDA_EMBEDDING_MODEL). Run `python -m ingest rebuild` to embed them again, "
                "or change the setting back."
            )

    # --- following the archive ---

    def follow(self, interval: float) -> None:
        """See `Indexes.follow`."""
        self._follower.start(interval)

    def _update(self) -> None:
        self._embargoes.release(self._clock())
        if self._owner is not None and not self._lock.is_held():
            logger.warning("search indexes: the lock was lost with the connection to the archive's server")
            with self._changing:
                self._disown()
        owner = self._own_unless_unavailable()
        if owner is not None and self._is_outdated(owner):
            self.refuse_other_model()
            try:
                owner.sync(self._follower.check)
            except EngineUnavailable as error:
                self.outages.note("owner", error)
        if self.outages.message:
            self._ask_servers()

    def _is_outdated(self, owner: Owner) -> bool:
        return (
            owner.suspect or bool(self._ledger.pending_count()) or self._ledger.purge_requested() is not None
        )

    def _ask_servers(self) -> None:
        """Notice that the servers answer again, also if nobody asks a question."""
        try:
            self._engines.check_servers()
        except EngineUnavailable:
            return
        self.outages.clear()

    # --- ownership ---

    def _own_unless_unavailable(self) -> Owner | None:
        """See `_try_to_own`; None also if a server of the indexes does not answer: `follow` tries again."""
        try:
            return self._owner or self._try_to_own()
        except EngineUnavailable as error:
            self.outages.note("owner", error)
            return None

    def _try_to_own(self) -> Owner | None:
        """The owner, opened now if possible. None if another process owns the indexes, or they are closed here."""
        with self._changing:
            if self._owner is not None:  # another thread was faster; the lock does not exclude threads
                return self._owner
            if self._follower.stopping or not self._lock.try_acquire():
                return None
            try:
                self._owner = Owner(self._engines, self._ledger, self._kind, self._lock.is_held)
            except BaseException:
                self._lock.release()
                raise
            self._reader.close()
            return self._owner

    def _disown(self) -> None:
        """Close the indexes, if this process owns them, and free their lock."""
        owner, self._owner = self._owner, None
        try:
            if owner is not None:
                owner.close()
        finally:
            self._lock.release()
