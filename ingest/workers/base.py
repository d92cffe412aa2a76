"""`Workers`: other processes that run generator functions, here or on a Ray cluster."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from ingest.readers.base import Item
from ingest.readers.options import ReadOptions
from rag.archive import SourceFile

T = TypeVar("T")


class Workers(Protocol):
    """Runs several functions at the same time. Use it in a `with` statement: leaving it ends what still runs."""

    count: int
    """How many functions it is useful to have running at the same time."""

    def start(self, function: Callable[..., Iterator[T]], *given: object) -> Generator[T, None, None]:
        """Begin a function of a module with picklable arguments. What it yields is received as it is asked for, and closing
        the generator ends it.

        Raises, when the result is asked for:
            WendaError, OSError: that the function raised.
            FileUnreadable: the process died, or yielded nothing for long.
        """

    def read(
        self, path: Path, format_: str, options: ReadOptions
    ) -> Generator[SourceFile | Item, None, None]:
        """Begin to read a file, see `ingest.workers.tasks.read`."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> Any: ...
