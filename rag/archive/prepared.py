"""`PreparedArticle`: an article with its passages and vectors, ready to be written to the archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from rag.archive.wording import Wording
from rag.dates import Period
from rag.language import mentioned_days_and_terms
from rag.schema import Draft
from rag.text.sentences import Span


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article ready to be written. Everything slow is computed here, outside the write transaction.

    Attributes:
        spans: the passages, as spans of the text.
        vectors: one row per passage: (len(spans), dimensions), any float type.
        fingerprint, dtype: fingerprint and float type of the embedding model.
        days: days and terms that each passage mentions.
        wording, bands: for finding copies of the article, see `rag.archive.wording`.
    """

    draft: Draft
    spans: tuple[Span, ...]
    vectors: NDArray[Any]
    fingerprint: str
    dtype: str
    days: tuple[tuple[Period, ...], ...] = field(init=False)
    wording: Wording = field(init=False)
    bands: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        text, printed = self.draft.text, self.draft.date
        days = tuple(mentioned_days_and_terms(text[span.start : span.end], printed) for span in self.spans)
        wording = Wording(text, printed)
        object.__setattr__(self, "days", days)
        object.__setattr__(self, "wording", wording)
        object.__setattr__(self, "bands", wording.bands())
