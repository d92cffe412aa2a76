"""Reads the samples, and shows what was read of them as a table."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from eval.formats.sample import Sample
from eval.formats.score import Counts, count
from ingest.preview import read_file
from ingest.readers.options import ReadOptions
from rag.schema import WendaError

if TYPE_CHECKING:
    from rich.table import Table

NEVER_READ = "—"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a sample.

    Attributes:
        format: as it was recognised; `NEVER_READ` if the file was refused.
        problems: what the reader said, or why it refused the file.
    """

    sample: Sample
    format: str
    counts: Counts
    problems: tuple[str, ...]
    seconds: float

    @property
    def is_right(self) -> bool:
        return self.counts.is_complete and self.format == self.sample.format


def read_samples(samples: Iterable[Sample]) -> Iterator[Reading]:
    """Each sample as a file of unknown format, read in a process of its own."""
    for sample in samples:
        with TemporaryDirectory() as folder:
            path = sample.write(Path(folder))
            start = time.perf_counter()
            try:
                found = read_file(path, ReadOptions())
            except WendaError as error:
                nothing = Counts(expected=len(sample.articles))
                reason = str(error).removeprefix(f"{path}: ")
                yield Reading(sample, NEVER_READ, nothing, (reason,), time.perf_counter() - start)
                continue
            seconds = time.perf_counter() - start
            yield Reading(sample, found.format, count(sample.articles, found.drafts), found.problems, seconds)


def table(readings: Sequence[Reading]) -> Table:
    """A row for each sample, and one for all."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    drawn = Table(
        box=SIMPLE_HEAD,
        pad_edge=False,
        collapse_padding=True,
        title=f"{len(readings)} files of {len({r.sample.format for r in readings})} formats",
    )
    for heading in ("file", "dialect", "format"):
        drawn.add_column(heading, overflow="fold")
    for heading in ("expected", "read", "found", "text", "headline", "date", "byline", "seconds"):
        drawn.add_column(heading, justify="right")
    for reading in readings:
        sample = reading.sample
        found = reading.format if reading.format == sample.format else f"{reading.format} ({sample.format})"
        cells = [Path(sample.path).name, sample.dialect, found, *_cells(reading.counts)]
        drawn.add_row(*cells, f"{reading.seconds:.1f}", style="" if reading.is_right else "bold")
    drawn.add_section()
    recognised = sum(reading.format == reading.sample.format for reading in readings)
    total = sum((reading.counts for reading in readings), Counts())
    seconds = sum(reading.seconds for reading in readings)
    drawn.add_row("all", "", f"{recognised} right", *_cells(total), f"{seconds:.1f}")
    return drawn


def _cells(counts: Counts) -> list[str]:
    return [str(getattr(counts, name)) for name in Counts.__slots__]


def speed(readings: Sequence[Reading], format_: str) -> str:
    """How many printed pages of a format are read a second, the start of the reading processes included; empty if none was."""
    printed = [reading for reading in readings if reading.sample.format == format_ and reading.sample.pages]
    pages, seconds = sum(r.sample.pages for r in printed), sum(r.seconds for r in printed)
    return f"{format_}: {pages / seconds:.2f} pages a second (of {pages} read)" if printed else ""
