"""Reads page files with the readers of `ingest`, in the process that the ingest reads them in, and measures it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.memory import MeasurementFailed, usage
from ingest.readers import FileUnreadable
from ingest.readers.base import Article, Page, Problem
from ingest.readers.files import inspect_file
from ingest.readers.options import ReadOptions
from ingest.readers.worker import ReadingProcess
from rag.schema import Draft, WendaError

_INTERVAL = 0.25  # seconds between two looks at the memory


@dataclass(frozen=True, slots=True)
class FileDrafts:
    """What was read of a file, and what went wrong."""

    drafts: tuple[Draft, ...]
    problems: tuple[str, ...]
    seconds: float


def read_files(paths: Sequence[Path]) -> Iterator[FileDrafts]:
    """Read files one after the other in one process, as the ingest does. A file that cannot be read has no drafts."""
    with ReadingProcess() as process:
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


def _items(process: ReadingProcess, path: Path) -> Iterator[object]:
    file = inspect_file(path, "")
    if file.problem:
        raise FileUnreadable(file.problem)
    yield from process.read(path, file.format, ReadOptions())


# --- memory ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Peak:
    """The most memory that this process and all its descendants had together, in MB; 0 if it cannot be measured."""

    megabytes: float = 0.0


@contextmanager
def peak_memory() -> Iterator[Peak]:
    """Watches the memory of this process and its descendants; pages that they share count once (Linux's Pss)."""
    peak, stop = Peak(), threading.Event()

    def watch() -> None:
        while not stop.wait(_INTERVAL):
            peak.megabytes = max(peak.megabytes, sum(map(_megabytes, _family(os.getpid()))))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def _megabytes(pid: int) -> float:
    try:
        return usage("", pid).proportional
    except (MeasurementFailed, KeyError):  # it has ended, or this is not Linux
        return 0.0


def _family(pid: int) -> set[int]:
    """A process and its descendants."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it has ended
            continue
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family
