"""`Hit`, the search result of all indexes, and `WordIndex`, the interface of all word indexes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


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
