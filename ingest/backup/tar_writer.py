"""`TarWriter` writes the members of a backup, and their hashes."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO

from ingest.backup.contents import SUMS_FILE

CHUNK_BYTES = 1 << 20


class TarWriter:
    """Writes a tar file member by member, so that nothing but a chunk of one is in memory."""

    def __init__(self, out: IO[bytes], moment: float, on_bytes: Callable[[int], None]) -> None:
        """
        Args:
            out: where the tar is written; it stays open.
            moment: seconds since 1970, the time of all members.
            on_bytes: called with the size of each chunk that was written.
        """
        self._tar = tarfile.TarFile(fileobj=out, mode="w", format=tarfile.PAX_FORMAT, copybufsize=CHUNK_BYTES)
        self._moment = moment
        self._on_bytes = on_bytes
        self._hashes: dict[str, str] = {}

    def __enter__(self) -> TarWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            lines = "".join(f"{digest}  {name}\n" for name, digest in self._hashes.items())
            self.add_bytes(SUMS_FILE, lines.encode())
            self._tar.close()

    def add_file(self, name: str, path: Path) -> str:
        """Add a file.

        Returns:
            The sha256 of its bytes.

        Raises:
            OSError: it cannot be read, or the tar cannot be written.
        """
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            return self._add(name, file, size)

    def add_bytes(self, name: str, content: bytes) -> str:
        """Add a member with this content.

        Returns:
            The sha256 of its bytes.

        Raises:
            OSError: the tar cannot be written.
        """
        return self._add(name, io.BytesIO(content), len(content))

    def _add(self, name: str, file: IO[bytes], size: int) -> str:
        member = tarfile.TarInfo(name)
        member.size, member.mtime, member.mode = size, self._moment, 0o600
        hashed = _Hashed(file, self._on_bytes)
        self._tar.addfile(member, hashed)
        self._tar.members.clear()  # type: ignore[attr-defined] # it would keep an object for each of them
        self._hashes[name] = hashed.digest.hexdigest()
        return self._hashes[name]


class _Hashed(io.RawIOBase):
    """Reads a file and hashes what was read."""

    def __init__(self, file: IO[bytes], on_bytes: Callable[[int], None]) -> None:
        self._file = file
        self._on_bytes = on_bytes
        self.digest = sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size)
        self.digest.update(chunk)
        self._on_bytes(len(chunk))
        return chunk
