"""Workers on this machine: processes that are started when they are needed."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from ingest.readers.base import Item
from ingest.readers.options import ReadOptions
from ingest.workers import tasks
from ingest.workers.process import WorkerProcess
from rag.archive import SourceFile

T = TypeVar("T")

MOST = 8  # more than these read faster than one process embeds and writes
MEMORY = 4 << 30  # bytes of the machine's memory for each: text recognition needs more than 1 GB


class LocalWorkers:
    """Processes with limits of memory and time, see `WorkerProcess`; as many as this machine has cores and memory for."""

    def __init__(self, count: int = 0) -> None:
        """
        Args:
            count: see `Workers`; 0 to choose it.
        """
        self.count = count or _useful_count()
        self._processes: list[WorkerProcess] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for process in self._processes:
            process.stop()

    def start(self, function: Callable[..., Iterator[T]], *given: object) -> Generator[T, None, None]:
        """See `Workers.start`. An idle process runs it; if there is none, a new one."""
        process = next((process for process in self._processes if not process.busy), None)
        if process is None:
            process = WorkerProcess()
            self._processes.append(process)
        return process.start(function, *given)

    def read(
        self, path: Path, format_: str, options: ReadOptions
    ) -> Generator[SourceFile | Item, None, None]:
        """See `Workers.read`."""
        return self.start(tasks.read, path, format_, options)


def _useful_count() -> int:
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else MEMORY
    return max(1, min(os.cpu_count() or 1, memory // MEMORY, MOST))
