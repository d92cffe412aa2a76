"""Updates what is derived from the archive's articles: passages, their vectors, and the search indexes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.embed import Vectors, as_draft
from ingest.passages import embedding_text, passages
from ingest.report import Report, Reporter
from rag.archive import Archive, Calendar, Copies, Corrections, Intake, Ledger, PreparedArticle
from rag.config import Settings
from rag.schema import Draft, WendaError
from rag.text.sentences import Span

if TYPE_CHECKING:  # Chroma and PyTorch take seconds to import
    from rag.embedding import Embedder
    from rag.index import Indexes, SyncReport

BATCH_CHARACTERS = 40_000


class AppRunning(WendaError):
    """The app is running with the old embedding model, so the vectors cannot be replaced."""


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did.

    Attributes:
        articles: number of articles that got new passages.
        embedded: number of passages embedded.
        dated: number of articles whose mentioned dates were read again.
        compared: number of articles compared with the others to find copies of the same story.
        indexes: how the indexes were rebuilt; None if the running app owns them and updates them itself.
    """

    articles: int
    embedded: int
    dated: int
    compared: int
    indexes: SyncReport | None


def sync(settings: Settings, archive: Archive, reporter: Reporter) -> SyncReport | None:
    """Index the archive's new passages. No embedding model is loaded: the vectors are in the archive.

    Returns:
        What was done; None if there is nothing to index, or if another process (the running app) owns the indexes
        and will index new passages within seconds.

    Raises:
        ModelChanged: the archive has vectors from more than one model.
        IndexUnusable: the indexes cannot be written.
    """
    model = Ledger(archive).newest_model()
    if model is None:
        _delete_unused(settings, archive)
        return None
    indexes = _open(settings, archive, *model)
    try:
        if not indexes.is_owner:
            return None
        return indexes.sync(_progress(reporter, Ledger(archive).pending_count()))
    finally:
        indexes.close()


def _delete_unused(settings: Settings, archive: Archive) -> None:
    """Delete the indexes if the only articles were taken down."""
    if Ledger(archive).purge_requested() is not None:
        from rag.index import delete_indexes

        delete_indexes(settings, archive)


def rebuild(
    settings: Settings, archive: Archive, load: Callable[[], Embedder], reporter: Reporter
) -> RebuildReport:
    """Split and embed articles again where the current splitter or model gives another result; rebuild the indexes.

    Vectors of unchanged passages are reused. If the process is killed, running it again continues where it stopped.

    Raises:
        AppRunning: the model has changed, and the running app still uses the old one.
        IndexUnusable: the indexes cannot be written.
    """
    report = Report()
    vectors = Vectors(load, report, reporter)
    embedder = vectors.embedder
    _refuse_while_app_runs(settings, archive, embedder)
    articles = _PassageUpdate(archive, vectors, reporter).run()
    dated = Calendar(archive).refresh()
    compared = Copies(archive).refresh()
    Corrections(archive).refresh()
    indexes = _open(settings, archive, embedder.fingerprint, embedder.dimensions)
    try:
        done = (
            indexes.rebuild(_progress(reporter, len(Ledger(archive).live_ids())))
            if indexes.is_owner
            else None
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
            "the app again."
        )


@dataclass
class _NewPassages:
    """An article's new passages, with the stored vectors that can be reused."""

    article_id: str
    version: int
    draft: Draft
    spans: tuple[Span, ...]
    reusable: dict[Span, NDArray[np.float16]]

    @property
    def missing(self) -> list[Span]:
        """The passages that have to be embedded."""
        return [span for span in self.spans if span not in self.reusable]


class _PassageUpdate:
    """Gives every article the passages and vectors that the current splitter and model make."""

    def __init__(self, archive: Archive, vectors: Vectors, reporter: Reporter) -> None:
        self.archive = archive
        self.ledger = Ledger(archive)
        self.intake = Intake(archive)
        self.vectors = vectors
        self.reporter = reporter

    def run(self) -> int:
        """Update all articles, and return how many got new passages."""
        articles = self.ledger.newest_versions()
        self.reporter.begin(len(articles))
        self.reporter.working_on("passages")
        batch: list[_NewPassages] = []
        characters = replaced = 0
        for article_id, version in articles:
            new = self._new_passages(article_id, version)
            if new is None:
                self.reporter.advance(1)
                continue
            batch.append(new)
            replaced += 1
            characters += sum(span.end - span.start for span in new.missing)
            if characters >= BATCH_CHARACTERS:
                self._write(batch)
                batch, characters = [], 0
        self._write(batch)
        return replaced

    def _new_passages(self, article_id: str, version: int) -> _NewPassages | None:
        """An article's new passages; None if its stored passages and vectors are up to date."""
        stored = self.ledger.embedded(article_id, version)
        draft = as_draft(self.archive.version(article_id, version))
        spans = passages(draft.text)
        current = self.vectors.embedder.fingerprint
        reusable = {passage.span: passage.vector for passage in stored if passage.fingerprint == current}
        if len(reusable) == len(stored) and [passage.span for passage in stored] == list(spans):
            return None
        return _NewPassages(article_id, version, draft, spans, reusable)

    def _write(self, batch: list[_NewPassages]) -> None:
        texts = [embedding_text(new.draft, span) for new in batch for span in new.missing]
        embedded = iter(self.vectors.embed(texts, len(batch)) if texts else ())
        embedder = self.vectors.embedder
        for new in batch:
            vectors = new.reusable | {span: next(embedded).astype(np.float16) for span in new.missing}
            rows = np.stack([vectors[span] for span in new.spans])
            prepared = PreparedArticle(new.draft, new.spans, rows, embedder.fingerprint, embedder.dtype)
            self.intake.replace_passages(new.article_id, new.version, prepared)
