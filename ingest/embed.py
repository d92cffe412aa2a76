"""Splits drafts into passages and embeds them. The model is loaded when the first passage needs it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.analyses import Analyses
from ingest.passages import embedding_text, passages
from ingest.report import Report, Reporter
from rag.archive import Ledger, PreparedArticle
from rag.schema import Draft, Version, WendaError

if TYPE_CHECKING:  # PyTorch takes seconds to import
    from rag.embedding import Embedder


class ModelMismatch(WendaError):
    """The archive's vectors come from another embedding model than the one in the settings."""


def check_model(embedder: Embedder, ledger: Ledger) -> None:
    """Check that the archive's vectors come from this model.

    Raises:
        ModelMismatch: they come from another model, so the two cannot be compared.
    """
    if ledger.fingerprints() - {embedder.fingerprint}:
        raise ModelMismatch(
            "The archive's passages were embedded with another model than the one in the settings "
            "(WENDA_EMBEDDING_MODEL). Run `python -m ingest rebuild` to embed them again, or restore the old setting."
        )


class Vectors:
    """Makes passages and their vectors, and adds their number to a report."""

    def __init__(self, load: Callable[[], Embedder], report: Report, reporter: Reporter) -> None:
        """
        Args:
            load: returns the embedding model; called once, before the first passage is embedded.
            report: where passages and seconds are added up.
            reporter: where progress is shown.
        """
        self._load = load
        self._report = report
        self._reporter = reporter

    @cached_property
    def embedder(self) -> Embedder:
        return self._load()

    def prepare(self, drafts: Sequence[Draft], analyses: Analyses, units: float) -> list[PreparedArticle]:
        """The drafts with their passages and vectors.

        Args:
            analyses: analyses them meanwhile.
            units: progress to report for all of them together.
        """
        spans_of_drafts = [passages(draft.text) for draft in drafts]
        texts = [
            embedding_text(draft, span)
            for draft, spans in zip(drafts, spans_of_drafts, strict=True)
            for span in spans
        ]
        begun = analyses.begin(drafts, spans_of_drafts)
        vectors = self.embed(texts, units)
        ends = accumulate(len(spans) for spans in spans_of_drafts)
        return [
            PreparedArticle(
                draft,
                spans,
                vectors[end - len(spans) : end],
                self.embedder.fingerprint,
                self.embedder.dtype,
                analysis,
            )
            for draft, spans, end, analysis in zip(drafts, spans_of_drafts, ends, begun, strict=True)
        ]

    def embed(self, texts: Sequence[str], units: float) -> NDArray[np.float32]:
        """Vectors of shape (n, dimensions) for `n` texts made by `embedding_text`."""
        embedder = self.embedder
        started = time.perf_counter()

        def on_batch(done: int) -> None:
            self._reporter.embedded(done)
            self._reporter.advance(units * done / len(texts))

        vectors = embedder.encode_passages(texts, on_batch)
        self._report.passages += len(texts)
        self._report.seconds += time.perf_counter() - started
        return vectors


def as_draft(version: Version) -> Draft:
    """The draft that a version was made from."""
    return Draft(**{field.name: getattr(version, field.name) for field in fields(Draft)})
