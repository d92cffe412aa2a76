"""Adds files to the archive: reads them, skips known articles, splits the others into passages, embeds and stores them.

Each batch is written in one short transaction after the slow work is done. So an ingest can be killed at any moment
and run again: articles already stored are skipped, and nothing is stored twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ingest.analyses import Analyses
from ingest.batch import Batch
from ingest.clean import NotText
from ingest.editions import find_gaps
from ingest.embed import Vectors, check_model
from ingest.read_ahead import ReadAhead
from ingest.readers.base import Article, Columns, FileUnreadable, Note, Page, Problem, Progress, Withdrawal
from ingest.readers.files import NewsFile, find_files
from ingest.readers.options import ReadOptions
from ingest.report import Report, Reporter
from ingest.waiting import record_problems
from ingest.workers.base import Workers
from ingest.workers.local import LocalWorkers
from ingest.writing import ArchiveWriter, DuplicatePage, one_page_number
from rag.archive import Archive, Intake, Ledger, SourceFile
from rag.text.path_names import one_line, path_text

if TYPE_CHECKING:
    from rag.embedding import Embedder

READING_SHARE = 0.7  # of the time that a file takes whose reader tells its progress; the rest is embedding


def add(
    paths: Sequence[Path],
    options: ReadOptions,
    *,
    archive: Archive,
    load: Callable[[], Embedder],
    reporter: Reporter,
    addresses: Mapping[Path, str] = MappingProxyType({}),
    from_folder: bool = False,
    on_file: Callable[[Path], None] = lambda path: None,
    open_workers: Callable[[], Workers] = LocalWorkers,
) -> Report:
    """Add files, or all files of folders, to the archive. The search indexes are updated later, by `maintenance.sync`.

    Args:
        paths: files and folders.
        options: what the command line says about the files.
        load: returns the embedding model; not called if every article is known.
        reporter: where progress is shown.
        addresses: of files that were fetched, where they came from.
        from_folder: whether the files were found in folders rather than named: those of unknown formats are skipped.
        on_file: called with each file once all of it is stored, and what could not be read of it is among the problems.
        open_workers: returns the processes that read and analyse.

    Returns:
        What was added, replaced, skipped or failed. A bad file or line does not stop the others. After Ctrl-C, what
        was added so far, with `interrupted` set.

    Raises:
        ModelMismatch: the archive's vectors come from another model.
        ArchiveUnusable: the archive or the folder of source files cannot be written.
        WendaError: the embedding model cannot be loaded, or the workers cannot be reached.
    """
    report = Report()
    files = find_files(paths, options.format, from_folder=from_folder)

    def load_checked() -> Embedder:
        embedder = load()
        check_model(embedder, Ledger(archive))
        return embedder

    vectors = Vectors(load_checked, report, reporter)
    with open_workers() as workers:
        readable = [file for file in files if not file.skipped and not file.problem]
        reading = ReadAhead(readable, options, workers)
        writer = ArchiveWriter(options, Intake(archive), vectors, Analyses(workers), report, reporter)
        run = _AddRun(options, reading, writer, report, reporter)
        run.check_page_number(files)
        reporter.begin(sum(file.size for file in files))
        try:
            for file in files:
                run.add(file, addresses.get(file.path, ""))
                record_problems(archive, report.files[-1], options)
                on_file(file.path)
        except KeyboardInterrupt:
            report.interrupted = True
    report.gaps = find_gaps(archive, report.days)
    return report


class _AddRun:
    """One run of `add`."""

    def __init__(
        self,
        options: ReadOptions,
        reading: ReadAhead,
        writer: ArchiveWriter,
        report: Report,
        reporter: Reporter,
    ) -> None:
        self.options = options
        self.reading = reading
        self.writer = writer
        self.report = report
        self.reporter = reporter

    def check_page_number(self, files: Sequence[NewsFile]) -> None:
        """Raise DuplicatePage if `--page-no` was given together with several page files."""
        pages = [file for file in files if file.format == "pages"]
        if self.options.page and len(pages) > 1:
            raise DuplicatePage(one_page_number(self.options.page, f"{len(pages)} page files"))

    def add(self, file: NewsFile, address: str) -> None:
        """Add one file. If something is wrong with it, the report says so and the run continues."""
        self.reporter.working_on(one_line(file.path.name))
        self.report.begin(address or file.path, file.format)
        if file.skipped:
            self.report.skip(file.skipped)
            return
        if file.problem:
            self.report.fail(file.problem)
            return
        try:
            self._read(file, address)
        except (FileUnreadable, NotText, DuplicatePage, Intake.PageReused, Intake.FileChanged) as error:
            self.report.fail(error)
        except OSError as error:
            self.report.fail(f"cannot be read ({error.strerror}).")

    def _read(self, file: NewsFile, address: str) -> None:
        """Read a file and write what is in it. A file of files is written one by one, in batches."""
        source_file: SourceFile | None = None
        pages: list[Page] = []
        batch = Batch()
        done = 0
        shown = 0.0  # of the file's size, as progress of the reading
        for item in self.reading.read(file):
            if isinstance(item, Progress):
                self.reporter.advance(max(0.0, READING_SHARE * file.size * item.share - shown))
                shown = READING_SHARE * file.size * item.share
                continue
            if isinstance(item, SourceFile):
                if source_file is not None:
                    self._write_all(file, source_file, batch, pages)
                source_file, pages, batch = item, [], Batch()
                continue
            if source_file is None:
                raise RuntimeError(f"the reader {file.format} yields no source file")
            match item:
                case Page():
                    pages.append(item)
                    continue
                case Columns():
                    continue
                case Problem():
                    self.report.fail(item.reason, item.where)
                case Note():
                    self.report.note(item.text, item.where)
                case Withdrawal():
                    self.writer.write(source_file, batch)
                    batch = Batch()
                    self.writer.withdraw(item)
                case Article():
                    if address and file.format == "web" and not item.draft.url:
                        item = replace(item, draft=replace(item.draft, url=address))
                    batch = self.writer.queue(item, source_file, batch)
            batch.units += item.done - done
            done = item.done
        if source_file is not None:
            batch.units += 0 if pages else file.size - done
            self._write_all(file, source_file, batch, pages, file.size - done - shown)

    def _write_all(
        self,
        file: NewsFile,
        source_file: SourceFile,
        batch: Batch,
        pages: Sequence[Page],
        units: float = 0.0,
    ) -> None:
        """Write what was read of a file, or of one of the files in it. If its pages cannot be stored, others still are."""
        self.writer.write(source_file, batch)
        try:
            self.writer.write_pages(source_file, pages, units)
        except (FileUnreadable, DuplicatePage, Intake.PageReused) as error:
            self.report.fail(
                error, source_file.name.removeprefix(path_text(file.path.name)).removeprefix("/")
            )
