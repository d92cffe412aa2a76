"""Takes in what appears in folders and at web addresses, for as long as it runs: `python -m ingest watch`."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from ingest.fetch import Fetched, Fetcher, FetchFailed, is_web_address
from ingest.readers.files import files_in, is_folder
from ingest.report import Report
from rag.archive import Archive, Problems, Watched, WatchedSource
from rag.text.path_names import path_text

EVERY = 5.0  # seconds between two looks into the folders
PATIENCE = timedelta(minutes=10)  # for which a file waits that others are still being put beside
POLITE = timedelta(minutes=5)  # between two requests to one address; doubled after each failure
LONGEST_PAUSE = timedelta(hours=6)
NOTED_EVERY = timedelta(minutes=1)  # how often it is noted that a folder was looked into
_CLOSED = (0, -1)  # size and time of a file whose folder may not be entered
_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".download", ".filepart", "~")

Take = Callable[[Sequence[Path], Mapping[Path, str], Callable[[Path], None]], Report]
"""Adds files, with the addresses of those that were fetched, to the archive and to the indexes. Calls the function with each
file that is in the archive now."""


class Watcher:
    """Looks at its sources in rounds. What it has taken in is kept in the archive, so a restart goes on where it ended."""

    def __init__(self, sources: Iterable[str], archive: Archive, take: Take, fetcher: Fetcher) -> None:
        """
        Args:
            sources: folders, files and web addresses.
        """
        sources = list(sources)
        self.addresses = [source for source in sources if is_web_address(source)]
        self.folders = [Path(source).absolute() for source in sources if not is_web_address(source)]
        self._watched = Watched(archive)
        self._problems = Problems(archive)
        self._take = take
        self._fetcher = fetcher
        self._before: dict[Path, tuple[int, int]] = {}  # size and time of each file at the last look
        self._same_since: dict[Path, datetime] = {}

    def round(self, now: datetime | None = None) -> Iterator[Report]:
        """Look at every source once, and take in what is new and complete; a report for each time that something was.

        Args:
            now: UTC.
        """
        now = now or datetime.now(UTC).replace(tzinfo=None)
        if files := self._new_files(now):
            yield self._take(files, {}, partial(self._mark, now=now))
        for folder in self.folders:
            yield from self._note(folder, now)
        for address in self.addresses:
            known = self._watched.get(address) or WatchedSource(address)
            if known.next_at is None or known.next_at <= now:
                yield from self._ask(known, now)

    # --- folders ---

    def _new_files(self, now: datetime) -> list[Path]:
        """Files that have not been taken in as they are now, and whose folder was the same at the last look.

        If a folder never stops changing (a log is written there), its files have to be the same for `PATIENCE`. Those that
        were written first come first, so that a correction comes after what it corrects, however many wait.
        """
        found = {path: _size_and_time(path) for folder in self.folders for path in files_in(folder)}
        seen = {path: known for path, known in found.items() if known is not None}
        changed = {path for path in seen if self._before.get(path) != seen[path]}
        changing = {path.parent for path in changed}
        self._same_since = {path: now if path in changed else self._same_since[path] for path in seen}
        self._before = seen
        new: list[Path] = []
        for path, (size, modified) in seen.items():
            waits = path.parent in changing and now - self._same_since[path] < PATIENCE
            if waits or path.name.lower().endswith(_UNFINISHED):
                continue
            known = self._watched.get(path_text(path))
            if known is None or (known.size, known.modified) != (size, modified):
                new.append(path)
        return sorted(new, key=lambda path: (seen[path][1], path))

    def _mark(self, path: Path, now: datetime) -> None:
        """Remember that a file was taken in."""
        size, modified = self._before[path]
        self._watched.put(WatchedSource(path_text(path), size, modified, changed_at=now))

    def _note(self, folder: Path, now: datetime) -> Iterator[Report]:
        """Note that a folder was looked into; a report when it is gone, such as a share that is not mounted."""
        name = path_text(folder)
        known = self._watched.get(name) or WatchedSource(name)
        if _size_and_time(folder) and not is_folder(folder):
            return
        if known.next_at is not None and known.next_at > now:
            return
        if is_folder(folder):
            self._forget_failure(known)
            self._watched.put(replace(known, failures=0, next_at=now + NOTED_EVERY))
            return
        self._watched.put(replace(known, failures=known.failures + 1, next_at=now + NOTED_EVERY))
        if not known.failures:
            yield _failure(known.source, "there is no such file or folder, or it may not be opened.")

    # --- web addresses ---

    def _ask(self, known: WatchedSource, now: datetime) -> Iterator[Report]:
        try:
            fetched = self._fetcher.fetch(known.source, known.etag, known.last_modified)
        except FetchFailed as error:
            pause = max(POLITE * 2 ** min(known.failures, 10), timedelta(seconds=error.retry_after))
            # without what the server said of it, the next answer is the whole: it is read again, with its problems
            failed = WatchedSource(
                known.source,
                failures=known.failures + 1,
                next_at=now + min(pause, LONGEST_PAUSE),
                changed_at=known.changed_at,
            )
            self._watched.put(failed)
            yield _failure(known.source, error)
            return
        self._forget_failure(known)
        seen = replace(known, failures=0, next_at=now + POLITE)
        if fetched.data is not None:
            yield self._take_fetched(fetched)
            seen = replace(seen, etag=fetched.etag, last_modified=fetched.last_modified, changed_at=now)
        self._watched.put(seen)

    def _forget_failure(self, known: WatchedSource) -> None:
        """That a source could not be reached is no problem any more."""
        if known.failures:
            self._problems.forget([known.source])

    def _take_fetched(self, fetched: Fetched) -> Report:
        with tempfile.TemporaryDirectory() as folder:
            path = saved(fetched, Path(folder))
            return self._take([path], {path: fetched.url}, lambda path: None)


def _failure(source: str, reason: object) -> Report:
    report = Report()
    report.begin(source)
    report.fail(reason)
    return report


def saved(fetched: Fetched, folder: Path) -> Path:
    """A fetched file in a folder, under the last part of its address."""
    name = fetched.url.partition("?")[0].rstrip("/").rpartition("/")[2] or "index"
    path = folder / "".join(c if c.isalnum() or c in "-_." else "_" for c in name)[-80:]
    path.write_bytes(fetched.data or b"")
    return path


def _size_and_time(path: Path) -> tuple[int, int] | None:
    """None if the file is gone; `_CLOSED` if nothing can be learnt of it. The time is never 0, which marks a source."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return _CLOSED if path.is_symlink() else None  # a link that leads nowhere
    except OSError:
        return _CLOSED
    return found.st_size, found.st_mtime_ns or 1
