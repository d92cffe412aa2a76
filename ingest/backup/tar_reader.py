"""Reads backups: `check_backup` compares every hash, `extract` writes the members into a folder."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from ingest.backup.contents import (
    FORMAT,
    INFO_FILE,
    SCHEMAS,
    SUMS_FILE,
    BackupInfo,
    BackupUnusable,
    is_member_name,
)
from ingest.backup.databases import ARCHIVE
from ingest.report import Reporter

CHUNK_BYTES = 1 << 20
MOST_BYTES = (
    1 << 28
)  # of backup.json and SHA256SUMS, which are read into memory: the hashes of 1.8 million files


@dataclass(frozen=True, slots=True)
class CheckedBackup:
    """A backup whose members all have the hash that they should have.

    Attributes:
        hashes: sha256 of each member by its name.
    """

    file: Path
    info: BackupInfo
    hashes: dict[str, str]


def check_backup(file: Path, reporter: Reporter) -> CheckedBackup:
    """Read a whole backup and compare every hash. Nothing is written.

    Raises:
        BackupUnusable
    """
    found: dict[str, str] = {}
    kept: dict[str, bytearray] = {}
    with _members(file, reporter) as members:
        for name, size, chunks in members:
            if name in found:
                raise BackupUnusable(f"{file} has two entries {name}: it was not written by Wenda.")
            digest, keep = sha256(), name in (INFO_FILE, SUMS_FILE) and size <= MOST_BYTES
            for chunk in chunks:
                digest.update(chunk)
                if keep:
                    kept.setdefault(name, bytearray()).extend(chunk)
            found[name] = digest.hexdigest()
    if SUMS_FILE not in kept:
        raise BackupUnusable(
            f"{file} is damaged or cut off: its end is missing. Nothing was restored. Use another backup, "
            "or copy it again from where it was made."
        )
    _compare(file, _read_sums(file, kept[SUMS_FILE]), found)
    return CheckedBackup(file, _read_info(file, kept[INFO_FILE]), found)


def extract(backup: CheckedBackup, folder: Path, reporter: Reporter) -> None:
    """Write the databases, source files and lists of a backup into a folder, and compare the hashes once more.

    Raises:
        BackupUnusable: the file was changed since it was checked, or cannot be read any more.
        OSError: the folder cannot be written.
    """
    with _members(backup.file, reporter) as members:
        for name, _, chunks in members:
            if name in (INFO_FILE, SUMS_FILE):
                continue
            path, digest = folder / name, sha256()
            path.parent.mkdir(exist_ok=True)
            with path.open("xb") as out:
                for chunk in chunks:
                    out.write(chunk)
                    digest.update(chunk)
            if backup.hashes.get(name) != digest.hexdigest():
                raise BackupUnusable(f"{backup.file} changed while it was being restored ({name}).")


Member = tuple[
    str, int, Iterator[bytes]
]  # name, size, content in chunks, which must be read before the next member


@contextmanager
def _members(file: Path, reporter: Reporter) -> Iterator[Iterator[Member]]:
    """The members of a tar file; refuses any that a backup does not have: links, devices, names that lead elsewhere."""
    if not file.is_file():
        raise BackupUnusable(f"There is no file {file}.")
    try:
        stream = file.open("rb")
    except OSError as error:
        raise BackupUnusable(f"{file} cannot be read ({error.strerror}).") from error
    with stream:
        try:
            reporter.begin(file.stat().st_size)
            reporter.working_on(file.name)
            with tarfile.TarFile(fileobj=stream, mode="r") as tar:
                yield _read_members(file, tar, reporter.advance)
        except tarfile.TarError as error:
            raise BackupUnusable(
                f"{file} is not a backup, or it is damaged or cut off ({error}). Nothing was restored."
            ) from error


def _read_members(file: Path, tar: tarfile.TarFile, on_bytes: Callable[[float], None]) -> Iterator[Member]:
    while (member := tar.next()) is not None:
        tar.members.clear()  # type: ignore[attr-defined] # it would keep an object for each of them
        if member.type != tarfile.REGTYPE or member.issparse() or not is_member_name(member.name):
            raise BackupUnusable(
                f"{file} is not a backup that Wenda wrote: it has an entry {member.name!r:.80}. Nothing was restored."
            )
        content = tar.extractfile(member)
        assert content is not None
        yield member.name, member.size, _chunks(file, content, on_bytes)


def _chunks(file: Path, content: IO[bytes], on_bytes: Callable[[float], None]) -> Iterator[bytes]:
    while True:
        try:
            chunk = content.read(CHUNK_BYTES)
        except OSError as error:
            raise BackupUnusable(f"{file} cannot be read ({error.strerror}).") from error
        if not chunk:
            return
        on_bytes(len(chunk))
        yield chunk


def _read_sums(file: Path, content: bytearray) -> dict[str, str]:
    try:
        lines = content.decode("ascii").splitlines()
        return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    except ValueError as error:
        raise BackupUnusable(f"{file} is damaged: its list of hashes cannot be read.") from error


def _compare(file: Path, wanted: dict[str, str], found: dict[str, str]) -> None:
    """Compare the hashes of the list with those that were computed."""
    members = found.keys() - {SUMS_FILE}
    for name in sorted(wanted.keys() | members | {ARCHIVE.file, INFO_FILE}):
        if name not in members:
            raise BackupUnusable(f"{file} is damaged: {name} is missing. Nothing was restored.")
        if wanted.get(name) != found[name]:
            raise BackupUnusable(
                f"{file} is damaged: {name} is not what was written. Nothing was restored. Use another backup."
            )


def _read_info(file: Path, content: bytearray) -> BackupInfo:
    try:
        info = BackupInfo.model_validate_json(content)
    except ValidationError as error:
        raise BackupUnusable(f"{file} is not a backup that this Wenda can read: update Wenda.") from error
    newer = [name for name, number in info.schemas.items() if number > SCHEMAS.get(name, 0)]
    if info.format > FORMAT or newer:
        raise BackupUnusable(
            f"{file} was made by a newer Wenda ({', '.join(newer) or 'another format'}). Update Wenda, then restore it."
        )
    return info
