"""Stores the original files in the data folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from filelock import FileLock

from rag.archive.archive import Archive
from rag.archive.source_file import SourceFile
from rag.archive.tables import ArchiveUnusable
from rag.database import sync_folder
from rag.schema import WendaError


class FileChanged(WendaError):
    """A file has changed since it was read."""


def store_file(archive: Archive, file: SourceFile) -> None:
    """Copy the original file to `sources/<sha256>`, and what was made of it to files beside it.

    The copy is written to a temporary file, renamed, and flushed to disk (with its folder) before any row of the
    archive refers to it.

    Raises:
        ArchiveUnusable: the copy cannot be written.
        FileChanged: the file's content no longer has the hash `file.sha256`.
    """
    path = archive.source_path(file.sha256)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for name, made in file.beside.items():
            beside = archive.beside(file.sha256, name)
            if not beside.exists() or beside.read_bytes() != made:
                _copy_file(archive, SourceFile(file.name, made), beside)
        if not path.exists():
            _copy_file(archive, file, path)
        for folder in (path.parent, archive.data_dir):
            sync_folder(folder)
    except OSError as error:
        raise ArchiveUnusable(
            f"{path.parent} cannot be written ({error.strerror}). Free some space or set WENDA_DATA_DIR to "
            "another folder, then run the same command again."
        ) from error


@contextmanager
def partial_file(archive: Archive) -> Iterator[Path]:
    """A file to write to and then to rename to its place among the source files. If it is not renamed, it is deleted.

    There is one, which one process has at a time; so what a crash has left of it is overwritten or deleted by the next.

    Raises:
        OSError: the data folder cannot be written.
    """
    partial = archive.source_path("incoming.partial")
    with FileLock(archive.data_dir / "sources.lock"):
        try:
            yield partial
        finally:
            partial.unlink(missing_ok=True)


def _copy_file(archive: Archive, file: SourceFile, path: Path) -> None:
    """Write the bytes to a partial file, then rename it to `path`.

    Raises:
        OSError
        FileChanged
    """
    digest = sha256()
    with partial_file(archive) as partial:
        with partial.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
                digest.update(chunk)
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() != file.sha256:
            raise FileChanged(f"{file.name} changed while it was being read. Run the same command again.")
        partial.replace(path)
