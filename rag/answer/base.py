"""What answering is made of: a responder for each intent, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.cite import Claim
from rag.question import Query
from rag.schema import Found, Status
from rag.search.evidence import Evidence
from rag.search.reranker import Ranked


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reading came to.

    Attributes:
        confidence: 0-1, that the answer is in what was found.
        claims: what to say, the answering one first; to be used only where the confidence suffices.
        near: the passages that come nearest, best first, for where nothing is said.
    """

    confidence: float
    claims: Iterator[Claim]
    nearest: Sequence[Ranked] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What was found for a question, and how it is read.

    Attributes:
        one_per_line: each statement stands on a line of its own.
    """

    found: tuple[Found, ...]
    read: Callable[[], Verdict]
    one_per_line: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said where there is nothing to find or to read."""

    status: Status
    text: str = ""


class Responder(Protocol):
    """Answers the questions of one intent."""

    def respond(self, query: Query) -> Reply | Remark | None:
        """None where the question is not of this intent, or has nothing that answers it so: the next responder is asked.

        Raises:
            Rebuilding
        """
        ...


class Answerer(Protocol):
    """Words an answer from ranked passages: in the paper's own sentences, or by a language model."""

    def answer(self, evidence: Evidence, ranked: Sequence[Ranked]) -> Verdict: ...
