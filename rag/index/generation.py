"""One generation of the indexes: vectors and words, filled from the archive, under one name.

The first half of the name is a hash of everything that the content depends on besides the archive, so that vectors of
different models or words of different rules are never mixed. The second half is random, because chromadb keeps one client
per path in a process.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from rag.index.damage import Damaged
from rag.index.dense import DenseIndex
from rag.index.engines import Engines
from rag.index.hit import Hit
from rag.index.lexical import LexicalIndex, words_of
from rag.schema import Passage, WendaError
from rag.text.words import WORD_RULES_VERSION

LAYOUT = 1  # raise this when a change makes existing folders unreadable


def kind_of(fingerprint: str, dimensions: int) -> str:
    """The first half of a generation's name: a hash of the model, the word rules and the layout."""
    return sha256(f"{LAYOUT} {WORD_RULES_VERSION} {dimensions} {fingerprint}".encode()).hexdigest()[:8]


def new_name(kind: str) -> str:
    return f"{kind}-{secrets.token_hex(4)}"


class OpenIndexes:
    """The two indexes of one generation. Searching is thread-safe.

    Attributes:
        dense: None if only the owner can open it.
    """

    def __init__(self, name: str, dense: DenseIndex | None, lexical: LexicalIndex) -> None:
        self.name = name
        self.dense = dense
        self.lexical = lexical
        self._searches_changed = threading.Condition()
        self._searches = 0
        self._closed = False

    def close(self) -> None:
        """Wait for running searches, then close both indexes. Further calls do nothing."""
        with self._searches_changed:
            if self._closed:
                return
            self._closed = True
            self._searches_changed.wait_for(lambda: not self._searches)
        try:
            self.lexical.close()
        finally:
            if self.dense is not None:
                self.dense.close()

    # --- searching ---

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """See `DenseIndex.search`.

        Raises:
            Damaged: there are no vectors here.
        """
        with self._searching():
            if self.dense is None:
                raise Damaged("the vectors are in a folder that only the owner of the indexes can open")
            return self.dense.search(vector, k)

    def search(self, text: str, k: int) -> list[Hit]:
        """See `LexicalIndex.search`."""
        with self._searching():
            return self.lexical.search(text, k)

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """See `LexicalIndex.frequencies`."""
        with self._searching():
            return self.lexical.frequencies(terms)

    def printed(self, terms: Collection[str]) -> dict[str, int]:
        """See `LexicalIndex.printed`."""
        with self._searching():
            return self.lexical.printed(terms)

    def containing_all(self, query_words: Sequence[str]) -> list[int]:
        """See `LexicalIndex.containing_all`."""
        with self._searching():
            return self.lexical.containing_all(query_words)

    @contextmanager
    def _searching(self) -> Iterator[None]:
        """Count a running search, so that `close` waits for it."""
        with self._searches_changed:
            if self._closed:
                raise Damaged("the generation was closed")
            self._searches += 1
        try:
            yield
        finally:
            with self._searches_changed:
                self._searches -= 1
                self._searches_changed.notify_all()


class Generation(OpenIndexes):
    """A generation that its owner has opened for writing."""

    dense: DenseIndex

    def __init__(self, engines: Engines, name: str) -> None:
        """Open the generation of this name; create it if it does not exist.

        Raises:
            Damaged: an index cannot be opened, or the process crashed the last time it opened them.
            EngineUnavailable: nothing was changed.
        """
        self.files = engines.files(name)
        self.files.begin_opening()
        try:
            dense = engines.dense(name, write=True)
            try:
                lexical = engines.lexical(name, write=True)
            except BaseException:
                dense.close()
                raise
        except WendaError:  # nothing crashed: a server is away, or the wrong one
            self.files.end_opening()
            raise
        super().__init__(name, dense, lexical)

    def close(self) -> None:
        """See `OpenIndexes.close`."""
        try:
            super().close()
        finally:
            self.files.end_opening()

    def apply(self, passages: Sequence[Passage], vectors: NDArray[np.float32], drop: Sequence[int]) -> None:
        """Add passages with their vectors, and delete others. Repeating the same call changes nothing.

        Raises:
            Damaged
        """
        self.files.before_writing()
        self.dense.drop(drop)
        self.dense.put([passage.passage_id for passage in passages], vectors)
        self.lexical.drop(drop)
        self.lexical.put([words_of(passage) for passage in passages])
        self.lexical.commit()
