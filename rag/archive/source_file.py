"""`SourceFile`: the original file that articles are read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from rag.text.path_names import path_text

TEXT = "text"  # names in `SourceFile.beside`
LAYOUT = "layout.json"

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class SourceFile:
    """An original file. The archive stores its bytes, so that staff can see the printed lines.

    Attributes:
        name: file name, shown to staff; what a name cannot have in the archive is written as text.
        data: the bytes, or the path to read them from in chunks (an export may be large).
        encoding: codec that decodes the bytes, or the text beside them.
        beside: what a reader has made of the bytes, by name. `TEXT`: the text that it read out of a binary file, in
            which raw offsets then count; `LAYOUT`: a `Layout`; others: the pictures that the layout names.
    """

    name: str
    data: bytes | Path
    encoding: str = "utf-8"
    beside: Mapping[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", path_text(self.name))

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
