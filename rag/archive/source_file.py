"""A file that articles come from, as it came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

_PIECE = 1 << 20


@dataclass(frozen=True)
class SourceFile:
    """A file as it came: its bytes are kept, so that staff see the printed lines.

    Attributes:
        name: its file name, shown to staff.
        data: its bytes, or the path that they are read from piece by piece: an export may be large.
        encoding: the codec that decodes it.
    """

    name: str
    data: bytes | Path
    encoding: str

    @cached_property
    def sha256(self) -> str:
        digest = sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """Its bytes in order."""
        if isinstance(self.data, bytes):
            yield self.data
            return
        with self.data.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
