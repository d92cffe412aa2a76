"""Reads files into drafts. Each format has a module; `files` finds the files and determines their format."""

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
    """The content of one file.

    Attributes:
        drafts: its articles.
        leftover: the text of a page that is in none of its articles.
        problems: what is wrong with lines of an export, such as "line 2: no id".
    """

    drafts: tuple[Draft, ...]
    leftover: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def read_file(path: Path, options: ReadOptions) -> FileRead:
    """Read a whole file without storing it.

    Raises:
        FileUnreadable: it does not exist, its format is not supported, or it cannot be opened.
        NotText, PageUnreadable: see `pages.read_page`.
    """
    file = inspect_file(path, options.format)
    if file.problem:
        raise FileUnreadable(f"{path}: {file.problem}")
    try:
        return _read_page(path, options) if file.format == "pages" else _read_export(path, options)
    except OSError as error:
        raise FileUnreadable(f"{path}: cannot be read ({error.strerror}).") from error


def _read_page(path: Path, options: ReadOptions) -> FileRead:
    from ingest.readers.pages import read_page

    page = read_page(path, options)
    return FileRead(page.drafts, tuple(part.text for part in page.leftover))


def _read_export(path: Path, options: ReadOptions) -> FileRead:
    from ingest.readers.articles import open_export, read_lines

    lines = list(read_lines(open_export(path), path, options))
    return FileRead(
        tuple(line.draft for line in lines if line.draft is not None),
        problems=tuple(f"line {line.number}: {line.problem}" for line in lines if line.problem),
    )
