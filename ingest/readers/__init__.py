"""From files to drafts: one module a format, and `files`, which finds the files and tells their format."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.readers.files import look_at
from ingest.readers.given import Given
from rag.schema import Draft, WendaError


class NotRead(WendaError):
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


def read_file(path: Path, given: Given) -> FileRead:
    """Read a whole file, to look at it.

    Raises:
        NotRead: it is not there, of no type that is supported, or cannot be opened.
        NotText, NoPage: see `pages.read_page`.
    """
    file = look_at(path, given.format)
    if file.problem:
        raise NotRead(f"{path}: {file.problem}")
    try:
        return _read_page(path, given) if file.format == "pages" else _read_export(path, given)
    except OSError as error:
        raise NotRead(f"{path}: cannot be read ({error.strerror}).") from error


def _read_page(path: Path, given: Given) -> FileRead:
    from ingest.readers.pages import read_page

    page = read_page(path, given)
    return FileRead(page.drafts, tuple(part.text for part in page.leftover))


def _read_export(path: Path, given: Given) -> FileRead:
    from ingest.readers.articles import open_export, read_lines

    lines = list(read_lines(open_export(path), path, given))
    return FileRead(
        tuple(line.draft for line in lines if line.draft is not None),
        problems=tuple(f"line {line.number}: {line.problem}" for line in lines if line.problem),
    )
