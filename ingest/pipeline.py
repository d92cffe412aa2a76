"""Adds files to the archive: reads them, skips known articles, splits the others into passages, embeds and stores them.

Each batch is written in one short transaction after the slow work is done. So an ingest can be killed at any moment
and run again: articles already stored are skipped, and nothing is stored twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from ingest.clean import NotText
from ingest.editions import lacks
from ingest.embed import Vectors, check_model
from ingest.headings import headings_to_pass_on, with_heading
from ingest.readers.base import Article, Columns, FileUnreadable, Page, Problem, Progress
from ingest.readers.files import NewsFile, find_files
from ingest.readers.legibility import legible_pages, why_illegible
from ingest.readers.options import ReadOptions
from ingest.readers.worker import ReadingProcess
from ingest.report import Report, Reporter
from ingest.waiting import record_problems
from rag.archive import (
    Archive,
    Continuations,
    Intake,
    Ledger,
    Outcome,
    PreparedArticle,
    Rights,
    SourceFile,
)
from rag.schema import Draft, WendaError

if TYPE_CHECKING:
    from rag.embedding import Embedder

BATCH_ARTICLES = 64
READING_SHARE = 0.7  # of the time that a file takes whose reader tells its progress; the rest is embedding
BATCH_CHARACTERS = 40_000  # about ten seconds of embedding, the most that is lost when the process is killed

PageKey = tuple[str, object, str]


def add(
    paths: Sequence[Path],
    options: ReadOptions,
    *,
    archive: Archive,
    load: Callable[[], Embedder],
    reporter: Reporter,
    addresses: Mapping[Path, str] = MappingProxyType({}),
    from_folder: bool = False,
) -> Report:
    """Add files, or all files of folders, to the archive. The search indexes are updated later, by `maintenance.sync`.

    Args:
        paths: files and folders.
        options: what the command line says about the files.
        load: returns the embedding model; not called if every article is known.
        reporter: where progress is shown.
        addresses: of files that were fetched, where they came from.
        from_folder: whether the files were found in folders rather than named: those of unknown formats are skipped.

    Returns:
        What was added, replaced, skipped or failed. A bad file or line does not stop the others. After Ctrl-C, what
        was added so far, with `interrupted` set.

    Raises:
        ModelMismatch: the archive's vectors come from another model.
        ArchiveUnusable: the archive or the folder of source files cannot be written.
        WendaError: the embedding model cannot be loaded.
    """
    report = Report()
    files = find_files(paths, options.format, from_folder=from_folder)

    def load_checked() -> Embedder:
        embedder = load()
        check_model(embedder, Ledger(archive))
        return embedder

    vectors = Vectors(load_checked, report, reporter)
    with ReadingProcess() as process:
        run = _AddRun(options, process, Intake(archive), vectors, report, reporter)
        run.check_page_number(files)
        reporter.begin(sum(file.size for file in files))
        try:
            for file in files:
                run.add(file, addresses.get(file.path, ""))
        except KeyboardInterrupt:
            report.interrupted = True
    report.lacks = lacks(archive, report.days)
    record_problems(archive, report, options)
    return report


class DuplicatePage(WendaError):
    """Two different files claim to be the same page of one day's paper."""


@dataclass
class _Pending:
    """An article with an id of its own that is not written yet.

    Attributes:
        known: whether the archive already has this text, so that it needs no vectors.
    """

    article: Article
    source: str
    known: bool


@dataclass
class _Batch:
    """Articles of one source file that are embedded and written together.

    Attributes:
        keys: (source, source_id) of each article; a batch contains each at most once.
        characters: characters to embed.
        units: bytes of the file that the batch covers, for the progress.
    """

    articles: list[_Pending] = field(default_factory=list)
    keys: set[tuple[str, str]] = field(default_factory=set)
    characters: int = 0
    units: float = 0.0

    def add(self, pending: _Pending) -> None:
        self.articles.append(pending)
        self.keys.add((pending.source, pending.article.draft.source_id))
        self.characters += 0 if pending.known else len(pending.article.draft.text)

    @property
    def full(self) -> bool:
        return len(self.articles) >= BATCH_ARTICLES or self.characters >= BATCH_CHARACTERS


class _AddRun:
    """One run of `add`."""

    def __init__(
        self,
        options: ReadOptions,
        process: ReadingProcess,
        intake: Intake,
        vectors: Vectors,
        report: Report,
        reporter: Reporter,
    ) -> None:
        self.options = options
        self.rights = Rights(options.until, options.quote_only, options.again)
        self.process = process
        self.intake = intake
        self.vectors = vectors
        self.report = report
        self.reporter = reporter
        self.continuations = Continuations(intake.archive)
        self.sha256_of_page: dict[PageKey, str] = {}

    def check_page_number(self, files: Sequence[NewsFile]) -> None:
        """Raise DuplicatePage if `--page-no` was given together with several page files."""
        pages = [file for file in files if file.format == "pages"]
        if self.options.page and len(pages) > 1:
            raise DuplicatePage(_one_page_number(self.options.page, f"{len(pages)} page files"))

    def add(self, file: NewsFile, address: str) -> None:
        """Add one file. If something is wrong with it, the report says so and the run continues."""
        self.reporter.working_on(file.path.name)
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
        batch = _Batch()
        done = 0
        shown = 0.0  # of the file's size, as progress of the reading
        for item in self.process.read(file.path, file.format, self.options):
            if isinstance(item, Progress):
                self.reporter.advance(max(0.0, READING_SHARE * file.size * item.share - shown))
                shown = READING_SHARE * file.size * item.share
                continue
            if isinstance(item, SourceFile):
                if source_file is not None:
                    self._write_all(file, source_file, batch, pages)
                source_file, pages, batch = item, [], _Batch()
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
                case Article():
                    if address and file.format == "web" and not item.draft.url:
                        item = replace(item, draft=replace(item.draft, url=address))
                    batch = self._queue(item, source_file, batch)
            batch.units += item.done - done
            done = item.done
        if source_file is not None:
            batch.units += 0 if pages else file.size - done
            self._write_all(file, source_file, batch, pages, file.size - done - shown)

    def _write_all(
        self,
        file: NewsFile,
        source_file: SourceFile,
        batch: _Batch,
        pages: Sequence[Page],
        units: float = 0.0,
    ) -> None:
        """Write what was read of a file, or of one of the files in it. If its pages cannot be stored, others still are."""
        self._write(source_file, batch)
        try:
            self._write_pages(source_file, pages, units)
        except (FileUnreadable, DuplicatePage, Intake.PageReused) as error:
            self.report.fail(error, source_file.name.removeprefix(file.path.name).removeprefix("/"))

    # --- pages ---

    def _write_pages(self, file: SourceFile, pages: Sequence[Page], units: float = 0.0) -> None:
        """Write the pages of a file in one transaction."""
        if not pages:
            return
        pages, problems = legible_pages(pages)
        for problem in problems:
            self.report.fail(problem.reason, problem.where)
        if self.options.page and len(pages) > 1:
            raise DuplicatePage(_one_page_number(self.options.page, f"a file of {len(pages)} pages"))
        drafts = self._with_earlier_options(file, [draft for page in pages for draft in page.drafts], pages)
        drafts = [with_heading(draft, self.continuations) for draft in drafts]
        if not drafts:
            raise FileUnreadable(
                "no article was found on this page; `python -m ingest preview` shows what was read."
            )
        for key in dict.fromkeys((draft.paper, draft.date, draft.page) for draft in drafts):
            self._check_duplicate_page(key, file)
        source = self.options.source or drafts[0].paper
        known = self.intake.known_on_page(file, source, drafts)
        new_drafts = [draft for draft, is_known in zip(drafts, known, strict=True) if not is_known]
        prepared = iter(self._prepare(new_drafts, units))
        items = [draft if is_known else next(prepared) for draft, is_known in zip(drafts, known, strict=True)]
        outcomes = self.intake.add_page(file, source, items, self.rights)
        self.report.record(outcomes)
        self._pass_headings_on(outcomes)
        self.report.count(drafts, len(pages))
        if any(draft.date is None for draft in drafts):
            self.report.note("no date was found; set it with --date")

    def _pass_headings_on(self, outcomes: Sequence[Outcome]) -> None:
        """Give the headlines of these articles to their parts on other pages that were added before them."""
        for known, draft in headings_to_pass_on(self.continuations, [one.article_id for one in outcomes]):
            [prepared] = self._prepare([draft], 0.0)
            self.intake.replace_heading(known, prepared)

    def _with_earlier_options(
        self, file: SourceFile, drafts: Sequence[Draft], pages: Sequence[Page]
    ) -> list[Draft]:
        """Fill in --date, --paper and --page-no from an earlier run on the same file where this run has none."""
        earlier = self.intake.earlier_reading(file)
        if earlier is None:
            return list(drafts)
        return [
            replace(
                draft,
                date=draft.date or earlier.date,
                paper=draft.paper or earlier.paper,
                page=draft.page or (earlier.page if len(pages) == 1 else ""),
            )
            for draft in drafts
        ]

    def _check_duplicate_page(self, key: PageKey, file: SourceFile) -> None:
        """Raise DuplicatePage if another file of this run is the same page: the two would replace each other."""
        if not all(key):
            return
        other = self.sha256_of_page.setdefault(key, file.sha256)
        if other != file.sha256:
            raise DuplicatePage(
                f"another file of this run is also page {key[2]} of {key[0]} of {key[1]}. If it is a different page, "
                f"add it with --page-no; if it is a better copy of the same page, add {file.name} by itself."
            )

    # --- articles with ids of their own ---

    def _queue(self, article: Article, file: SourceFile, batch: _Batch) -> _Batch:
        """Add an article to the batch, which is written first if it is full."""
        if article.note:
            self.report.note(article.note, article.where)
        if reason := why_illegible(article.draft):
            self.report.fail(reason, article.where)
            return batch
        source = self.options.source or article.draft.paper
        if batch.full or (source, article.draft.source_id) in batch.keys:
            self._write(file, batch)
            batch = _Batch()
        try:
            known = self.intake.is_known(source, article.draft)
        except Intake.IdReused as error:
            self.report.fail(error, article.where)
        else:
            batch.add(_Pending(article, source, known))
        return batch

    def _write(self, file: SourceFile, batch: _Batch) -> None:
        new_drafts = [pending.article.draft for pending in batch.articles if not pending.known]
        prepared = iter(self._prepare(new_drafts, batch.units))
        items = [(p, p.article.draft if p.known else next(prepared)) for p in batch.articles]
        for source in dict.fromkeys(pending.source for pending in batch.articles):
            self._write_articles(file, source, [pair for pair in items if pair[0].source == source])

    def _write_articles(
        self, file: SourceFile, source: str, items: list[tuple[_Pending, PreparedArticle | Draft]]
    ) -> None:
        """Write articles in one transaction; if another process has just used one of the ids, write them one by one."""
        try:
            self.report.record(self.intake.add_lines(file, source, [item for _, item in items], self.rights))
        except Intake.IdReused as error:
            if len(items) == 1:
                self.report.fail(error, items[0][0].article.where)
                return
            for pair in items:
                self._write_articles(file, source, [pair])
        else:
            self.report.count(pending.article.draft for pending, _ in items)

    # --- both ---

    def _prepare(self, drafts: Sequence[Draft], units: float) -> list[PreparedArticle]:
        if not drafts:
            self.reporter.advance(units)
            return []
        return self.vectors.prepare(drafts, units)


def _one_page_number(page: str, given: str) -> str:
    return (
        f"--page-no {page} is the number of one page, but {given} were given. "
        "Add them one at a time, or leave --page-no out."
    )
