"""From files to drafts: one module a format, and `files`, which finds the files and tells their format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.readers.files import inspect_file
from ingest.readers.options import ReadOptions
from rag.schema import Draft, WendaError


class FileUnreadable(WendaError):
    """A file cannot be read."""


@dataclass(frozen=True, slots=True)
class FileRead:
    """All that is in one file.

    Attributes:
        leftover: what is printed on a page and belongs to none of its articles.
        problems: the bad lines of an export, and why.
    """

    drafts: tuple[Draft, ...]
    leftover: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def read_file(path: Path, given: ReadOptions) -> FileRead:
    """Read a whole file, to look at it.

    Raises:
        FileUnreadable: it is not there, of no type that is supported, or cannot be opened.
        NotText, PageUnreadable: see `pages.read_page`.
    """
    file = inspect_file(path, given.format)
    if file.problem:
        raise FileUnreadable(f"{path}: {file.problem}")
    try:
        return _read_page(path, given) if file.format == "pages" else _read_export(path, given)
    except OSError as error:
        raise FileUnreadable(f"{path}: cannot be read ({error.strerror}).") from error


def _read_page(path: Path, given: ReadOptions) -> FileRead:
    from ingest.readers.pages import read_page

    page = read_page(path, given)
    return FileRead(page.drafts, tuple(part.text for part in page.leftover))


def _read_export(path: Path, given: ReadOptions) -> FileRead:
    from ingest.readers.articles import open_export, read_lines

    lines = list(read_lines(open_export(path), path, given))
    return FileRead(
        tuple(line.draft for line in lines if line.draft is not None),
        problems=tuple(f"line {line.number}: {line.problem}" for line in lines if line.problem),
    )
