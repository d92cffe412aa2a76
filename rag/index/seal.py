"""`Seal`: checksums of Chroma's graph files, stored whenever Chroma has finished writing.

Chroma opens a damaged graph without an error and then gives wrong results, or crashes with a segmentation fault. So the
files are compared with their checksums before Chroma opens them. The seal is removed while Chroma may write; after a crash
there is none, and only probes can find damage. `chroma.sqlite3` has no checksum: SQLite checks itself, and reading the file
in this process would drop Chroma's locks on it.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.index.damage import Damaged

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class _Checksum:
    size: int
    modified_ns: int
    crc: int


class Seal:
    """The seal of one Chroma folder: a JSON file next to the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder.with_name(folder.name + ".seal")
        self._known: dict[str, _Checksum] = {}

    @property
    def is_set(self) -> bool:
        """Whether the seal exists: the last owner finished writing."""
        return self._file.exists()

    def check(self) -> None:
        """Compare the files with the seal. Does nothing if there is no seal.

        Raises:
            Damaged: a file is missing, was added, or has changed.
        """
        if not self.is_set:
            return
        sealed = self._read()
        self._known = self._checksums(sealed)
        for name in sealed.keys() | self._known.keys():
            before, now = sealed.get(name), self._known.get(name)
            if before is None or now is None or (before.size, before.crc) != (now.size, now.crc):
                raise Damaged(f"Chroma's file {name} has changed since it was written")

    def lift(self) -> None:
        """Remove the seal, before Chroma writes."""
        self._file.unlink(missing_ok=True)

    def set(self) -> None:
        """Store the checksums, after Chroma has written and the probes have passed."""
        self._known = self._checksums(self._known)
        partial = self._file.with_suffix(".partial")
        partial.write_text(json.dumps({name: asdict(values) for name, values in self._known.items()}))
        partial.replace(self._file)

    def _read(self) -> dict[str, _Checksum]:
        try:
            return {name: _Checksum(**values) for name, values in json.loads(self._file.read_bytes()).items()}
        except (ValueError, TypeError, AttributeError) as error:
            raise Damaged(f"{self._file.name} cannot be read: {error}") from error

    def _checksums(self, known: dict[str, _Checksum]) -> dict[str, _Checksum]:
        """Checksums of the files. Files whose size and modification time are as in `known` are not read again."""
        checksums = {}
        for file in sorted(self._folder.glob("*/*")):
            name, stat = file.relative_to(self._folder).as_posix(), file.stat()
            before = known.get(name)
            unchanged = before and (before.size, before.modified_ns) == (stat.st_size, stat.st_mtime_ns)
            checksums[name] = (
                before if before and unchanged else _Checksum(stat.st_size, stat.st_mtime_ns, _crc(file))
            )
        return checksums


def _crc(file: Path) -> int:
    crc = 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            crc = zlib.crc32(chunk, crc)
    return crc
