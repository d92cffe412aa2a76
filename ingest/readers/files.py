"""Finds the files to read and determines their format."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.readers.epaper import EPaper
from ingest.readers.epaper_site import page_of, pictures_of
from ingest.readers.file_names import why_unknown
from ingest.readers.registry import READERS, reader_named, reader_of
from ingest.readers.scan import Scan
from ingest.readers.web_page import WebPage

QUESTIONS_FILE = "questions.jsonl"


@dataclass(frozen=True, slots=True)
class NewsFile:
    """A file to read.

    Attributes:
        format: the name of its reader; empty if there is none.
        problem: why it cannot be read; empty if it can.
        skipped: why it is passed over, which is no failure: it is no news, or is read with another file. Empty if it is not.
    """

    path: Path
    format: str = ""
    size: int = 0
    problem: str = ""
    skipped: str = ""


def find_files(paths: Sequence[Path], format_: str, *, from_folder: bool = False) -> list[NewsFile]:
    """The files in `paths`, each once, in order. A folder means all files in it, but for hidden ones.

    A file that was named and whose format is not known is a problem; one that only lies in a folder is skipped,
    unless its name says that it should be known: it is damaged.

    Args:
        format_: the format of all files; empty to determine it from their content.
        from_folder: whether the files of `paths` were found in folders rather than named.
    """
    found: dict[Path, NewsFile] = {}
    for path in paths:
        for file in files_in(path):
            inspected = inspect_file(file, format_, in_folder=from_folder or file != path)
            found.setdefault(_real(file), inspected)
    return list(_without_page_pictures(found))


def _without_page_pictures(found: dict[Path, NewsFile]) -> Iterator[NewsFile]:
    """The files, but the pictures of an e-paper's pages are read with these."""
    shown_on: dict[Path, str] = {}
    if any(file.format == Scan.name for file in found.values()):
        for path, file in found.items():
            if file.format == EPaper.name and not file.skipped:
                shown_on |= dict.fromkeys(pictures_of(path), path.name)
    for path, file in found.items():
        page = shown_on.get(path, "") if file.format == Scan.name else ""
        yield replace(file, skipped=f"read with {page}") if page else file


def inspect_file(path: Path, format_: str, *, in_folder: bool = False) -> NewsFile:
    """A file with its format and size, or with the reason why it is not read."""
    try:
        if not path.exists():
            reason = "a link that leads nowhere." if path.is_symlink() else "there is no such file or folder."
            return NewsFile(path, problem=reason)
        if path.is_dir():
            return NewsFile(path, problem="the folder cannot be opened: allow it to be read.")
        if not path.is_file():
            return NewsFile(path, problem="this is not a regular file.")
        if in_folder and path.name == QUESTIONS_FILE:
            return NewsFile(path, skipped="questions are not articles")
        if in_folder and path.name.startswith("~$"):
            return NewsFile(path, skipped="a lock file of Office")
        size = path.stat().st_size
        reader = reader_named(format_) if format_ else reader_of(path)
        page = page_of(path) if isinstance(reader, EPaper | WebPage) else None
    except OSError as error:
        return NewsFile(path, problem=f"cannot be read ({error.strerror}).")
    if reader is not None:
        return NewsFile(path, reader.name, size, skipped=f"read with {page.name}" if page else "")
    if damaged := why_unknown(path.name, size):
        return NewsFile(path, size=size, problem=damaged)
    if in_folder:
        return NewsFile(path, size=size, skipped="the format is not known; --as names it")
    formats = ", ".join(reader.name for reader in READERS)
    return NewsFile(path, problem=f"the format is not known: use one of {formats}, or name it with --as.")


def files_in(path: Path) -> Iterator[Path]:
    """The files of a folder in order, but for hidden ones; of a file, itself. Links to other folders are followed.

    Folders that cannot be listed are among the files.
    """
    if not is_folder(path):
        yield path
        return
    yield from _files_under(path, {_real(path)})


def _files_under(folder: Path, known: set[Path]) -> Iterator[Path]:
    """The files of a folder and those below it; each of the folders is walked once, however many links lead there."""
    closed: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        shown = sorted(name for name in folders if not name.startswith("."))
        folders[:] = [name for name in shown if not _is_link(Path(parent, name))]
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))
        for name in shown:
            target = _real(Path(parent, name))
            if name in folders or any(target == each or target.is_relative_to(each) for each in known):
                continue
            known.add(target)
            yield from _files_under(Path(parent, name), known)
    yield from closed


def is_folder(path: Path) -> bool:
    """Whether a path is a folder; not if a folder above it may not be read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return False


def _real(path: Path) -> Path:
    """The path without links; one that goes round in a circle stays as it is."""
    return Path(os.path.realpath(path))
