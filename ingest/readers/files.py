"""Which files are to be read, and as what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.readers.options import Format
from rag.schema import WendaError

FORMATS: dict[str, Format] = {".jsonl": "articles", ".txt": "pages"}
QUESTIONS_FILE = "questions.jsonl"

_SUPPORTED = "Supported are page text (.txt) and articles as JSON lines (.jsonl); --as pages or --as articles overrides."
_ADVICE = {
    ".pdf": "Convert it to text first (`pdftotext page.pdf page.txt`, a page a file); reading PDF comes later.",
    ".json": "Write one article a line, and name the file .jsonl.",
    ".doc": "Save it as plain text (.txt).",
    ".docx": "Save it as plain text (.txt).",
    ".html": "Export the articles as JSON lines (.jsonl).",
    ".csv": "Export the articles as JSON lines (.jsonl).",
    ".zip": "Unpack it first.",
    ".gz": "Unpack it first.",
}


class UnsupportedFormat(WendaError):
    """A file is of no type that can be read."""


class FileMissing(WendaError):
    """There is no such file or folder."""


@dataclass(frozen=True, slots=True)
class NewsFile:
    """A file to read.

    Attributes:
        problem: why it cannot be read; nothing else is known of it then.
    """

    path: Path
    format: Format = "pages"
    size: int = 0
    problem: str = ""


def find_files(paths: Sequence[Path], given: Format | None) -> tuple[list[NewsFile], list[str]]:
    """The files that `paths` name, each once, in order; a folder stands for the .txt and .jsonl files in it.

    Args:
        given: the format of all of them, where the caller knows it.

    Returns:
        The files, and notes on what was passed over in a folder.
    """
    found: dict[Path, NewsFile] = {}
    notes: list[str] = []
    for path in paths:
        if path.is_dir():
            files, passed_over = _walk(path)
            notes.extend(passed_over)
            if not files:
                notes.append(f"{path}: no .txt or .jsonl file in this folder")
        else:
            files = [path]
        for file in files:
            found.setdefault(file.resolve(), inspect_file(file, given))
    return list(found.values()), notes


def inspect_file(path: Path, given: Format | None) -> NewsFile:
    """A file, with its format and size or the reason why it cannot be read."""
    try:
        if not path.exists():
            raise FileMissing("there is no such file or folder.")
        if not path.is_file():
            raise UnsupportedFormat("this is neither a file nor a folder.")
        return NewsFile(path, format_of(path, given), path.stat().st_size)
    except WendaError as error:
        return NewsFile(path, problem=str(error))
    except OSError as error:
        return NewsFile(path, problem=f"cannot be read ({error.strerror}).")


def format_of(path: Path, given: Format | None) -> Format:
    """The format to read a file as, by its extension unless it is given.

    Raises:
        UnsupportedFormat
    """
    suffix = path.suffix.lower()
    if given is not None:
        return given
    if suffix not in FORMATS:
        kind = f"{suffix} files cannot be read." if suffix else "a file without an extension: what is it?"
        raise UnsupportedFormat(
            " ".join(part for part in (kind, _ADVICE.get(suffix, ""), _SUPPORTED) if part)
        )
    return FORMATS[suffix]


def _walk(folder: Path) -> tuple[list[Path], list[str]]:
    files = sorted(path for path in _visible(folder) if path.suffix.lower() in FORMATS)
    questions = [path for path in files if path.name == QUESTIONS_FILE]
    notes = [f"{path}: questions are not articles; passed over" for path in questions]
    return [path for path in files if path not in questions], notes


def _visible(folder: Path) -> Iterable[Path]:
    for path in folder.rglob("*"):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts):
            yield path
