"""Reads the files in a file: the members of a ZIP, the attachments of a mail. Each is read as if it lay in a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol, runtime_checkable

from ingest.readers.base import Article, Item, Note, Problem, Reader, Withdrawal
from ingest.readers.epaper_site import page_of
from ingest.readers.file_names import why_unknown
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile
from rag.schema import WendaError

MOST_MEMBERS = 10_000
MOST_BYTES = 1 << 30
LARGEST_MEMBER = 200 << 20  # bytes
DEEPEST = 2

_LONGEST_NAME = 200  # bytes

ReaderOf = Callable[[Path], Reader | None]
"""`registry.reader_of`; the readers of files in files are in the registry, so that they cannot import it."""


@dataclass
class Allowance:
    """What may still be unpacked from a file, from all files in it together.

    Attributes:
        depth: how many files of files may still lie in each other.
    """

    members: int = MOST_MEMBERS
    bytes: int = MOST_BYTES
    depth: int = DEEPEST

    @property
    def used_up(self) -> str:
        """Why no more members may be read; empty if they may."""
        if self.members <= 0:
            return f"it holds more than {MOST_MEMBERS:,} files"
        return f"it holds more than {MOST_BYTES >> 30} GB" if self.bytes <= 0 else ""


@runtime_checkable
class FileOfFiles(Protocol):
    """A reader whose files contain files."""

    def read_within(
        self, path: Path, options: ReadOptions, allowance: Allowance
    ) -> Iterator[SourceFile | Item]:
        """The items of a file that may itself be in a file. What is read of it is taken from the allowance."""


def read_member(
    path: Path, name: str, outer: str, options: ReadOptions, allowance: Allowance, reader_of: ReaderOf
) -> Iterator[SourceFile | Item]:
    """What is in a member: its source file, named ``outer/name``, and its items, with the member's name in their `where`.

    A member that cannot be read is one `Problem`. The options' format is that of the outer file, and not used.

    Args:
        path: where the member is unpacked; the file may be deleted once the iterator is done.
        name: the member's name in `outer`; shown, and never used as a path.
        outer: the name of the file that it is in.
    """
    try:
        reader = reader_of(path)
        if reader is None:
            damaged = why_unknown(name, path.stat().st_size)
            yield Problem(name, damaged) if damaged else Note(name, "skipped: the format is not known")
            return
        if page_of(path):  # an article of a saved e-paper, read with its page
            return
        if not isinstance(reader, FileOfFiles):
            items = reader.read(path, options)
        elif allowance.depth:
            items = _deeper(reader, path, options, allowance)
        else:
            yield Problem(name, f"files in files are read to a depth of {DEEPEST}: unpack it")
            return
        for item in items:
            if isinstance(item, SourceFile):
                inner = item.name.removeprefix(path.name)
                data = item.data if isinstance(item.data, bytes) else item.data.read_bytes()
                yield replace(item, name=f"{outer}/{name}{inner}", data=data)
            elif isinstance(item, Article | Problem | Note | Withdrawal):
                yield replace(item, where=f"{name}, {item.where}" if item.where else name, done=0)
            else:
                yield item
    except (WendaError, OSError) as error:
        yield Problem(name, error.strerror or "cannot be read" if isinstance(error, OSError) else str(error))
    except MemoryError:
        yield Problem(name, "reading it takes too much memory: split the file")


def _deeper(
    reader: FileOfFiles, path: Path, options: ReadOptions, allowance: Allowance
) -> Iterator[SourceFile | Item]:
    allowance.depth -= 1
    try:
        yield from reader.read_within(path, options, allowance)
    finally:
        allowance.depth += 1


def path_for(folder: Path, name: str) -> Path:
    """A new path for a member: in the folders that its name says, so that files of one site find each other.

    Args:
        folder: the path is in it, whatever the name.

    Raises:
        OSError: the folder cannot be written.
    """
    parts = [_usable(part) for part in name.replace("\\", "/").split("/")]
    parts = [part for part in parts if part] or ["member"]
    path = folder.joinpath(*parts)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            return path
    except OSError:  # the path is too long, or a file stands where it needs a folder
        pass
    return Path(mkdtemp(dir=folder), parts[-1])


def _usable(part: str) -> str:
    """A part of a name as a file system takes it, with its suffix; empty if nothing is left, or if it leads elsewhere."""
    shown = "".join(char for char in part if char.isprintable() and char not in ':*?"<>|').strip(" ")
    shown = shown.encode("utf-8", "replace")[-_LONGEST_NAME:].decode("utf-8", "ignore")
    return shown if shown.strip(".") else ""
