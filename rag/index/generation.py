"""One generation of the indexes: a folder with a Chroma and a Tantivy index, filled from the archive.

    index/<generation>/chroma        vectors
    index/<generation>/chroma.seal   checksums of Chroma's graph files; exists only while nothing writes to them
    index/<generation>/tantivy       words
    index/<generation>/opening       exists while the owner opens and probes the indexes

The first half of the folder's name is a hash of everything that the content depends on besides the archive, so that
vectors of different models or words of different rules are never mixed. The second half is random, because chromadb
keeps one client per path in a process.
"""

from __future__ import annotations

import re
import secrets
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.index.damage import Damaged, noticing_damage
from rag.index.dense import ChromaFolder
from rag.index.hit import Hit
from rag.index.lexical import LexicalIndex, verify_checksums, words_of
from rag.index.seal import Seal
from rag.schema import Passage
from rag.text.words import WORD_RULES_VERSION

LAYOUT = 1  # raise this when a change makes existing folders unreadable

_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{8}")


def kind_of(fingerprint: str, dimensions: int) -> str:
    """The first half of a generation's name: a hash of the model, the word rules and the layout."""
    return sha256(f"{LAYOUT} {WORD_RULES_VERSION} {dimensions} {fingerprint}".encode()).hexdigest()[:8]


def new_name(kind: str) -> str:
    return f"{kind}-{secrets.token_hex(4)}"


def delete_other_generations(root: Path, keep: str) -> None:
    """Delete the folders of all generations except `keep`. Other files in `root` stay.

    Call this only when the owner starts, because no generation is open then.
    """
    for folder in root.iterdir():
        if folder.is_dir() and _NAME.fullmatch(folder.name) and folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)


class Generation:
    """The two indexes of one folder, open for writing. Searching is thread-safe."""

    def __init__(self, path: Path) -> None:
        """Open the generation at `path`; create it if it does not exist.

        Raises:
            Damaged: an index cannot be opened, or the process crashed the last time it opened them.
        """
        self.path = path
        self._searches_changed = threading.Condition()
        self._searches = 0
        self._closed = False
        self.seal = Seal(path / "chroma")
        self.closed_cleanly = self.seal.is_set
        with noticing_damage("the indexes cannot be opened"):
            path.mkdir(parents=True, exist_ok=True)
            self._begin_opening()
            self.check_files()
            self.seal.lift()
            self.dense = ChromaFolder(path / "chroma")
            try:
                self.lexical = LexicalIndex(path / "tantivy", write=True)
            except Damaged:
                self.dense.close()
                raise

    def close(self) -> None:
        """Wait for running searches, then close both indexes."""
        with self._searches_changed:
            self._closed = True
            self._searches_changed.wait_for(lambda: not self._searches)
        try:
            self.lexical.close()
        finally:
            self.dense.close()
            self._end_opening()

    # --- searching ---

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """See `DenseIndex.search`."""
        with self._searching():
            return self.dense.search(vector, k)

    def search(self, text: str, k: int) -> list[Hit]:
        """See `LexicalIndex.search`."""
        with self._searching():
            return self.lexical.search(text, k)

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """See `LexicalIndex.frequencies`."""
        with self._searching():
            return self.lexical.frequencies(terms)

    def printed(self, terms: Iterable[str]) -> dict[str, int]:
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

    # --- writing ---

    def check_files(self) -> None:
        """Compare the files with their stored checksums. Cheap if no file was touched.

        Raises:
            Damaged
        """
        with noticing_damage("the indexes cannot be read"):
            self.seal.check()
        verify_checksums(self.path / "tantivy")

    def apply(self, passages: Sequence[Passage], vectors: NDArray[np.float32], drop: Sequence[int]) -> None:
        """Add passages with their vectors, and delete others. Repeating the same call changes nothing.

        Raises:
            Damaged
        """
        self.seal.lift()
        self.dense.drop(drop)
        self.dense.put([passage.passage_id for passage in passages], vectors)
        self.lexical.drop(drop)
        self.lexical.put([words_of(passage) for passage in passages])
        self.lexical.commit()

    # --- a damaged file that crashes the process must not crash it again at every start ---

    def _begin_opening(self) -> None:
        marker = self.path / "opening"
        if marker.exists():
            raise Damaged("the process ended while it was opening the indexes")
        marker.touch()

    def mark_sound(self) -> None:
        """Record that the indexes were opened or written completely and passed their probes.

        Raises:
            Damaged: the seal cannot be written.
        """
        with noticing_damage("the seal cannot be written"):
            self.seal.set()
        self._end_opening()

    def _end_opening(self) -> None:
        (self.path / "opening").unlink(missing_ok=True)
