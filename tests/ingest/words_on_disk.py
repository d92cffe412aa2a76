"""Searches every file of a data folder for words, in whatever encoding they may stand there."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def files_with(folder: Path, *words: str) -> set[str]:
    """The files, by their path in the folder, whose bytes or name contain one of the words."""
    forms = {form for word in words for form in _forms(word)}
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file()
        and (any(word in path.name for word in words) or any(f in c for c in _contents(path) for f in forms))
    }


def _forms(word: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5"):
        with suppress(UnicodeEncodeError):  # Big5 has no simplified characters
            yield word.encode(encoding)
    escaped = json.dumps(word)[1:-1]
    yield escaped.encode()
    yield escaped.upper().replace("\\U", "\\u").encode()


def _contents(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    yield content
    if content.startswith(b"\x1f\x8b"):
        yield gzip.decompress(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield archive.read(name)
