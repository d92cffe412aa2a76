"""What an index answers with, and what can be asked of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that an index found; `score` is comparable within one list only, more is better."""

    passage_id: int
    score: float


def best_first(hits: Iterable[Hit]) -> list[Hit]:
    """Hits by score; equal ones in the order of their ids, so that answers do not change from run to run."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))


class WordIndex(Protocol):
    """What can be asked of an index that knows words."""

    def search(self, text: str, k: int) -> list[Hit]: ...

    def frequencies(self, asked: Sequence[str]) -> dict[str, int]: ...

    def containing_all(self, asked: Sequence[str]) -> list[int]: ...
