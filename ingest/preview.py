"""Reads a file without storing it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingest.readers.base import Article, Columns, FileUnreadable, Note, Page, Problem, Withdrawal
from ingest.readers.files import inspect_file
from ingest.readers.legibility import legible_pages, why_illegible
from ingest.readers.options import ReadOptions
from ingest.workers.process import WorkerProcess
from rag.schema import Draft


@dataclass(frozen=True, slots=True)
class FileRead:
    """The content of one file.

    Attributes:
        drafts: its articles.
        leftover: the text of pages that is in none of its articles.
        problems: what is wrong with parts of it, or is left out, such as "line 2: no id".
        columns: of an export, which of its columns are read as which fields.
    """

    format: str
    drafts: tuple[Draft, ...]
    leftover: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    columns: tuple[Columns, ...] = ()


def read_file(path: Path, options: ReadOptions) -> FileRead:
    """Read a whole file.

    Raises:
        FileUnreadable: it does not exist, its format is not known, or it cannot be opened.
        WendaError: nothing in it can be read.
    """
    file = inspect_file(path, options.format)
    if file.problem:
        raise FileUnreadable(f"{path}: {file.problem}")
    drafts: list[Draft] = []
    leftover: list[str] = []
    problems: list[str] = []
    pages: list[Page] = []
    columns: list[Columns] = []
    try:
        with WorkerProcess() as process:
            for item in process.read(path, file.format, options):
                match item:
                    case Page():
                        pages.append(item)
                    case Article():
                        if reason := why_illegible(item.draft):
                            problems.append(_at(item.where, reason))
                            continue
                        drafts.append(item.draft)
                        problems += [_at(item.where, note) for note in (item.note, _embargo(item)) if note]
                    case Withdrawal():
                        problems.append(_at(item.where, item.reason))
                    case Problem():
                        problems.append(_at(item.where, item.reason))
                    case Note():
                        problems.append(_at(item.where, item.text))
                    case Columns():
                        columns.append(item)
    except OSError as error:
        raise FileUnreadable(f"{path}: cannot be read ({error.strerror}).") from error
    legible, illegible = legible_pages(pages)
    for page in legible:
        drafts += page.drafts
        leftover += page.leftover
    problems += [_at(problem.where, problem.reason) for problem in illegible]
    return FileRead(file.format, tuple(drafts), tuple(leftover), tuple(problems), tuple(columns))


def _embargo(article: Article) -> str:
    return f"under embargo until {article.until:%Y-%m-%d %H:%M %z}" if article.until else ""


def _at(where: str, what: str) -> str:
    return f"{where}: {what}" if where else what
