"""What workers do. These functions are called by their names in processes that know nothing of the ingest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from ingest.readers.base import FileUnreadable, Item
from ingest.readers.options import ReadOptions
from ingest.readers.registry import reader_named
from rag.archive import Analysis, SourceFile
from rag.text.sentences import Span


def read(path: Path, format_: str, options: ReadOptions) -> Iterator[SourceFile | Item]:
    """What the reader named `format_` yields.

    Raises:
        WendaError: the file cannot be read.
        OSError
    """
    if path.exists() and not path.is_file():  # opening a pipe would wait for ever
        raise FileUnreadable("this is not a regular file any more.")
    yield from reader_named(format_).read(path, options)


def analyse(articles: Sequence[tuple[str, date | None, tuple[Span, ...]]]) -> Iterator[Analysis]:
    """The analysis of each article, given as its text, its date and its passages."""
    for text, printed, spans in articles:
        yield Analysis.of(text, printed, spans)
