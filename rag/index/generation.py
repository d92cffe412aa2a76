"""One generation of the indexes: a folder with Chroma and Tantivy, filled from the archive.

    index/<generation>/chroma        vectors
    index/<generation>/chroma.seal   sums of Chroma's graph files, there while nothing is written to them
    index/<generation>/tantivy       words
    index/<generation>/opening       there while the owner opens and probes it

A folder's name begins with what its content depends on, so that another model or other rules for words are
never mixed with it; the rest is random, since chromadb keeps one client a path in a process.
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
from rag.index.dense import DenseIndex
from rag.index.hit import Hit
from rag.index.lexical import LexicalIndex, check_sums, words_of
from rag.index.seal import Seal
from rag.schema import Passage
from rag.text.words import WORD_RULES_VERSION

LAYOUT = 1  # raise it when folders written so far cannot be read any more


_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{8}")


def kind_of(fingerprint: str, dimensions: int) -> str:
    """The first half of a generation's name: what its content depends on, beside the archive."""
    return sha256(f"{LAYOUT} {WORD_RULES_VERSION} {dimensions} {fingerprint}".encode()).hexdigest()[:8]


def new_name(kind: str) -> str:
    return f"{kind}-{secrets.token_hex(4)}"


def delete_other_generations(root: Path, keep: str) -> None:
    """Delete the folders of all generations but one, and nothing else that may lie there. Only at the owner's
    start: nothing has them open then."""
    for folder in root.iterdir():
        if folder.is_dir() and _NAME.fullmatch(folder.name) and folder.name != keep:
            shutil.rmtree(folder, ignore_errors=True)


class Generation:
    """The two indexes of one folder, open for writing; searches may come from many threads."""

    def __init__(self, path: Path) -> None:
        """Open the generation at `path`, making it where absent.

        Raises:
            Damaged: one of the two cannot be opened, or opening them has ended the process before.
        """
        self.path = path
        self._gate = threading.Condition()
        self._searches = 0
        self._closed = False
        self.seal = Seal(path / "chroma")
        self.closed_cleanly = self.seal.is_set
        with noticing_damage("the indexes cannot be opened"):
            path.mkdir(parents=True, exist_ok=True)
            self._note_opening()
            self.check_files()
            self.seal.lift()
            self.dense = DenseIndex(path / "chroma")
            try:
                self.lexical = LexicalIndex(path / "tantivy", write=True)
            except Damaged:
                self.dense.close()
                raise

    def close(self) -> None:
        """Let the running searches end, then close both."""
        with self._gate:
            self._closed = True
            self._gate.wait_for(lambda: not self._searches)
        try:
            self.lexical.close()
        finally:
            self.dense.close()
            self._opening_ended()

    # --- searching ---

    def nearest(self, vector: NDArray[np.float32], k: int) -> list[Hit]:
        """Raises: Damaged"""
        with self._open():
            return self.dense.search(vector, k)

    def search(self, text: str, k: int) -> list[Hit]:
        """Raises: Damaged"""
        with self._open():
            return self.lexical.search(text, k)

    def frequencies(self, asked: Iterable[str]) -> dict[str, int]:
        """Raises: Damaged"""
        with self._open():
            return self.lexical.frequencies(asked)

    def containing_all(self, asked: Sequence[str]) -> list[int]:
        """Raises: Damaged"""
        with self._open():
            return self.lexical.containing_all(asked)

    @contextmanager
    def _open(self) -> Iterator[None]:
        with self._gate:
            if self._closed:
                raise Damaged("the generation was closed")
            self._searches += 1
        try:
            yield
        finally:
            with self._gate:
                self._searches -= 1
                self._gate.notify_all()

    # --- writing ---

    def check_files(self) -> None:
        """Compare the files with the sums that were kept of them; cheap where they were not touched.

        Raises:
            Damaged
        """
        with noticing_damage("the indexes cannot be read"):
            self.seal.check()
        check_sums(self.path / "tantivy")

    def apply(self, passages: Sequence[Passage], vectors: NDArray[np.float32], drop: Sequence[int]) -> None:
        """Add passages with their vectors, and let others go; the same again changes nothing.

        Raises:
            Damaged
        """
        self.seal.lift()
        self.dense.drop(drop)
        self.dense.put([passage.passage_id for passage in passages], vectors)
        self.lexical.drop(drop)
        self.lexical.put([words_of(passage) for passage in passages])
        self.lexical.commit()

    # --- a library that ends the process on a damaged file must not do so at every start ---

    def _note_opening(self) -> None:
        note = self.path / "opening"
        if note.exists():
            raise Damaged("the last start ended while the indexes were opened")
        note.touch()

    def note_sound(self) -> None:
        """Opening or writing came to an end, and the indexes answered what they were asked.

        Raises:
            Damaged: this cannot be written down.
        """
        with noticing_damage("the seal cannot be set"):
            self.seal.set()
        self._opening_ended()

    def _opening_ended(self) -> None:
        (self.path / "opening").unlink(missing_ok=True)
