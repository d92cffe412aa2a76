"""`Hit`, the search result of all indexes; `WordIndex`, the interface of all word indexes; and when neither can be used."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.schema import WendaError


class Rebuilding(WendaError):
    """The indexes cannot be searched now: they are being built, or their server does not answer. The archive is too large to
    scan meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "The search indexes cannot be searched now: they are being rebuilt, or their server does not answer. Ask again in "
            "a few minutes; `python -m ingest status` shows how many passages are left."
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that an index found. A higher score is better; scores of different searches are not comparable."""

    passage_id: int
    score: float


def best_first(hits: Iterable[Hit]) -> list[Hit]:
    """Hits sorted by descending score, then by id, so that every run gives the same answers."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))


class WordIndex(Protocol):
    """A word index: Tantivy or the exact scan."""

    def search(self, text: str, k: int) -> list[Hit]: ...

    def frequencies(self, terms: Sequence[str]) -> dict[str, int]: ...

    def containing_all(self, query_words: Sequence[str]) -> list[int]: ...

    def printed(self, terms: Collection[str]) -> dict[str, int]: ...
