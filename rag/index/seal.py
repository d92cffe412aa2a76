"""A seal on Chroma's graph files: what they were when their owner last left them alone.

Chroma reads a damaged graph without an error, answers wrongly from it, or ends the process with a
segmentation fault. So the files are compared with their sums before Chroma opens them. The seal is lifted while
Chroma may write; where a crash left none, only probes can tell. `chroma.sqlite3` is left out: SQLite checks
itself, and reading it here would drop the locks that Chroma holds on it.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.index.damage import Damaged

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Sum:
    size: int
    modified_ns: int
    crc: int


class Seal:
    """The seal of one Chroma folder, kept beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder.with_name(folder.name + ".seal")
        self._known: dict[str, _Sum] = {}

    @property
    def is_set(self) -> bool:
        """Whether the last owner left the files in good order."""
        return self._file.exists()

    def check(self) -> None:
        """Compare the files with the seal; where there is none, nothing can be said.

        Raises:
            Damaged: a file is missing, was added, or is not what it was.
        """
        if not self.is_set:
            return
        sealed = self._read()
        self._known = self._sums(sealed)
        for name in sealed.keys() | self._known.keys():
            before, now = sealed.get(name), self._known.get(name)
            if before is None or now is None or (before.size, before.crc) != (now.size, now.crc):
                raise Damaged(f"Chroma's file {name} is not what was written")

    def lift(self) -> None:
        """From now on Chroma may write."""
        self._file.unlink(missing_ok=True)

    def set(self) -> None:
        """Chroma has written, and what it wrote was found good."""
        self._known = self._sums(self._known)
        partial = self._file.with_suffix(".partial")
        partial.write_text(json.dumps({name: asdict(values) for name, values in self._known.items()}))
        partial.replace(self._file)

    def _read(self) -> dict[str, _Sum]:
        try:
            return {name: _Sum(**values) for name, values in json.loads(self._file.read_bytes()).items()}
        except (ValueError, TypeError, AttributeError) as error:
            raise Damaged(f"{self._file.name} cannot be read: {error}") from error

    def _sums(self, known: dict[str, _Sum]) -> dict[str, _Sum]:
        """Sums of the files as they are; those whose size and time are as in `known` are not read again."""
        sums = {}
        for file in sorted(self._folder.glob("*/*")):
            name, stat = file.relative_to(self._folder).as_posix(), file.stat()
            before = known.get(name)
            unchanged = before and (before.size, before.modified_ns) == (stat.st_size, stat.st_mtime_ns)
            sums[name] = before if before and unchanged else _Sum(stat.st_size, stat.st_mtime_ns, _crc(file))
        return sums


def _crc(file: Path) -> int:
    crc = 0
    with file.open("rb") as stream:
        while piece := stream.read(PIECE):
            crc = zlib.crc32(piece, crc)
    return crc
