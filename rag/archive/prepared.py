"""`PreparedArticle`: an article with its passages and vectors, ready to be written to the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import InitVar, dataclass, field
from datetime import date
from typing import Any, Self

from numpy.typing import NDArray

from rag.archive.wording import Wording
from rag.dates import Period
from rag.language import mentioned_days_and_terms
from rag.schema import Draft
from rag.text.sentences import Span


@dataclass(frozen=True, slots=True)
class Analysis:
    """What is computed of an article without a model. Workers do it where there are many articles.

    Attributes:
        days: days and terms that each passage mentions.
        wording, bands: for finding copies of the article, see `rag.archive.wording`.
    """

    days: tuple[tuple[Period, ...], ...]
    wording: Wording
    bands: tuple[int, ...]

    @classmethod
    def of(cls, text: str, printed: date | None, spans: Sequence[Span]) -> Self:
        """
        Args:
            printed: date of the article.
            spans: its passages.
        """
        days = tuple(mentioned_days_and_terms(text[span.start : span.end], printed) for span in spans)
        wording = Wording(text, printed)
        return cls(days, wording, wording.bands())


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article ready to be written. Everything slow is computed before, outside the write transaction.

    Attributes:
        spans: the passages, as spans of the text.
        vectors: one row per passage: (len(spans), dimensions), any float type.
        fingerprint, dtype: fingerprint and float type of the embedding model.
        analysed: the analysis if a worker has made it; else it is made here.
    """

    draft: Draft
    spans: tuple[Span, ...]
    vectors: NDArray[Any]
    fingerprint: str
    dtype: str
    analysed: InitVar[Analysis | None] = None
    analysis: Analysis = field(init=False)

    def __post_init__(self, analysed: Analysis | None) -> None:
        analysis = analysed or Analysis.of(self.draft.text, self.draft.date, self.spans)
        object.__setattr__(self, "analysis", analysis)
