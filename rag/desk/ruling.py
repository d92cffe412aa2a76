"""`Ruling`: what the newsroom decided about the answer to a question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rag.schema import FieldName
from rag.schema.model import Model

EndedBecause = Literal["undone", "replaced", "article_changed", "erased"]


class Quote(Model):
    """Printed words: `version[field][start:end]` of that version of the article."""

    article_id: str
    version: int
    field: FieldName
    start: int
    end: int


class RuledStatement(Model):
    """A statement of a corrected answer.

    ``text``: the editor's own words; empty: the quotes as they are printed. ``quotes``: the printed words that it rests on.
    """

    text: str = ""
    quotes: tuple[Quote, ...]


class Excluded(Model):
    """What the question must not be answered from: a whole article, or the sentences that `quote` lies in."""

    article_id: str
    quote: Quote | None = None

    def covers(self, article_id: str, field: FieldName, start: int, end: int) -> bool:
        """Whether words of an article, or some of them, must not be used."""
        if article_id != self.article_id:
            return False
        quote = self.quote
        return quote is None or (quote.field == field and start < quote.end and quote.start < end)


class RulingContent(Model):
    """What is decided: the corrected answer, if there is one, and what the question must not be answered from."""

    statements: tuple[RuledStatement, ...] = ()
    excluded: tuple[Excluded, ...] = ()

    @property
    def articles(self) -> dict[str, int]:
        """The versions of the articles that the corrected answer rests on."""
        return {quote.article_id: quote.version for said in self.statements for quote in said.quotes}


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording of the question that the decision holds for.

    Attributes:
        key: see `rag.question.ruling_key.ruling_key`.
    """

    text: str
    key: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision, the wordings of the question that an editor let it hold for, and its history.

    Attributes:
        answer_id: the answer that was corrected.
        reason: what was wrong, in the editor's words; residents read it.
        ended_at: since when the decision no longer holds; None while it does.
    """

    ruling_id: int
    answer_id: str
    decision: RulingContent
    wordings: tuple[Wording, ...]
    reason: str
    made_by: str
    made_at: datetime
    ended_at: datetime | None = None
    ended_because: EndedBecause | None = None

    @property
    def question(self) -> str:
        """The question as it was first asked."""
        return self.wordings[0].text if self.wordings else ""

    @property
    def corrects(self) -> bool:
        """Whether there is an answer to give instead."""
        return bool(self.decision.statements)
