"""The interfaces of responders and answerers, and the types they return."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.cite import Claim
from rag.question import Query
from rag.schema import Corrected, Found, Status, Struck
from rag.search.reranker import Ranked


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of reading the passages.

    Attributes:
        confidence: 0-1, that the passages contain the answer.
        claims: the answer, most important claim first; to be used only if the confidence is high enough.
        nearest: the passages nearest to the question, best first, to show if there is no answer.
        nearest_lines: their sentences nearest to the question, best first, to show with them.
        query: the query that the claims answer, if it is not the one that was asked.
        struck: sentences of a language model that were left out; complete once all claims have been taken.
        corrected: set if an editor chose the claims.
    """

    confidence: float
    claims: Iterator[Claim]
    nearest: Sequence[Ranked] = ()
    nearest_lines: Sequence[Claim] = ()
    query: Query | None = None
    struck: Sequence[Struck] = ()
    corrected: Corrected | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What was found for a question.

    Attributes:
        read: reads what was found and returns the verdict; this is the slow part.
        one_per_line: whether each statement goes on a line of its own.
    """

    found: tuple[Found, ...]
    read: Callable[[], Verdict]
    one_per_line: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """A fixed reply, for which nothing has to be found or read."""

    status: Status
    text: str = ""


class Responder(Protocol):
    """Answers the questions of one intent."""

    def respond(self, query: Query) -> Reply | Remark | None:
        """Reply to the question, or return None to pass it on to the next responder.

        Raises:
            Rebuilding
        """
        ...
