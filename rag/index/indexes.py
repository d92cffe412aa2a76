"""The two indexes as everyone else sees them: ask, and keep them up to date."""

from __future__ import annotations

import logging
import math
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from rag.archive import Archive, Ledger
from rag.config import Settings
from rag.index.damage import Damaged
from rag.index.exact import TextScan, VectorScan
from rag.index.follower import Follower
from rag.index.generation import Generation, kind_of
from rag.index.hit import Hit, WordIndex
from rag.index.lexical import LexicalIndex
from rag.index.lock import owner_lock, take
from rag.index.owner import NotOwner, Owner, SyncReport
from rag.schema import WendaError

logger = logging.getLogger(__name__)

SCAN_LIMIT = 50_000  # passages up to which every question may look at all of them
LAG_LIMIT = 1000  # passages that an index may lack for some seconds …
LAG_SHARE = 50  # … and one of so many: a small archive's index is never asked while it is nearly empty

State = Literal["ready", "rebuilding"]
Answer = TypeVar("Answer")


class ModelChanged(WendaError):
    """The archive's vectors were made by another embedding model than the one in use."""


class Rebuilding(WendaError):
    """The indexes are being built, and the archive is too large to be scanned meanwhile."""


class Indexes:
    """The indexes of one data folder.

    One process holds the lock and owns them; all others answer by an exact scan of the archive's vectors and
    a read-only Tantivy. Both may be asked from many threads, also during a sync. What they find may have been
    withdrawn meanwhile: `Archive.passages` leaves that out.
    """

    def __init__(self, settings: Settings, archive: Archive, *, fingerprint: str, dimensions: int) -> None:
        """See `open`."""
        self._root = settings.data_dir / "index"
        self._ledger = Ledger(archive)
        self._fingerprint = fingerprint
        self._kind = kind_of(fingerprint, dimensions)
        self._vectors = VectorScan(self._ledger)
        self._texts = TextScan(self._ledger)
        self._reader: tuple[str, LexicalIndex] | None = None
        self._owner: Owner | None = None
        self._changing = threading.Lock()
        self._follower = Follower(self._keep_up)
        self._mark: object = None
        self._models: Counter[str] = Counter()

        self._refuse_other_model()
        self._lock = owner_lock(self._root)
        self._try_to_own()

    @classmethod
    def open(cls, settings: Settings, archive: Archive, *, fingerprint: str, dimensions: int) -> Indexes:
        """Open the indexes of `archive`, as their owner where nobody else is it.

        Args:
            fingerprint, dimensions: of the embedding model in use.

        Raises:
            ModelChanged: the archive holds vectors of another model.
            IndexUnusable: the folder cannot be written.
        """
        return cls(settings, archive, fingerprint=fingerprint, dimensions=dimensions)

    def close(self) -> None:
        """End the background thread, close the indexes, give up the lock."""
        self._follower.stop()
        with self._changing:
            owner, self._owner, self._reader = self._owner, None, None
            try:
                if owner is not None:
                    owner.close()
            finally:
                self._lock.release()

    # --- state ---

    @property
    def is_owner(self) -> bool:
        return self._owner is not None

    @property
    def state(self) -> State:
        """`rebuilding` for as long as answers could miss what the archive holds."""
        self._look()
        return "ready" if self._scannable() or self._current() is not None else "rebuilding"

    @property
    def pending_count(self) -> int:
        """Passages that the indexes have still to take over or let go."""
        return self._ledger.pending_count()

    # --- asking ---

    def dense(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` passages whose vectors have the highest cosine to `vector`, best first.

        Raises:
            ModelChanged, Rebuilding
        """
        self._refuse_other_model()
        owner, scannable = self._owner, self._scannable()
        index = self._current() if owner is not None else None
        if isinstance(index, Generation) and not (scannable and self.pending_count):
            try:
                return index.nearest(vector, k)
            except Damaged as damage:
                self._doubt(index, damage)
        if owner is not None and not scannable:
            raise Rebuilding(_REBUILDING)
        return self._vectors.search(vector, k)

    def lexical(self, text: str, k: int) -> list[Hit]:
        """The `k` passages with the highest BM25 for the words of `text`, best first.

        Raises:
            Rebuilding
        """
        return self._ask_for_words(lambda index: index.search(text, k))

    def containing_all(self, words: Sequence[str]) -> list[int]:
        """The ids of all passages that have each of the words (in their text, or their article's head).

        Raises:
            Rebuilding
        """
        return self._ask_for_words(lambda index: index.containing_all(words))

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """How much each of `words.words(…)` tells one passage from another, 0-1: its idf (Robertson and
        Zaragoza, 2009) against that of a word that one passage alone has.

        Raises:
            Rebuilding
        """
        self._look()
        passages = max(1, self._models.total())
        most = math.log(1 + (passages - 0.5) / 1.5)
        return {
            word: min(1.0, math.log(1 + max(0.0, passages - count + 0.5) / (count + 0.5)) / most)
            for word, count in self._ask_for_words(lambda index: index.frequencies(words)).items()
        }

    def _ask_for_words(self, question: Callable[[WordIndex], Answer]) -> Answer:
        """Put a question to the index of words, or to the archive's texts where that cannot be trusted."""
        self._look()
        index = self._current()
        if index is not None:
            try:
                return question(index)
            except Damaged as damage:
                self._doubt(index, damage)
        if not self._scannable():
            raise Rebuilding(_REBUILDING)
        return question(self._texts)

    # --- keeping up to date ---

    def sync(self, on_progress: Callable[[int], None] | None = None) -> SyncReport:
        """Take over what is pending in the archive, then probe both indexes; damaged ones are built anew.

        Args:
            on_progress: called with the number of passages done so far.

        Raises:
            NotOwner, ModelChanged, IndexUnusable
        """
        owner = self._must_own()
        self._refuse_other_model()
        return owner.sync(on_progress)

    def rebuild(self, on_progress: Callable[[int], None] | None = None) -> SyncReport:
        """Build both indexes anew from the archive.

        Raises:
            NotOwner, ModelChanged, IndexUnusable
        """
        owner = self._must_own()
        self._refuse_other_model()
        return owner.rebuild(on_progress)

    def follow(self, interval: float = 1.0) -> None:
        """From now on keep up with the archive in a background thread, and become the owner when nobody is.

        Args:
            interval: seconds between two looks at the archive; after errors longer.
        """
        self._follower.start(interval)

    def _keep_up(self) -> None:
        owner = self._owner or self._try_to_own()
        if owner is not None and (owner.suspect or self.pending_count):
            self.sync(self._follower.check)

    # --- who owns, and what can be trusted ---

    def _try_to_own(self) -> Owner | None:
        """The owner, who may be new; None where another process is it, or these indexes are closed."""
        with self._changing:
            if self._owner is not None:  # another thread was faster: the lock would let this one pass too
                return self._owner
            if self._follower.stopping or not take(self._lock):
                return None
            try:
                self._owner = Owner(self._root, self._ledger, self._kind)
            except BaseException:
                self._lock.release()
                raise
            self._reader = None
            return self._owner

    def _must_own(self) -> Owner:
        owner = self._owner or self._try_to_own()
        if owner is None:
            raise NotOwner(
                "Another process, as a rule the running app, owns the search indexes. "
                "It takes over by itself what is new in the archive."
            )
        return owner

    def _look(self) -> None:
        """Learn how many passages of which models there are, whenever the archive has changed."""
        mark = self._ledger.change_count()
        if mark != self._mark:
            self._models, self._mark = self._ledger.passages_by_model(), mark

    def _refuse_other_model(self) -> None:
        self._look()
        if self._models.keys() - {self._fingerprint}:
            raise ModelChanged(
                "The archive's passages were embedded by another model than the one in the settings "
                "(WENDA_EMBEDDING_MODEL). Run `python -m ingest rebuild` to embed them again, "
                "or set the model back."
            )

    def _scannable(self) -> bool:
        return self._models.total() <= SCAN_LIMIT

    def _current(self) -> Generation | LexicalIndex | None:
        """The index to ask: None where it lacks more than a little that came in these seconds, or is in doubt.

        It is taken before the ledger is asked what it lacks: after that a new one, still empty, may be current.
        """
        owner = self._owner
        try:
            index = owner.generation if owner is not None else self._reading()
        except Damaged:
            return None
        in_doubt = owner is not None and owner.suspect
        lacks_much = self.pending_count > min(LAG_LIMIT, self._models.total() // LAG_SHARE)
        return None if in_doubt or lacks_much else index

    def _reading(self) -> LexicalIndex:
        """The current generation's Tantivy, read-only, as of its last commit. Raises: Damaged"""
        name = self._ledger.generation()
        if not name.startswith(f"{self._kind}-"):
            raise Damaged("there is no generation of this kind")
        reader = self._reader
        if reader is None or reader[0] != name:
            reader = self._reader = (name, LexicalIndex(self._root / name / "tantivy", write=False))
        reader[1].reload()
        return reader[1]

    def _doubt(self, index: Generation | LexicalIndex, damage: Damaged) -> None:
        logger.warning("search indexes: %s; the archive is scanned instead", damage)
        if self._owner is not None and self._owner.generation is index:
            self._owner.suspect = True


_REBUILDING = (
    "The search indexes are being built anew. Ask again in some minutes; "
    "`python -m ingest status` shows how many passages are left."
)
