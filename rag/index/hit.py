"""What an index answers with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that an index found; `score` is comparable within one list only, more is better."""

    passage_id: int
    score: float


def best_first(hits: Iterable[Hit]) -> list[Hit]:
    """Hits by score; equal ones in the order of their ids, so that answers do not change from run to run."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))
