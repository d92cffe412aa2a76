"""A question with its answer so far, and the conversation as the browser stores it.

The browser stores the exchanges as data beside their HTML, and sends them with the next question. The server stores
none of them, so one resident can never see another's conversation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from rag.limits import LineFull, Refused
from rag.schema import Answer, Citation, Event, Filters, Statement, Turn

MOST_EXCHANGES = 30
"""The most exchanges that a conversation shows. There is a limit because all are sent with every question."""

HISTORY_EXCHANGES = 6
"""How many of the last exchanges are passed on as the history of a new question."""

Stage = Literal["waiting", "looking", "checking", "done", "failed", "stopped", "crowded", "too_many"]
UNSETTLED: tuple[Stage, ...] = ("waiting", "looking", "checking")
"""The stages in which the answer is still to come."""


class Exchange(BaseModel):
    """One question and its answer so far.

    Attributes:
        question: the question as it was asked.
        today: the date of the question, used for "3 days ago".
        as_of: the newest article's date when the question was asked; None if the archive had no dated article.
        articles: how many articles the archive had then.
        filters: the filters that the resident set with chips.
        stage: what the page shows: waiting in line, looking for articles, checking sentences, done, failed, stopped by the
            resident, or not taken because too many wait, or because this resident has asked too many.
        retry_after: seconds after which a question that was not taken may be asked again.
        before: how many people come first, while waiting in line.
        statements, citations: those that have been checked and shown so far.
        answer: the whole answer, once it is done.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    today: date
    as_of: date | None
    articles: int = 0
    filters: Filters = Filters()
    stage: Stage = "looking"
    before: int = 0
    retry_after: int = 0
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None

    def after(self, event: Event) -> Exchange:
        """This exchange after one more event of the answer."""
        match event.kind:
            case "found":
                return self.model_copy(update={"stage": "checking"})
            case "statement":
                return self._with(event)
            case "done":
                return self._done(event.answer)
        return self

    def without(self, removed: Mapping[str, str]) -> Exchange:
        """This exchange without what it says of articles that were taken down.

        Args:
            removed: the articles, with the notice that takes the place of a statement on them.
        """
        gone = {c.n: removed[c.article_id] for c in self.citations if c.article_id in removed}
        answer = self.answer
        named = {near.article_id for near in answer.nearest} if answer else set()
        if not gone and not named & removed.keys():
            return self
        shown: dict[str, Any] = {
            "statements": tuple(_without(statement, gone) for statement in self.statements),
            "citations": tuple(c for c in self.citations if c.n not in gone),
        }
        if answer is not None:
            shown["answer"] = answer.model_copy(
                update={
                    **shown,
                    "text": "\n".join(statement.text for statement in shown["statements"]),
                    "nearest_lines": tuple(n for n in answer.nearest_lines if n not in gone),
                    "nearest": tuple(n for n in answer.nearest if n.article_id not in removed),
                }
            )
        return self.model_copy(update=shown)

    def at_place(self, before: int) -> Exchange:
        """This exchange while `before` people come first; 0: it is its turn."""
        return self.model_copy(update={"stage": "waiting" if before else "looking", "before": before})

    def refused(self, refused: Refused) -> Exchange:
        stage = "crowded" if isinstance(refused, LineFull) else "too_many"
        return self.model_copy(update={"stage": stage, "retry_after": refused.retry_after})

    def failed(self) -> Exchange:
        return self.model_copy(update={"stage": "failed"})

    def stopped(self) -> Exchange:
        return self.model_copy(update={"stage": "stopped"})

    @property
    def nearest_lines(self) -> tuple[Citation, ...]:
        """The printed lines nearest to a question that was not answered."""
        numbers = self.answer.nearest_lines if self.answer else ()
        return tuple(citation for n in numbers if (citation := self.citation(n)))

    def citation(self, n: int) -> Citation | None:
        """The citation with number `n`; None if there is none."""
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


def _without(statement: Statement, gone: Mapping[int, str]) -> Statement:
    """A statement, or the notice in its place. The count of a list cites many articles, and stays."""
    left = tuple(n for n in statement.citations if n not in gone)
    if left == statement.citations or (statement.kind == "added" and left):
        return statement.model_copy(update={"citations": left})
    notice = next(gone[n] for n in statement.citations if n in gone)
    return Statement(text=notice, kind="added", citations=())


_exchanges = TypeAdapter(tuple[Exchange, ...])


def from_browser(value: Any) -> tuple[Exchange, ...]:
    """The conversation that a browser sent; an empty one if its format is that of an older release."""
    try:
        return _exchanges.validate_python(value["exchanges"])[-MOST_EXCHANGES:]
    except (ValidationError, TypeError, KeyError):
        return ()


def to_browser(exchanges: Iterable[Exchange], html: str) -> dict[str, Any]:
    """The conversation as the browser stores it: its data and its HTML."""
    return {"exchanges": [exchange.model_dump(mode="json") for exchange in exchanges], "html": html}


def joined(earlier: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """A conversation and how it goes on, both as `to_browser` returns them."""
    return {part: earlier[part] + later[part] for part in earlier}


def history(exchanges: Iterable[Exchange]) -> tuple[Turn, ...]:
    """The answered questions and their answers, as the history of a request."""
    answered = [(e.question, e.answer.text) for e in exchanges if e.answer][-HISTORY_EXCHANGES:]
    return tuple(
        turn
        for question, text in answered
        for turn in (Turn(role="user", content=question), Turn(role="assistant", content=text))
    )
