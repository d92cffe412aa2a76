"""A question and what has been answered to it so far. The conversation lives in the asker's browser.

The browser holds the exchanges as data beside their HTML and sends them along with the next question;
the server keeps none of them, so nothing of one asker can show up at another.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from rag.schema import Answer, Citation, Event, Filters, Statement, Turn

KEPT_EXCHANGES = 30
"""How many exchanges a conversation shows: it travels with every question."""

REMEMBERED_EXCHANGES = 6
"""How many of them a new question is understood by."""

Stage = Literal["looking", "checking", "done", "failed"]


class Exchange(BaseModel):
    """One question and its answer as far as it has come.

    Attributes:
        today: the day of the question, from which "how long ago" is counted.
        filters: what the asker fixed by hand.
        as_of: the newest article's date when it was asked.
        statements, citations: what has been checked and shown so far.
        answer: the whole answer, once it is done.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    today: date
    as_of: date | None
    filters: Filters = Filters()
    stage: Stage = "looking"
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None

    def after(self, event: Event) -> Exchange:
        """This exchange when one more step of the answer has come."""
        match event.kind:
            case "found":
                return self.model_copy(update={"stage": "checking"})
            case "statement":
                return self._with(event)
            case "done":
                return self._done(event.answer)
        return self

    def failed(self) -> Exchange:
        return self.model_copy(update={"stage": "failed"})

    def citation(self, n: int) -> Citation | None:
        """The citation that `[n]` stands for, if there is one."""
        return next((citation for citation in self.citations if citation.n == n), None)

    def _with(self, event: Event) -> Exchange:
        statements = (*self.statements, event.statement) if event.statement else self.statements
        known = {citation.n for citation in self.citations}
        new = tuple(citation for citation in event.citations if citation.n not in known)
        return self.model_copy(update={"statements": statements, "citations": self.citations + new})

    def _done(self, answer: Answer | None) -> Exchange:
        if answer is None:
            return self.failed()
        whole = {"statements": answer.statements, "citations": answer.citations, "answer": answer}
        return self.model_copy(update={"stage": "done", **whole})


_exchanges = TypeAdapter(tuple[Exchange, ...])


def from_browser(value: Any) -> tuple[Exchange, ...]:
    """The conversation that a browser sent: an empty one where it holds what an older page left behind."""
    try:
        return _exchanges.validate_python(value["exchanges"])[-KEPT_EXCHANGES:]
    except (ValidationError, TypeError, KeyError):
        return ()


def to_browser(exchanges: Iterable[Exchange], html: str) -> dict[str, Any]:
    """The conversation as the browser keeps it: its data and how it looks."""
    return {"exchanges": [exchange.model_dump(mode="json") for exchange in exchanges], "html": html}


def history(exchanges: Iterable[Exchange]) -> tuple[Turn, ...]:
    """What was said so far, for the request: questions that were answered, and the answers."""
    answered = [(e.question, e.answer.text) for e in exchanges if e.answer][-REMEMBERED_EXCHANGES:]
    return tuple(
        turn
        for question, text in answered
        for turn in (Turn(role="user", content=question), Turn(role="assistant", content=text))
    )
