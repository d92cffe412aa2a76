"""Writes what is read of a file into the archive: its pages together, its articles in batches.

Each batch is written in one short transaction after the slow work is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import compress, groupby
from operator import attrgetter

from ingest.analyses import Analyses
from ingest.batch import Batch, PendingArticle
from ingest.embed import Vectors
from ingest.headings import headings_to_pass_on, with_heading
from ingest.readers.base import Article, FileUnreadable, Page, Withdrawal
from ingest.readers.legibility import legible_pages, why_illegible
from ingest.readers.options import ReadOptions
from ingest.report import Report, Reporter
from rag.archive import Continuations, Intake, Outcome, PreparedArticle, Rights, SourceFile
from rag.schema import Draft, WendaError

SOURCE = attrgetter("source")
PageKey = tuple[str, object, str]


class DuplicatePage(WendaError):
    """Two different files claim to be the same page of one day's paper."""


class ArchiveWriter:
    """Writes pages and articles for one run of `ingest.pipeline.add`."""

    def __init__(
        self,
        options: ReadOptions,
        intake: Intake,
        vectors: Vectors,
        analyses: Analyses,
        report: Report,
        reporter: Reporter,
    ) -> None:
        self.options = options
        self.rights = Rights(options.until, options.quote_only, options.again)
        self.intake = intake
        self.vectors = vectors
        self.analyses = analyses
        self.report = report
        self.reporter = reporter
        self.continuations = Continuations(intake.archive)
        self.file_of_page: dict[PageKey, tuple[str, str]] = {}  # its SHA-256 and its name

    # --- pages ---

    def write_pages(self, file: SourceFile, pages: Sequence[Page], units: float) -> None:
        """Write the pages of a file in one transaction."""
        if not pages:
            return
        pages, problems = legible_pages(pages)
        for problem in problems:
            self.report.fail(problem.reason, problem.where)
        if self.options.page and len(pages) > 1:
            raise DuplicatePage(one_page_number(self.options.page, f"a file of {len(pages)} pages"))
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
        if not all(draft.paper for draft in drafts):
            self.report.note(
                "no name of a paper was found; set it with --paper, or WENDA_PAPER for all files"
            )

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
        sha256, other = self.file_of_page.setdefault(key, (file.sha256, file.name))
        if sha256 != file.sha256:
            raise DuplicatePage(
                f"the same page as in another file of this run: page {key[2]} of {key[0]} of {key[1]} is in {other} too. "
                f"If it is a different page, add it with --page-no; if it is a better copy of the same page, add {file.name} "
                "by itself."
            )

    # --- articles with ids of their own ---

    def queue(self, article: Article, file: SourceFile, batch: Batch) -> Batch:
        """Add an article to the batch, which is written first if it is full."""
        if reason := why_illegible(article.draft):
            self.report.fail(reason, article.where)
            return batch
        if article.note:
            self.report.note(article.note, article.where)
        source = self.options.source or article.draft.paper
        if batch.full or (source, article.draft.source_id) in batch.keys:
            self.write(file, batch)
            batch = Batch()
        batch.add(PendingArticle(article, source, self._rights_of(article)))
        return batch

    def write(self, file: SourceFile, batch: Batch) -> None:
        """Write a batch of articles of a file."""
        pending: list[PendingArticle] = []
        new: list[bool] = []
        for source, of_source in groupby(sorted(batch.articles, key=SOURCE), key=SOURCE):
            articles = list(of_source)
            known = self.intake.known_lines(file, source, [one.article.draft for one in articles])
            for one, is_known in zip(articles, known, strict=True):
                if isinstance(is_known, Intake.IdReused):
                    self.report.fail(is_known, one.article.where)
                    continue
                pending.append(one)
                new.append(not is_known)
        drafts = [one.article.draft for one in pending]
        prepared = iter(self._prepare(list(compress(drafts, new)), batch.units))
        items = [
            (one, next(prepared) if is_new else one.article.draft)
            for one, is_new in zip(pending, new, strict=True)
        ]
        for source, rights in dict.fromkeys((one.source, one.rights) for one in pending):
            alike = [pair for pair in items if (pair[0].source, pair[0].rights) == (source, rights)]
            self._write_articles(file, source, rights, alike)

    def _write_articles(
        self,
        file: SourceFile,
        source: str,
        rights: Rights,
        items: list[tuple[PendingArticle, PreparedArticle | Draft]],
    ) -> None:
        """Write articles in one transaction; if another process has just used one of the ids, write them one by one."""
        try:
            self.report.record(self.intake.add_lines(file, source, [item for _, item in items], rights))
        except Intake.IdReused as error:
            if len(items) == 1:
                self.report.fail(error, items[0][0].article.where)
                return
            for pair in items:
                self._write_articles(file, source, rights, [pair])
        else:
            self.report.count(pending.article.draft for pending, _ in items)

    def withdraw(self, withdrawal: Withdrawal) -> None:
        """Withdraw an article that a file says is cancelled."""
        source = self.options.source or withdrawal.paper
        outcome = self.intake.withdraw_by_id(source, withdrawal.source_id)
        self.report.record([outcome] if outcome else [])
        self.report.note(
            withdrawal.reason if outcome else f"{withdrawal.reason}; not in use here", withdrawal.where
        )

    def _rights_of(self, article: Article) -> Rights:
        """The rights of this run, with the later one of its embargo and the article's own."""
        if article.until is None or article.until <= datetime.now(UTC):
            return self.rights
        return replace(self.rights, until=max(article.until, self.rights.until or article.until))

    # --- both ---

    def _prepare(self, drafts: Sequence[Draft], units: float) -> list[PreparedArticle]:
        if not drafts:
            self.reporter.advance(units)
            return []
        return self.vectors.prepare(drafts, self.analyses, units)


def one_page_number(page: str, given: str) -> str:
    """Why the number of one page cannot be that of what was given."""
    return (
        f"--page-no {page} is the number of one page, but {given} were given. "
        "Add them one at a time, or leave --page-no out."
    )
