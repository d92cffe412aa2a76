"""`Indexes`: searches the vector index and the word index, and keeps both up to date with the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from rag.archive import Archive, Ledger
from rag.config import Settings
from rag.index.damage import Damaged, EngineUnavailable
from rag.index.generation import OpenIndexes, kind_of
from rag.index.hit import Hit, Rebuilding, WordIndex
from rag.index.keeper import IndexKeeper
from rag.index.owner import SyncReport
from rag.index.rarity import rarity
from rag.index.text_scan import TextScan
from rag.index.vector_scan import VectorScan

SCAN_LIMIT = 50_000  # up to this many passages, a question may scan all of them if it cannot use the indexes
# An index is used only while at most LAG_LIMIT passages are pending, and at most one in LAG_SHARE of all passages, so that
# the nearly empty index of a small archive is never used.
LAG_LIMIT = 1000
LAG_SHARE = 50

State = Literal["ready", "rebuilding", "unavailable"]
Result = TypeVar("Result")


def utc_now() -> datetime:
    return datetime.now(UTC)


class _NoIndex(Exception):
    """No index can be searched now."""


class Indexes:
    """The indexes of one archive.

    One process holds the lock and owns the indexes. All others search them too, but for vectors in a folder, which only the
    owner can open: they scan the archive's. Searching is thread-safe, also during a sync. A search may return passages that
    were withdrawn since; `Archive.passages` leaves those out. While a server with an index does not answer, the archive is
    scanned.
    """

    def __init__(
        self,
        settings: Settings,
        archive: Archive,
        *,
        fingerprint: str,
        dimensions: int,
        clock: Callable[[], datetime],
    ) -> None:
        """See `open`."""
        kind = kind_of(fingerprint, dimensions)
        self._keeper = IndexKeeper(settings, archive, kind=kind, fingerprint=fingerprint, clock=clock)
        self._outages = self._keeper.outages
        self._ledger = Ledger(archive)
        self._vectors = VectorScan(self._ledger)
        self._texts = TextScan(archive)
        self._passages_by_model: Counter[str] = Counter()

    @classmethod
    def open(
        cls,
        settings: Settings,
        archive: Archive,
        *,
        fingerprint: str,
        dimensions: int,
        clock: Callable[[], datetime] = utc_now,
    ) -> Indexes:
        """Open the indexes of `archive`, and become their owner if no other process owns them.

        Args:
            fingerprint, dimensions: of the embedding model in use.
            clock: returns the current time, with a time zone: embargoed articles are released by it.

        Raises:
            ModelChanged: the archive contains vectors of another model.
            IndexUnusable: the folder is not writable.
        """
        return cls(settings, archive, fingerprint=fingerprint, dimensions=dimensions, clock=clock)

    def close(self) -> None:
        """Stop the background thread, close the indexes and release the lock."""
        self._keeper.close()

    # --- state ---

    @property
    def is_owner(self) -> bool:
        return self._keeper.owner is not None

    @property
    def state(self) -> State:
        """The value is "unavailable" while a server with an index does not answer (see `outage`), "rebuilding" while searches
        could miss passages of the archive, else "ready"."""
        can_search = self.can_search
        if self._outages.message:
            return "unavailable"
        return "ready" if can_search else "rebuilding"

    @property
    def can_search(self) -> bool:
        """Whether searches are complete now: by the indexes, or by a scan of the archive. If not, they raise `Rebuilding`."""
        self._refresh_counts()
        return self._scannable() or self._trusted_index("words") is not None

    @property
    def outage(self) -> str:
        """What is wrong while a server with an index does not answer, else empty."""
        return self._outages.message

    @property
    def pending_count(self) -> int:
        """Number of passages that the indexes still have to add or delete."""
        return self._ledger.pending_count()

    @property
    def passage_count(self) -> int:
        """Number of live passages."""
        self._refresh_counts()
        return self._passages_by_model.total()

    # --- searching ---

    def dense(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` passages whose vectors have the highest cosine to `vector`, best first.

        Raises:
            ModelChanged
        """
        self._keeper.refuse_other_model()
        self._refresh_counts()
        if not (self._scannable() and self.pending_count):
            try:
                return self._from_index("vectors", lambda index: index.nearest(vector, k))
            except _NoIndex:
                pass
        return self._vectors.search(vector, k)

    def nearest_among(self, passage_ids: NDArray[np.int64], vector: NDArray[np.float32], k: int) -> list[Hit]:
        """The `k` of these passages whose vectors have the highest cosine to `vector`, best first."""
        return self._vectors.search(vector, k, passage_ids)

    def lexical(self, text: str, k: int) -> list[Hit]:
        """The `k` passages with the highest BM25 score for the words of `text`, best first.

        Raises:
            Rebuilding
        """
        return self._query_words(lambda index: index.search(text, k))

    def containing_all(self, words: Sequence[str]) -> list[int]:
        """Ids of all passages that contain all the words, in their text or in their article's head.

        Raises:
            Rebuilding
        """
        return self._query_words(lambda index: index.containing_all(words))

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """How rare each word is, 0-1 (see `rag.index.rarity`).

        Args:
            words: words as `rag.text.words.words` returns them.

        Raises:
            Rebuilding
        """
        counts, passages = self._query_words(lambda index: index.frequencies(words)), self.passage_count
        return {word: rarity(count, passages) for word, count in counts.items()}

    def printed(self, terms: Collection[str]) -> dict[str, int]:
        """The number of passages with each index term, in their text or in their article's head.

        Raises:
            Rebuilding: also while texts are scanned, because many terms would take too long.
        """
        return self._query_words(lambda index: index.printed(terms))

    def _query_words(self, query: Callable[[WordIndex], Result]) -> Result:
        """Run a query on the word index, or on the archive's texts if the index cannot be trusted."""
        self._refresh_counts()
        try:
            return self._from_index("words", query)
        except _NoIndex:
            if not self._scannable():
                raise Rebuilding from None
        return query(self._texts)

    def _from_index(self, part: str, query: Callable[[OpenIndexes], Result]) -> Result:
        """Run a query on the current generation.

        Args:
            part: "vectors" or "words".

        Raises:
            _NoIndex: it cannot be searched now, or lacks too many passages.
        """
        index = self._trusted_index(part)
        if index is None:
            raise _NoIndex
        try:
            result = query(index)
        except Damaged as damage:
            self._keeper.report_damage(index, damage)
            raise _NoIndex from damage
        except EngineUnavailable as error:
            self._outages.note(part, error)
            raise _NoIndex from error
        self._outages.answered(part)
        return result

    # --- keeping up to date ---

    def sync(self, on_progress: Callable[[int], None] | None = None) -> SyncReport:
        """Add and delete all pending passages, then probe both indexes. Damaged indexes are rebuilt.

        Args:
            on_progress: called with the number of passages processed so far.

        Raises:
            NotOwner, ModelChanged, IndexUnusable
        """
        return self._keeper.require_owner().sync(on_progress)

    def rebuild(self, on_progress: Callable[[int], None] | None = None) -> SyncReport:
        """Rebuild both indexes from the archive.

        Raises:
            NotOwner, ModelChanged, IndexUnusable
        """
        return self._keeper.require_owner().rebuild(on_progress)

    def follow(self, interval: float = 1.0) -> None:
        """Start a background thread that releases embargoed articles when their moment has come, and keeps the indexes up to
        date; it becomes their owner when nobody else is.

        Args:
            interval: seconds between two checks of the archive; after errors the interval grows.
        """
        self._keeper.follow(interval)

    def prepare(self) -> None:
        """See `HybridRetriever.prepare`."""
        self._vectors.prepare()

    # --- which index can be trusted ---

    def _refresh_counts(self) -> None:
        self._passages_by_model = self._ledger.passages_by_model()

    def _scannable(self) -> bool:
        return self._passages_by_model.total() <= SCAN_LIMIT

    def _trusted_index(self, part: str) -> OpenIndexes | None:
        """The index to search, or None if it may be damaged, lacks too many passages (see LAG_LIMIT), or is on a server that
        has just not answered."""
        if not self._outages.may_ask(part):
            return None
        # Get the index before counting what is pending: else a new, still empty generation may become current in between.
        # Get the index before counting what is pending: else a new, still empty generation may become current in between.
        try:
            index = self._keeper.current()
        except EngineUnavailable as error:
            self._outages.note(part, error)
            return None
        if index is None or (part == "vectors" and index.dense is None):
            return None
        outdated = self.pending_count > min(LAG_LIMIT, self._passages_by_model.total() // LAG_SHARE)
        return None if outdated else index
