"""The whole way from files to the archive: read, leave out what is known, cut, embed, write, index.

Each batch is one short transaction, written when all that is slow is done, so that an ingest may be killed at
any moment and run again: what is in is skipped then, and nothing is doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.embed import Vectors, check_model
from ingest.readers.files import NewsFile, find_files
from ingest.readers.options import ReadOptions
from ingest.report import Report, Reporter
from rag.archive import Archive, Intake, Ledger, Prepared, SourceFile
from rag.schema import Draft, WendaError

if TYPE_CHECKING:
    from ingest.readers.pages import PageRead
    from rag.embedding import Embedder

BATCH_ARTICLES = 64
BATCH_CHARACTERS = 40_000  # some ten seconds of embedding: what a kill may cost

PageKey = tuple[str, object, str]


def add(
    paths: Sequence[Path],
    given: ReadOptions,
    *,
    archive: Archive,
    load: Callable[[], Embedder],
    reporter: Reporter,
) -> Report:
    """Add files, or the files of folders, to the archive. The indexes are brought up to date by `sync`.

    Args:
        given: what the command line says about the files.
        load: gives the embedding model; not called when everything is known.

    Returns:
        What was added, replaced, skipped, failed. A file or line that fails does not keep others out; an
        interrupt (Ctrl-C) ends it with what is in by then.

    Raises:
        ModelMismatch: the archive's vectors are another model's.
        ArchiveUnusable: the archive or the folder of source files cannot be written.
        ModelNotLoaded and its like: the embedding model cannot be had.
    """
    report = Report()
    files, notes = find_files(paths, given.format)
    report.notes.extend(notes)

    def load_checked() -> Embedder:
        embedder = load()
        check_model(embedder, Ledger(archive))
        return embedder

    adding = _Adding(given, Intake(archive), Vectors(load_checked, report, reporter), report, reporter)
    adding.refuse_one_number_for_many(files)
    reporter.begin(sum(file.size for file in files))
    try:
        for file in files:
            adding.add(file)
    except KeyboardInterrupt:
        report.interrupted = True
    return report


class DuplicatePage(WendaError):
    """Two different pages are said to be the same page of one day's paper."""


@dataclass
class _Line:
    """A line of an export on its way into the archive."""

    number: int
    draft: Draft
    source: str
    known: bool


@dataclass
class _Batch:
    """Lines that are embedded and written together."""

    lines: list[_Line] = field(default_factory=list)
    keys: set[tuple[str, str]] = field(default_factory=set)
    characters: int = 0
    units: float = 0.0

    def add(self, line: _Line) -> None:
        self.lines.append(line)
        self.keys.add((line.source, line.draft.source_id))
        self.characters += 0 if line.known else len(line.draft.text)

    @property
    def full(self) -> bool:
        return len(self.lines) >= BATCH_ARTICLES or self.characters >= BATCH_CHARACTERS


class _Adding:
    """One run of `add`."""

    def __init__(
        self, given: ReadOptions, intake: Intake, vectors: Vectors, report: Report, reporter: Reporter
    ) -> None:
        self.given = given
        self.intake = intake
        self.vectors = vectors
        self.report = report
        self.reporter = reporter
        self.pages: dict[PageKey, str] = {}

    def refuse_one_number_for_many(self, files: Sequence[NewsFile]) -> None:
        """Raises: DuplicatePage"""
        pages = [file for file in files if file.format == "pages" and not file.problem]
        if self.given.page and len(pages) > 1:
            raise DuplicatePage(
                f"--page-no {self.given.page} names one page, and {len(pages)} page files were given. "
                "Add them one at a time, or leave --page-no out."
            )

    def add(self, file: NewsFile) -> None:
        """Add one file; what is wrong with it alone goes into the report."""
        from ingest.clean import NotText
        from ingest.readers.pages import PageUnreadable

        self.reporter.working_on(file.path.name)
        if file.problem:
            self.report.fail(file.path, file.problem)
            return
        try:
            if file.format == "pages":
                self._add_page(file)
            else:
                self._add_export(file)
        except (NotText, PageUnreadable, DuplicatePage, Intake.PageReused, Intake.FileChanged) as error:
            self.report.fail(file.path, error)
        except OSError as error:
            self.report.fail(file.path, f"cannot be read ({error.strerror}).")

    # --- a page ---

    def _add_page(self, file: NewsFile) -> None:
        from ingest.readers.pages import PageUnreadable, read_page

        page = self._remember(read_page(file.path, self.given))
        if not page.drafts:
            raise PageUnreadable(
                "no article was found on this page; `python -m ingest preview` shows what was read of it."
            )
        first = page.drafts[0]
        self._refuse_page_twice((first.paper, first.date, first.page), page.file, file.path)
        known = self.intake.known_on_page(page.file, page.drafts)
        new = self._prepare(
            [draft for draft, old in zip(page.drafts, known, strict=True) if not old], file.size
        )
        fresh = iter(new)
        items = [draft if old else next(fresh) for draft, old in zip(page.drafts, known, strict=True)]
        source = self.given.source or first.paper
        self.report.record(self.intake.add_page(page.file, source, items, again=self.given.again))
        if first.date is None:
            self.report.notes.append(f"{file.path}: no date was found; give it with --date")

    def _remember(self, page: PageRead) -> PageRead:
        """What was once said of this file with --date, --paper or --page-no still holds where nothing newer does."""
        earlier = self.intake.earlier_reading(page.file)
        if earlier is None:
            return page
        drafts = (
            replace(
                draft,
                date=draft.date or earlier.date,
                paper=draft.paper or earlier.paper,
                page=draft.page or earlier.page,
            )
            for draft in page.drafts
        )
        return replace(page, drafts=tuple(drafts))

    def _refuse_page_twice(self, key: PageKey, file: SourceFile, path: Path) -> None:
        """Two files of one run that claim one page would replace each other for ever. Raises: DuplicatePage"""
        if not all(key):
            return
        other = self.pages.setdefault(key, file.sha256)
        if other != file.sha256:
            raise DuplicatePage(
                f"another file of this run is page {key[2]} of {key[0]} of {key[1]} too. If it is another page, add "
                f"it with --page-no; if it is a better reading of the same page, add {path.name} by itself."
            )

    # --- an export ---

    def _add_export(self, file: NewsFile) -> None:
        from ingest.readers.articles import open_export, read_lines

        source_file = open_export(file.path)
        batch = _Batch()
        done = 0
        for line in read_lines(source_file, file.path, self.given):
            if line.end > file.size:
                self.report.fail(file.path, "it grew while it was being read: add it again", line.number)
                break
            if line.problem and line.draft is None:
                self.report.fail(file.path, line.problem, line.number)
            elif line.problem:
                self.report.notes.append(f"{file.path}, line {line.number}: {line.problem}")
            if line.draft is not None:
                source = self.given.source or line.draft.paper
                if batch.full or (source, line.draft.source_id) in batch.keys:
                    self._write(source_file, file, batch)
                    batch = _Batch()
                self._queue(_Line(line.number, line.draft, source, known=False), file, batch)
            batch.units += line.end - done
            done = line.end
        self._write(source_file, file, batch)

    def _queue(self, line: _Line, file: NewsFile, batch: _Batch) -> None:
        try:
            line.known = self.intake.is_known(line.source, line.draft)
        except Intake.IdReused as error:
            self.report.fail(file.path, error, line.number)
            return
        batch.add(line)

    def _write(self, source_file: SourceFile, file: NewsFile, batch: _Batch) -> None:
        fresh = iter(self._prepare([line.draft for line in batch.lines if not line.known], batch.units))
        items = [(line, line.draft if line.known else next(fresh)) for line in batch.lines]
        for source in dict.fromkeys(line.source for line in batch.lines):
            self._write_lines(source_file, file, source, [pair for pair in items if pair[0].source == source])

    def _write_lines(
        self,
        source_file: SourceFile,
        file: NewsFile,
        source: str,
        items: list[tuple[_Line, Prepared | Draft]],
    ) -> None:
        """Write lines in one transaction; where another process has just taken an id, one by one."""
        again = self.given.again
        try:
            self.report.record(
                self.intake.add_lines(source_file, source, [item for _, item in items], again=again)
            )
        except Intake.IdReused as error:
            if len(items) == 1:
                self.report.fail(file.path, error, items[0][0].number)
                return
            for pair in items:
                self._write_lines(source_file, file, source, [pair])

    # --- both ---

    def _prepare(self, drafts: Sequence[Draft], units: float) -> list[Prepared]:
        if not drafts:
            self.reporter.advance(units)
            return []
        return self.vectors.prepare(drafts, units)
