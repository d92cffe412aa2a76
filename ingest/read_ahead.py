"""`ReadAhead`: the next files are read by workers while the current one is embedded and written."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path

from ingest.readers.base import Item
from ingest.readers.files import NewsFile
from ingest.readers.options import ReadOptions
from ingest.workers.base import Workers
from rag.archive import SourceFile

Reading = Generator[SourceFile | Item, None, None]
_State = tuple[int, int] | None  # size and time of a file; None if it is gone


class ReadAhead:
    """Reads files in order, `workers.count` at the same time."""

    def __init__(self, files: Sequence[NewsFile], options: ReadOptions, workers: Workers) -> None:
        """
        Args:
            files: those that can be read.
        """
        self._files = files
        self._place = {file.path: place for place, file in enumerate(files)}
        self._options = options
        self._workers = workers
        self._begun: dict[Path, tuple[_State, Reading]] = {}

    def read(self, file: NewsFile) -> Reading:
        """What the reader of a file yields, see `ingest.workers.tasks.read`.

        If the file has changed since it was begun, it is read anew.
        """
        state, reading = self._begun.pop(file.path) if file.path in self._begun else self._begin(file)
        if state != _state(file.path):
            reading.close()
            _, reading = self._begin(file)
        place = self._place[file.path]
        for following in self._files[place + 1 : place + self._workers.count]:
            if following.path not in self._begun:
                self._begun[following.path] = self._begin(following)
        return reading

    def _begin(self, file: NewsFile) -> tuple[_State, Reading]:
        return _state(file.path), self._workers.read(file.path, file.format, self._options)


def _state(path: Path) -> _State:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
