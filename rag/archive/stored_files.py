"""Stores the original files in the data folder."""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from pathlib import Path

from rag.archive.archive import Archive
from rag.archive.source_file import SourceFile
from rag.archive.tables import ArchiveUnusable
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
                _copy_file(SourceFile(file.name, made), beside)
        if not path.exists():
            _copy_file(file, path)
        for folder in (path.parent, archive.data_dir):
            _sync_folder(folder)
    except OSError as error:
        raise ArchiveUnusable(
            f"{path.parent} cannot be written ({error.strerror}). Free some space or set WENDA_DATA_DIR to "
            "another folder, then run the same command again."
        ) from error


def _copy_file(file: SourceFile, path: Path) -> None:
    """Write the bytes to a temporary file in the folder of `path`, then rename it to `path`.

    Raises:
        OSError
        FileChanged
    """
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    digest = sha256()
    try:
        with partial.open("wb") as out:
            for chunk in file.chunks():
                out.write(chunk)
                digest.update(chunk)
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() != file.sha256:
            raise FileChanged(f"{file.name} changed while it was being read. Run the same command again.")
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Flush a folder's list of files to disk. Windows cannot do that and does not need it."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
