"""Vectors for drafts: the embedding model, loaded only when the first of them needs it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.passages import embedding_text, passages
from ingest.report import Report, Reporter
from rag.archive import Ledger, Prepared
from rag.schema import Draft, Version, WendaError

if TYPE_CHECKING:  # PyTorch takes seconds to import
    from rag.embedding import Embedder


class ModelMismatch(WendaError):
    """The archive's vectors were made by another embedding model than the one in the settings."""


def check_model(embedder: Embedder, ledger: Ledger) -> None:
    """Raises: ModelMismatch: the passages in the archive have vectors that cannot be compared with this model's."""
    if ledger.fingerprints() - {embedder.fingerprint}:
        raise ModelMismatch(
            "The archive's passages were embedded by another model than the one in the settings "
            "(WENDA_EMBEDDING_MODEL). Run `python -m ingest rebuild` to embed them again, or set the model back."
        )


class Vectors:
    """Makes passages and their vectors, and counts them in a report."""

    def __init__(self, load: Callable[[], Embedder], report: Report, reporter: Reporter) -> None:
        """
        Args:
            load: gives the embedding model; called once, when the first passage is to be embedded.
            report: counts what was embedded.
        """
        self._load = load
        self._report = report
        self._reporter = reporter

    @cached_property
    def embedder(self) -> Embedder:
        return self._load()

    def prepare(self, drafts: Sequence[Draft], units: float) -> list[Prepared]:
        """Passages and vectors of these drafts.

        Args:
            units: how far the reporter gets with them.
        """
        cut = [passages(draft.text) for draft in drafts]
        texts = [
            embedding_text(draft, span) for draft, spans in zip(drafts, cut, strict=True) for span in spans
        ]
        vectors = self.embed(texts, units)
        ends = accumulate(len(spans) for spans in cut)
        return [
            Prepared(
                draft, spans, vectors[end - len(spans) : end], self.embedder.fingerprint, self.embedder.dtype
            )
            for draft, spans, end in zip(drafts, cut, ends, strict=True)
        ]

    def embed(self, texts: Sequence[str], units: float) -> NDArray[np.float32]:
        """Vectors (n, dimensions) of texts as `embedding_text` makes them."""
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
    """A version as the draft it came from."""
    return Draft(**{field.name: getattr(version, field.name) for field in fields(Draft)})
