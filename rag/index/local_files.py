"""Guards the files of a generation against damage, where its indexes are folders of this computer.

    index/<generation>/chroma        vectors
    index/<generation>/chroma.seal   checksums of Chroma's graph files; exists only while nothing writes to them
    index/<generation>/tantivy       words
    index/<generation>/opening       exists while the owner opens and probes the indexes

A damaged file can crash the process; the file `opening` keeps it from crashing again at every start.
"""

from __future__ import annotations

from pathlib import Path

from rag.index.damage import Damaged, noticing_damage
from rag.index.lexical import Checksums
from rag.index.seal import Seal


class LocalFiles:
    """The folder of one generation. Where an index is on a server, it has no files here, and nothing is checked of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.chroma, self.tantivy = path / "chroma", path / "tantivy"
        self._seal = Seal(self.chroma)
        self._checksums = Checksums(self.tantivy)
        self.closed_cleanly = self._seal.is_set or not self.chroma.exists()

    def begin_opening(self) -> None:
        """Call this before the indexes are opened for writing.

        Raises:
            Damaged: the process ended the last time between this and `mark_sound`, or a file has changed.
        """
        with noticing_damage("the indexes cannot be opened"):
            self.path.mkdir(parents=True, exist_ok=True)
            marker = self.path / "opening"
            if marker.exists():
                raise Damaged("the process ended while it was opening the indexes")
            marker.touch()
            self.check()
            self._seal.lift()

    def check(self) -> None:
        """Compare the files with their stored checksums. Cheap if no file was touched.

        Raises:
            Damaged
        """
        with noticing_damage("the indexes cannot be read"):
            self._seal.check()
            self._checksums.verify()

    def before_writing(self) -> None:
        self._seal.lift()

    def mark_sound(self) -> None:
        """Record that the indexes were opened or written completely and passed their probes.

        Raises:
            Damaged: the seal cannot be written.
        """
        with noticing_damage("the seal cannot be written"):
            self._seal.set()
        self.end_opening()

    def end_opening(self) -> None:
        (self.path / "opening").unlink(missing_ok=True)
