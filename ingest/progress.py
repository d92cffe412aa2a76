"""Shows progress on stderr: share done, passages per second, and time left."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn

from ingest.report import Reporter

_SECONDS_BETWEEN_LINES = 15.0  # when stderr is a file or a pipe


@contextmanager
def progress_reporter() -> Iterator[Reporter]:
    """A reporter that draws a bar on a terminal; if stderr is a file or a pipe, it writes a line every 15 seconds."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield ProgressLines(console)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        yield ProgressBar(progress)


class Rate:
    """Passages per second, measured from the first batch on, so that loading the model does not count."""

    def __init__(self) -> None:
        self._passages = 0
        self._counted_from = 0
        self._started = 0.0

    def add(self, passages: int) -> None:
        self._passages += passages
        if not self._started:
            self._started, self._counted_from = time.monotonic(), self._passages

    def __str__(self) -> str:
        if self._passages == self._counted_from:
            return ""
        rate = (self._passages - self._counted_from) / (time.monotonic() - self._started)
        return f"{self._passages} passages, {rate:.0f}/s"


class ProgressBar:
    """A reporter that draws a bar."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None
        self._rate = Rate()

    def begin(self, total: int) -> None:
        if self._task is not None:
            self._progress.remove_task(self._task)
        self._task = self._progress.add_task("", total=total or None, rate="")
        self._rate = Rate()

    def working_on(self, name: str) -> None:
        if self._task is not None:
            self._progress.update(self._task, description=escape(name[-40:]))

    def advance(self, units: float) -> None:
        if self._task is not None:
            self._progress.advance(self._task, units)

    def embedded(self, passages: int) -> None:
        self._rate.add(passages)
        if self._task is not None:
            self._progress.update(self._task, rate=str(self._rate))


class ProgressLines:
    """A reporter that writes a line from time to time, for logs."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.begin(0)

    def begin(self, total: int) -> None:
        self._total = total
        self._done = 0.0
        self._name = ""
        self._rate = Rate()
        self._started = self._written = time.monotonic()

    def working_on(self, name: str) -> None:
        self._name = name

    def advance(self, units: float) -> None:
        self._done += units
        now = time.monotonic()
        if now - self._written >= _SECONDS_BETWEEN_LINES and 0 < self._done < self._total:
            self._written = now
            left = (self._total - self._done) * (now - self._started) / self._done
            parts = (
                self._name,
                f"{self._done / self._total:.0%}",
                str(self._rate),
                f"{left / 60:.1f} min left",
            )
            self._console.print(", ".join(part for part in parts if part), markup=False, highlight=False)

    def embedded(self, passages: int) -> None:
        self._rate.add(passages)
