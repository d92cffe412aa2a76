"""Adds files to the archive: reads them, skips known articles, splits the others into passages, embeds and stores them.

Each batch is written in one short transaction after the slow work is done. So an ingest can be killed at any moment
and run again: articles already stored are skipped, and nothing is stored twice.
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
from rag.archive import Archive, Intake, Ledger, PreparedArticle, SourceFile
from rag.schema import Draft, WendaError

if TYPE_CHECKING:
    from ingest.readers.pages import PageRead
    from rag.embedding import Embedder

BATCH_ARTICLES = 64
BATCH_CHARACTERS = 40_000  # about ten seconds of embedding, the most that is lost when the process is killed

PageKey = tuple[str, object, str]


def add(
    paths: Sequence[Path],
    options: ReadOptions,
    *,
    archive: Archive,
    load: Callable[[], Embedder],
    reporter: Reporter,
) -> Report:
    """Add files, or all files of folders, to the archive. The search indexes are updated later, by `maintenance.sync`.

    Args:
        paths: files and folders.
        options: what the command line says about the files.
        load: returns the embedding model; not called if every article is known.
        reporter: where progress is shown.

    Returns:
        What was added, replaced, skipped or failed. A bad file or line does not stop the others. After Ctrl-C, what
        was added so far, with `interrupted` set.

    Raises:
        ModelMismatch: the archive's vectors come from another model.
        ArchiveUnusable: the archive or the folder of source files cannot be written.
        WendaError: the embedding model cannot be loaded.
    """
    report = Report()
    files, notes = find_files(paths, options.format)
    report.notes.extend(notes)

    def load_checked() -> Embedder:
        embedder = load()
        check_model(embedder, Ledger(archive))
        return embedder

    run = _AddRun(options, Intake(archive), Vectors(load_checked, report, reporter), report, reporter)
    run.check_page_number(files)
    reporter.begin(sum(file.size for file in files))
    try:
        for file in files:
            run.add(file)
    except KeyboardInterrupt:
        report.interrupted = True
    return report


class DuplicatePage(WendaError):
    """Two different files claim to be the same page of one day's paper."""


@dataclass
class _PendingLine:
    """An export's line that is not written yet.

    Attributes:
        known: whether the archive already has this text, so that it needs no vectors.
    """

    number: int
    draft: Draft
    source: str
    known: bool


@dataclass
class _Batch:
    """Lines that are embedded and written together.

    Attributes:
        keys: (source, source_id) of each line; a batch contains each at most once.
        characters: characters to embed.
        units: bytes of the file that the batch covers, for the progress.
    """

    lines: list[_PendingLine] = field(default_factory=list)
    keys: set[tuple[str, str]] = field(default_factory=set)
    characters: int = 0
    units: float = 0.0

    def add(self, line: _PendingLine) -> None:
        self.lines.append(line)
        self.keys.add((line.source, line.draft.source_id))
        self.characters += 0 if line.known else len(line.draft.text)

    @property
    def full(self) -> bool:
        return len(self.lines) >= BATCH_ARTICLES or self.characters >= BATCH_CHARACTERS


class _AddRun:
    """One run of `add`."""

    def __init__(
        self, options: ReadOptions, intake: Intake, vectors: Vectors, report: Report, reporter: Reporter
    ) -> None:
        self.options = options
        self.intake = intake
        self.vectors = vectors
        self.report = report
        self.reporter = reporter
        self.sha256_of_page: dict[PageKey, str] = {}

    def check_page_number(self, files: Sequence[NewsFile]) -> None:
        """Raise DuplicatePage if `--page-no` was given together with several page files."""
        pages = [file for file in files if file.format == "pages" and not file.problem]
        if self.options.page and len(pages) > 1:
            raise DuplicatePage(
                f"--page-no {self.options.page} is the number of one page, but {len(pages)} page files were given. "
                "Add them one at a time, or leave --page-no out."
            )

    def add(self, file: NewsFile) -> None:
        """Add one file. If something is wrong with it, the report says so and the run continues."""
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

        page = self._with_earlier_options(read_page(file.path, self.options))
        if not page.drafts:
            raise PageUnreadable(
                "no article was found on this page; `python -m ingest preview` shows what was read."
            )
        first = page.drafts[0]
        self._check_duplicate_page((first.paper, first.date, first.page), page.file, file.path)
        known = self.intake.known_on_page(page.file, page.drafts)
        new_drafts = [draft for draft, is_known in zip(page.drafts, known, strict=True) if not is_known]
        prepared = iter(self._prepare(new_drafts, file.size))
        items = [
            draft if is_known else next(prepared) for draft, is_known in zip(page.drafts, known, strict=True)
        ]
        source = self.options.source or first.paper
        self.report.record(self.intake.add_page(page.file, source, items, again=self.options.again))
        if first.date is None:
            self.report.notes.append(f"{file.path}: no date was found; set it with --date")

    def _with_earlier_options(self, page: PageRead) -> PageRead:
        """Fill in --date, --paper and --page-no from an earlier run on the same file where this run has none."""
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

    def _check_duplicate_page(self, key: PageKey, file: SourceFile, path: Path) -> None:
        """Raise DuplicatePage if another file of this run is the same page: the two would replace each other."""
        if not all(key):
            return
        other = self.sha256_of_page.setdefault(key, file.sha256)
        if other != file.sha256:
            raise DuplicatePage(
                f"another file of this run is also page {key[2]} of {key[0]} of {key[1]}. If it is a different page, "
                f"add it with --page-no; if it is a better copy of the same page, add {path.name} by itself."
            )

    # --- an export ---

    def _add_export(self, file: NewsFile) -> None:
        from ingest.readers.articles import open_export, read_lines

        source_file = open_export(file.path)
        batch = _Batch()
        done = 0
        for line in read_lines(source_file, file.path, self.options):
            if line.end > file.size:
                self.report.fail(file.path, "the file grew while it was read: add it again", line.number)
                break
            if line.problem and line.draft is None:
                self.report.fail(file.path, line.problem, line.number)
            elif line.problem:
                self.report.notes.append(f"{file.path}, line {line.number}: {line.problem}")
            if line.draft is not None:
                source = self.options.source or line.draft.paper
                if batch.full or (source, line.draft.source_id) in batch.keys:
                    self._write(source_file, file, batch)
                    batch = _Batch()
                self._queue(_PendingLine(line.number, line.draft, source, known=False), file, batch)
            batch.units += line.end - done
            done = line.end
        self._write(source_file, file, batch)

    def _queue(self, line: _PendingLine, file: NewsFile, batch: _Batch) -> None:
        try:
            line.known = self.intake.is_known(line.source, line.draft)
        except Intake.IdReused as error:
            self.report.fail(file.path, error, line.number)
            return
        batch.add(line)

    def _write(self, source_file: SourceFile, file: NewsFile, batch: _Batch) -> None:
        prepared = iter(self._prepare([line.draft for line in batch.lines if not line.known], batch.units))
        items = [(line, line.draft if line.known else next(prepared)) for line in batch.lines]
        for source in dict.fromkeys(line.source for line in batch.lines):
            self._write_lines(source_file, file, source, [pair for pair in items if pair[0].source == source])

    def _write_lines(
        self,
        source_file: SourceFile,
        file: NewsFile,
        source: str,
        items: list[tuple[_PendingLine, PreparedArticle | Draft]],
    ) -> None:
        """Write lines in one transaction; if another process has just used one of the ids, write them one by one."""
        again = self.options.again
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

    def _prepare(self, drafts: Sequence[Draft], units: float) -> list[PreparedArticle]:
        if not drafts:
            self.reporter.advance(units)
            return []
        return self.vectors.prepare(drafts, units)
