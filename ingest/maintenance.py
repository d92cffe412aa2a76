"""Keeping what is derived from the archive up to date: the search indexes, and passages with their vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.embed import Vectors, as_draft
from ingest.passages import embedding_text, passages
from ingest.report import Report, Reporter
from rag.archive import Archive, Calendar, Copies, Corrections, Intake, Ledger, Prepared
from rag.config import Settings
from rag.schema import Draft, WendaError
from rag.text.sentences import Span

if TYPE_CHECKING:  # Chroma and PyTorch take seconds to import
    from rag.embedding import Embedder
    from rag.index import Indexes, SyncReport

BATCH_CHARACTERS = 40_000


class AppRunning(WendaError):
    """Another process answers from the archive while its vectors are to be replaced."""


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did.

    Attributes:
        articles: how many got new passages.
        embedded: passages that were embedded for it.
        dated: articles of which it was noted anew of which days they speak.
        compared: articles that were compared with the others, whether they are the same story.
        indexes: what became of the indexes; None where the running app takes over by itself.
    """

    articles: int
    embedded: int
    dated: int
    compared: int
    indexes: SyncReport | None


def sync(settings: Settings, archive: Archive, reporter: Reporter) -> SyncReport | None:
    """Bring the indexes up to date, or with no embedding model loaded at least as far as the archive's vectors go.

    Returns:
        What was done; None where there is nothing to index, or another process (the running app) owns the
        indexes: it takes over what is new within seconds.

    Raises:
        ModelChanged: the archive has vectors of more than one model.
        IndexUnusable: the indexes cannot be written.
    """
    model = Ledger(archive).newest_model()
    if model is None:
        return None
    indexes = _open(settings, archive, *model)
    try:
        if not indexes.owner:
            return None
        return indexes.sync(_progress(reporter, Ledger(archive).waiting()))
    finally:
        indexes.close()


def rebuild(
    settings: Settings, archive: Archive, load: Callable[[], Embedder], reporter: Reporter
) -> RebuildReport:
    """Cut and embed again what the splitter or the model in use would make otherwise, then index anew.

    Vectors of passages that stay as they are are kept. May be killed and run again: it goes on where it was.

    Raises:
        AppRunning: the model has changed, and another process answers with the old one.
        IndexUnusable: the indexes cannot be written.
    """
    report = Report()
    vectors = Vectors(load, report, reporter)
    embedder = vectors.embedder
    _refuse_while_app_runs(settings, archive, embedder)
    articles = _Recutting(archive, vectors, reporter).run()
    dated = Calendar(archive).refresh()
    compared = Copies(archive).refresh()
    Corrections(archive).refresh()
    indexes = _open(settings, archive, embedder.fingerprint, embedder.dimensions)
    try:
        done = (
            indexes.rebuild(_progress(reporter, len(Ledger(archive).live_ids()))) if indexes.owner else None
        )
    finally:
        indexes.close()
    return RebuildReport(articles, report.passages, dated, compared, done)


def _open(settings: Settings, archive: Archive, fingerprint: str, dimensions: int) -> Indexes:
    from rag.index import Indexes

    return Indexes.open(settings, archive, fingerprint=fingerprint, dimensions=dimensions)


def _progress(reporter: Reporter, total: int) -> Callable[[int], None]:
    reporter.begin(total)
    reporter.working_on("indexes")
    done = 0

    def on_progress(so_far: int) -> None:
        nonlocal done
        reporter.advance(so_far - done)
        done = so_far

    return on_progress


def _refuse_while_app_runs(settings: Settings, archive: Archive, embedder: Embedder) -> None:
    from rag.index import owned_elsewhere

    if Ledger(archive).fingerprints() <= {embedder.fingerprint}:
        return
    if owned_elsewhere(settings):
        raise AppRunning(
            "The app is running with the old embedding model. Stop it, run `python -m ingest rebuild`, then start "
            "it again."
        )


@dataclass
class _Recut:
    """An article whose passages are to be replaced, with the vectors that can be kept."""

    article_id: str
    version: int
    draft: Draft
    spans: tuple[Span, ...]
    kept: dict[Span, NDArray[np.float16]]

    @property
    def missing(self) -> list[Span]:
        return [span for span in self.spans if span not in self.kept]


class _Recutting:
    """Gives every article the passages and vectors that it would get today."""

    def __init__(self, archive: Archive, vectors: Vectors, reporter: Reporter) -> None:
        self.archive = archive
        self.ledger = Ledger(archive)
        self.intake = Intake(archive)
        self.vectors = vectors
        self.reporter = reporter

    def run(self) -> int:
        """Returns how many articles got new passages."""
        articles = self.ledger.newest_versions()
        self.reporter.begin(len(articles))
        self.reporter.working_on("passages")
        batch: list[_Recut] = []
        characters = replaced = 0
        for article_id, version in articles:
            recut = self._recut(article_id, version)
            if recut is None:
                self.reporter.advance(1)
                continue
            batch.append(recut)
            replaced += 1
            characters += sum(span.end - span.start for span in recut.missing)
            if characters >= BATCH_CHARACTERS:
                self._write(batch)
                batch, characters = [], 0
        self._write(batch)
        return replaced

    def _recut(self, article_id: str, version: int) -> _Recut | None:
        """What is to be done to an article; None where its passages are as they would be made today."""
        stored = self.ledger.embedded(article_id, version)
        draft = as_draft(self.archive.version(article_id, version))
        spans = passages(draft.text)
        current = self.vectors.embedder.fingerprint
        kept = {passage.span: passage.vector for passage in stored if passage.fingerprint == current}
        if len(kept) == len(stored) and [passage.span for passage in stored] == list(spans):
            return None
        return _Recut(article_id, version, draft, spans, kept)

    def _write(self, batch: list[_Recut]) -> None:
        texts = [embedding_text(recut.draft, span) for recut in batch for span in recut.missing]
        made = iter(self.vectors.embed(texts, len(batch)) if texts else ())
        embedder = self.vectors.embedder
        for recut in batch:
            vectors = recut.kept | {span: next(made).astype(np.float16) for span in recut.missing}
            rows = np.stack([vectors[span] for span in recut.spans])
            prepared = Prepared(recut.draft, recut.spans, rows, embedder.fingerprint, embedder.dtype)
            self.intake.replace_passages(recut.article_id, recut.version, prepared)
