"""What a reader is: it recognises one format by its content, and reads files of it into pages and articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ingest.readers.options import ReadOptions
from rag.archive import SourceFile
from rag.schema import Draft, WendaError

HEAD = 1 << 16  # bytes of a file that `Reader.sniff` is shown


class FileUnreadable(WendaError):
    """A file cannot be read. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Page:
    """A newspaper page. All pages of a file are stored together, and replace an earlier reading of the same pages.

    Attributes:
        drafts: its articles in order; possibly none.
        leftover: text of the page that is in none of them.
    """

    drafts: tuple[Draft, ...]
    leftover: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article with an id of its own (`draft.source_id`), such as a line of an export or an entry of a feed.

    Attributes:
        where: its place in the file, such as "line 3"; empty if the file is this one article.
        note: which of its fields was ignored, and why.
        done: bytes of the file read so far, for the progress; 0 if not known.
        until: the file says that it must not be used before this moment, which has a time zone; None if it does not.
    """

    draft: Draft
    where: str = ""
    note: str = ""
    done: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an article must not be used any more, as whoever published it says. The archive may not have it.

    Attributes:
        source_id, paper: as of the article's draft.
        reason: such as "canceled by its sender".
        where, done: as in `Article`.
    """

    source_id: str
    paper: str
    reason: str
    where: str = ""
    done: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of a file that cannot be read, and why; `done` as in `Article`."""

    where: str
    reason: str
    done: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """What of a file is left out as it should be, such as drafts, and why. It is told, but nothing has failed."""

    where: str
    text: str
    done: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """That a reader is still at work on a file that takes long.

    Attributes:
        share: of the file that is read, from 0 to 1.
    """

    share: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of an export are read as which fields; shown in `preview`.

    Attributes:
        used: by field, its columns; of several, the first that a record fills in counts.
        unused: the columns that are no field.
    """

    used: Mapping[str, tuple[str, ...]]
    unused: tuple[str, ...] = ()
    done: int = 0


Item = Page | Article | Withdrawal | Problem | Note | Progress | Columns


class Reader(Protocol):
    """Reads files of one format. To add a format, write a reader and list it in `ingest.readers.registry`."""

    name: str
    """As `--as` takes it and reports show it."""

    def sniff(self, head: bytes, name: str) -> float:
        """How likely it is, from 0 to 1, that this reader can read a file.

        Args:
            head: the first `HEAD` bytes.
            name: the file's name.
        """

    def read(self, path: Path, options: ReadOptions) -> Iterator[SourceFile | Item]:
        """The file as it is to be kept, then what is in it. A file of files (a ZIP) yields each of them in this way.

        `Progress` may come at any time, and must if nothing else does for some minutes.

        Raises:
            WendaError: nothing in the file can be read.
            OSError
        """
