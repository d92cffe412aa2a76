"""Reads ZIP files: each member by the reader of its own format."""

from __future__ import annotations

import lzma
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from ingest.clean import NotText, decode
from ingest.readers.base import FileUnreadable, Item, Problem
from ingest.readers.epaper import EPaper
from ingest.readers.epaper_site import pictures_of
from ingest.readers.members import (
    LARGEST_MEMBER,
    Allowance,
    ReaderOf,
    path_for,
    read_member,
)
from ingest.readers.options import ReadOptions
from ingest.readers.scan import Scan
from rag.archive import SourceFile

_SIGNATURE = b"PK\x03\x04"
_EMPTY = b"PK\x05\x06"
_HEADER = struct.Struct(
    "<4s2xHxx8xI4xHH"
)  # signature, flags, packed size, lengths of the name and of the extra field
_ENCRYPTED = 0x1  # flags
_SIZE_FOLLOWS = 0x8
_UTF8_NAME = 0x800
_HIGHEST_RATIO = 200
_SMALL = 10 << 20  # bytes; a member that is no larger is no bomb, however well it is packed
_NO_NEWS = ("__MACOSX", "Thumbs.db", "desktop.ini")
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError)


class _Refused(Exception):
    """A member is not unpacked; the message says why."""


class ZipFile:
    """A folder of files, packed."""

    name = "zip"

    def __init__(self, reader_of: ReaderOf) -> None:
        self._reader_of = reader_of

    def sniff(self, head: bytes, name: str) -> float:
        if head.startswith(_EMPTY):
            return 0.9
        return 0.9 if head.startswith(_SIGNATURE) and not _is_document(head) else 0.0

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """
        Raises:
            FileUnreadable: it is damaged.
        """
        yield SourceFile(path.name, path)
        yield from self.read_within(path, options, Allowance())

    def read_within(
        self, path: Path, options: ReadOptions, allowance: Allowance
    ) -> Iterator[SourceFile | Item]:
        try:
            archive = zipfile.ZipFile(path)
        except (*_DAMAGED, NotImplementedError) as error:
            raise FileUnreadable(
                f"the ZIP file is damaged or incomplete ({error}): copy it again."
            ) from error
        with archive, TemporaryDirectory(prefix="wenda-") as folder:
            members = [(member, _name(member)) for member in archive.infolist() if not member.is_dir()]
            members = [(member, name) for member, name in members if not _is_hidden(name)]
            if not members:
                yield Problem("", "there are no files in the ZIP file")
            unpacked: list[tuple[Path, str]] = []
            for number, (member, name) in enumerate(members):
                if allowance.used_up:
                    left = f"the last {len(members) - number:,} are not read"
                    yield Problem("", f"{allowance.used_up}; {left}: unpack it, and add the folder")
                    break
                allowance.members -= 1
                try:
                    unpacked.append((_unpack(archive, member, name, Path(folder), allowance), name))
                except _Refused as refused:
                    yield Problem(name, str(refused))
            shown = self._shown_on_pages([member_path for member_path, _ in unpacked])
            for member_path, name in unpacked:
                if member_path.resolve() in shown:
                    continue
                yield from read_member(member_path, name, path.name, options, allowance, self._reader_of)

    def _shown_on_pages(self, paths: Iterable[Path]) -> set[Path]:
        """The pictures of e-paper pages among the members, which are read with these."""
        readers = {path.resolve(): self._reader_of(path) for path in paths}
        pages = [path for path, reader in readers.items() if isinstance(reader, EPaper)]
        pictures = {picture for page in pages for picture in pictures_of(page)}
        return {picture for picture in pictures if isinstance(readers.get(picture), Scan)}


def _is_document(head: bytes) -> bool:
    """Whether a ZIP is one document (Office, OpenDocument, EPUB), by the names of its first members."""
    position = 0
    while position + _HEADER.size <= len(head):
        signature, flags, size, name_length, extra_length = _HEADER.unpack_from(head, position)
        start = position + _HEADER.size
        name = head[start : start + name_length]
        if signature != _SIGNATURE:
            return False
        if name in (b"[Content_Types].xml", b"mimetype") or name.startswith((b"_rels/", b"docProps/")):
            return True
        if name.startswith((b"word/", b"xl/", b"ppt/")) and name.endswith(b".xml"):
            return True
        position = start + name_length + extra_length + size
        if flags & _SIZE_FOLLOWS:
            position = head.find(_SIGNATURE, start + name_length + extra_length)
            if position < 0:
                return False
    return False


def _name(member: zipfile.ZipInfo) -> str:
    """A member's name, to be shown. Chinese Windows writes it in GB18030, without saying so."""
    name = member.filename
    if not member.flag_bits & _UTF8_NAME and not name.isascii():
        try:
            name, _ = decode(name.encode("cp437"))  # which the library takes such a name for
        except (UnicodeEncodeError, NotText):
            name = member.filename
    return "".join(char if char.isprintable() else "\ufffd" for char in name.replace("\\", "/"))


def _is_hidden(name: str) -> bool:
    """Whether a member is nothing that a person has put there."""
    parts = [part for part in name.split("/") if part not in (".", "..")]
    return any(part.startswith((".", "~$")) or part in _NO_NEWS for part in parts)


def _unpack(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, folder: Path, allowance: Allowance
) -> Path:
    """Unpack a member into a folder. The library reads no more of it than the size that the ZIP says it has.

    Raises:
        _Refused
    """
    size = member.file_size
    if member.flag_bits & _ENCRYPTED:
        raise _Refused("encrypted: unpack it with its password, and add what is in it")
    if size > _SMALL and size > _HIGHEST_RATIO * member.compress_size:
        raise _Refused("looks like a decompression bomb")
    if size > LARGEST_MEMBER:
        raise _Refused(f"larger than {LARGEST_MEMBER >> 20} MB: unpack it, and add it by itself")
    allowance.bytes -= size
    if allowance.bytes < 0:
        raise _Refused("looks like a decompression bomb, together with the files before it")
    path = path_for(folder, name)
    try:
        with archive.open(member) as packed, path.open("wb") as out:
            shutil.copyfileobj(packed, out)
    except NotImplementedError as error:
        raise _Refused(f"packed in a way that cannot be read ({error}): pack it as ZIP again") from error
    except (*_DAMAGED, RuntimeError) as error:
        path.unlink(missing_ok=True)
        raise _Refused(f"damaged ({error})") from error
    return path
