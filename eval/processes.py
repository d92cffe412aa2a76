"""Memory and CPU time of a process and of those that it started, as Linux reports them."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rag.schema import WendaError

_INTERVAL = 0.25  # seconds between two looks at the memory


class MeasurementFailed(WendaError):
    """The app did not start or answer, or the system does not report the memory of a process."""


@dataclass(frozen=True, slots=True)
class Usage:
    """The memory of a process in MB.

    Attributes:
        resident: everything in RAM (Rss).
        proportional: resident, with shared pages divided by the number of processes that share them (Pss).
        dirty: pages that the process wrote; the system cannot drop them.
        clean: unchanged pages of files; the system drops them when RAM is short, and processes share them.
    """

    resident: float
    proportional: float
    dirty: float
    clean: float

    @classmethod
    def of(cls, pid: int) -> Usage:
        """
        Raises:
            MeasurementFailed: there is no /proc (Linux), or no such process.
        """
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError as error:
            raise MeasurementFailed(
                f"Memory can be measured on Linux only, while the process runs: {error.strerror} ({error.filename})."
            ) from error
        fields = re.findall(r"^(\w+):\s+(\d+) kB$", rollup, re.MULTILINE)
        megabytes = {name: int(number) / 1024 for name, number in fields}
        return cls(
            resident=megabytes["Rss"],
            proportional=megabytes["Pss"],
            dirty=megabytes["Private_Dirty"] + megabytes["Shared_Dirty"],
            clean=megabytes["Private_Clean"] + megabytes["Shared_Clean"],
        )


def cpu_seconds(pid: int) -> float:
    """CPU time of a process and its running descendants so far."""
    return sum(map(_cpu_seconds, family(pid)))


@dataclass(slots=True)
class Peak:
    """The most memory that a process and all its descendants had together, in MB; 0 if it cannot be measured."""

    megabytes: float = 0.0


@contextmanager
def peak_memory(pid: int | None = None) -> Iterator[Peak]:
    """Watches the memory of a process (by default this one) and its descendants; pages that they share count once (Pss)."""
    peak, stop = Peak(), threading.Event()

    def watch() -> None:
        while not stop.wait(_INTERVAL):
            peak.megabytes = max(peak.megabytes, sum(map(_megabytes, family(pid or os.getpid()))))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        stop.set()
        thread.join()


def _megabytes(pid: int) -> float:
    try:
        return Usage.of(pid).proportional
    except (MeasurementFailed, KeyError):  # it has ended, or this is not Linux
        return 0.0


def family(pid: int) -> set[int]:
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


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has ended
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
