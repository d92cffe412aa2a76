"""Reads page files with the readers of `ingest`, in the process that the ingest reads them in, and measures it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.readers.base import Article, FileUnreadable, Page, Problem
from ingest.readers.files import inspect_file
from ingest.readers.options import ReadOptions
from ingest.workers.process import WorkerProcess
from rag.schema import Draft, WendaError


@dataclass(frozen=True, slots=True)
class FileDrafts:
    """What was read of a file, and what went wrong."""

    drafts: tuple[Draft, ...]
    problems: tuple[str, ...]
    seconds: float


def read_files(paths: Sequence[Path]) -> Iterator[FileDrafts]:
    """Read files one after the other in one process, as the ingest does. A file that cannot be read has no drafts."""
    with WorkerProcess() as process:
        for path in paths:
            drafts: list[Draft] = []
            problems: list[str] = []
            start = time.perf_counter()
            try:
                for item in _items(process, path):
                    match item:
                        case Page():
                            drafts += item.drafts
                        case Article():
                            drafts.append(item.draft)
                        case Problem():
                            problems.append(f"{path.name}, {item.where}: {item.reason}")
            except WendaError as error:
                problems.append(f"{path.name}: {error}")
            yield FileDrafts(tuple(drafts), tuple(problems), time.perf_counter() - start)


def _items(process: WorkerProcess, path: Path) -> Iterator[object]:
    file = inspect_file(path, "")
    if file.problem:
        raise FileUnreadable(file.problem)
    yield from process.read(path, file.format, ReadOptions())
