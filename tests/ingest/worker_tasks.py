"""What workers are given to do in tests: to yield, to fail, to crash, to take too much memory, to hang."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from rag.schema import WendaError


class Refused(WendaError):
    """An expected error."""


def numbers(count: int) -> Iterator[int]:
    yield from range(count)


def refuse_after(count: int) -> Iterator[int]:
    yield from range(count)
    raise Refused("no more than that")


def crash(marker: Path | None) -> Iterator[str]:
    """Die; but if an earlier call has died and left its marker, live."""
    if marker is None or not marker.exists():
        if marker is not None:
            marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    yield "alive"


def take_memory(size: int) -> Iterator[int]:
    yield len(bytearray(size))


def hang() -> Iterator[int]:
    time.sleep(600)
    yield 0
