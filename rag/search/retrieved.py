"""A retrieved passage, and its conversion to a LangChain `Document` and to a `Found` row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeVar

from langchain_core.documents import Document

from rag.cite.quote_limit import first_sentence
from rag.schema import Found, Passage
from rag.search.asked_days import DateMatch
from rag.search.evidence import Candidate

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage with its score.

    Attributes:
        score: how likely it answers the question (a logit).
        date_match: whether it matches the days asked for; `within` if the question names none.
    """

    candidate: Candidate
    score: float
    date_match: DateMatch = "within"

    @property
    def passage_id(self) -> int:
        return self.candidate.passage.passage_id


def to_document(retrieved: Retrieved) -> Document:
    """A LangChain `Document` with the passage's text; `metadata` has what a citation needs and the parts of the score."""
    passage = retrieved.candidate.passage
    version = passage.version
    return Document(
        id=str(passage.passage_id),
        page_content=passage.text,
        metadata={
            "article_id": version.article_id,
            "version": version.version,
            "source_id": version.source_id,
            "headline": version.headline,
            "date": version.date.isoformat() if version.date else None,
            "start": passage.start,
            "end": passage.end,
            "cosine": retrieved.candidate.cosine,
            "margin": retrieved.candidate.margin,
            "bm25": retrieved.candidate.bm25,
            "score": retrieved.score,
            "place": retrieved.date_match,
            "quote_only": version.quote_only,
        },
    )


def to_found(retrieved: Sequence[Retrieved]) -> tuple[Found, ...]:
    """The passages as `Found` rows: what `search` prints and the journal stores.

    Of a quote-only article, only the first sentence of its best passage is shown.
    """
    shown: set[str] = set()
    return tuple(
        Found(
            rank=rank,
            score=round(one.score, 4),
            article_id=passage.version.article_id,
            version=passage.version.version,
            source_id=passage.version.source_id,
            headline=passage.version.headline,
            date=passage.version.date,
            text=passage.version.text[passage.start : end],
            start=passage.start,
            end=end,
        )
        for rank, one in enumerate(retrieved, 1)
        for passage in [one.candidate.passage]
        for end in [_shown_end(passage, shown)]
    )


def _shown_end(passage: Passage, shown: set[str]) -> int:
    """Where the shown part of a passage ends; adds its article to `shown`."""
    version = passage.version
    was_shown = version.article_id in shown
    shown.add(version.article_id)
    if not version.quote_only:
        return passage.end
    return passage.start if was_shown else first_sentence(version, passage.start, passage.end)


def interleave(rankings: Sequence[Sequence[T]], key: Callable[[T], Hashable]) -> list[T]:
    """Merge rankings round-robin: the first of each, then the second of each, and so on, without duplicates.

    Args:
        key: items with the same key are duplicates.
    """
    ordered = (item for rank in zip_longest(*rankings) for item in rank if item is not None)
    firsts: dict[Hashable, T] = {}
    for item in ordered:
        firsts.setdefault(key(item), item)
    return list(firsts.values())
