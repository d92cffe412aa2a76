"""Finds the files to read and determines their format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.readers.options import Format
from rag.schema import WendaError

FORMATS: dict[str, Format] = {".jsonl": "articles", ".txt": "pages"}
QUESTIONS_FILE = "questions.jsonl"

_SUPPORTED = "Use page text (.txt) or articles as JSON lines (.jsonl), or set the format with --as pages or --as articles."
_ADVICE = {
    ".pdf": "Convert it to text first (`pdftotext page.pdf page.txt`, one page per file).",
    ".json": "Write one article per line, and name the file .jsonl.",
    ".doc": "Save it as plain text (.txt).",
    ".docx": "Save it as plain text (.txt).",
    ".html": "Export the articles as JSON lines (.jsonl).",
    ".csv": "Export the articles as JSON lines (.jsonl).",
    ".zip": "Unpack it first.",
    ".gz": "Unpack it first.",
}


class UnsupportedFormat(WendaError):
    """A file's format cannot be read."""


class FileMissing(WendaError):
    """There is no such file or folder."""


@dataclass(frozen=True, slots=True)
class NewsFile:
    """A file to read.

    Attributes:
        problem: why it cannot be read, or empty. If set, `format` and `size` mean nothing.
    """

    path: Path
    format: Format = "pages"
    size: int = 0
    problem: str = ""


def find_files(paths: Sequence[Path], format_: Format | None) -> tuple[list[NewsFile], list[str]]:
    """The files in `paths`, each once, in order. A folder means all .txt and .jsonl files in it.

    Args:
        format_: the format of all files; None to determine it from their names.

    Returns:
        The files, and notes on files that were skipped.
    """
    found: dict[Path, NewsFile] = {}
    notes: list[str] = []
    for path in paths:
        if path.is_dir():
            files, skipped = _walk(path)
            notes.extend(skipped)
            if not files:
                notes.append(f"{path}: no .txt or .jsonl file in this folder")
        else:
            files = [path]
        for file in files:
            found.setdefault(file.resolve(), inspect_file(file, format_))
    return list(found.values()), notes


def inspect_file(path: Path, format_: Format | None) -> NewsFile:
    """A file with its format and size, or with the reason why it cannot be read."""
    try:
        if not path.exists():
            raise FileMissing("there is no such file or folder.")
        if not path.is_file():
            raise UnsupportedFormat("this is not a regular file.")
        return NewsFile(path, format_of(path, format_), path.stat().st_size)
    except WendaError as error:
        return NewsFile(path, problem=str(error))
    except OSError as error:
        return NewsFile(path, problem=f"cannot be read ({error.strerror}).")


def format_of(path: Path, format_: Format | None) -> Format:
    """The format of a file: `format_` if it is set, else by the file's extension.

    Raises:
        UnsupportedFormat: no format has this extension.
    """
    suffix = path.suffix.lower()
    if format_ is not None:
        return format_
    if suffix not in FORMATS:
        kind = f"{suffix} files cannot be read." if suffix else "the file has no extension."
        raise UnsupportedFormat(
            " ".join(part for part in (kind, _ADVICE.get(suffix, ""), _SUPPORTED) if part)
        )
    return FORMATS[suffix]


def _walk(folder: Path) -> tuple[list[Path], list[str]]:
    files = sorted(path for path in _visible(folder) if path.suffix.lower() in FORMATS)
    questions = [path for path in files if path.name == QUESTIONS_FILE]
    notes = [f"{path}: skipped, because questions are not articles" for path in questions]
    return [path for path in files if path not in questions], notes


def _visible(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts):
            yield path
