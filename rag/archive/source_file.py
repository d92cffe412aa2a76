"""`SourceFile`: the original file that articles are read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class SourceFile:
    """An original file. The archive stores its bytes, so that staff can see the printed lines.

    Attributes:
        name: file name, shown to staff.
        data: the bytes, or the path to read them from in chunks (an export may be large).
        encoding: codec that decodes the bytes.
    """

    name: str
    data: bytes | Path
    encoding: str

    @cached_property
    def sha256(self) -> str:
        digest = sha256()
        for chunk in self.chunks():
            digest.update(chunk)
        return digest.hexdigest()

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the file, in order."""
        if isinstance(self.data, bytes):
            yield self.data
            return
        with self.data.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk
