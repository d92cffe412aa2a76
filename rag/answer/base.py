"""What every answerer gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.cite import Claim
from rag.search.evidence import Evidence
from rag.search.reranker import Ranked


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reading the found passages came to.

    Attributes:
        confidence: 0-1, that the answer is in what was found.
        claims: what to say, the answering one first; to be used only where the confidence suffices.
    """

    confidence: float
    claims: Iterator[Claim]


class Answerer(Protocol):
    """Answers one question from its passages, best first."""

    def answer(self, evidence: Evidence, ranked: Sequence[Ranked]) -> Verdict: ...
