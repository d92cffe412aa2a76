"""What the journal stores and returns: entries, reports, judgements, and the verdicts that are possible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from rag.schema import Answer, Citation, Found

Verdict = Literal[
    "right", "wrong_source", "wrong_content", "wrong_date", "out_of_date", "should_have_answered"
]
STATEMENT_VERDICTS: tuple[Verdict, ...] = ("right", "wrong_source", "wrong_content", "out_of_date")
ADDED_VERDICTS: tuple[Verdict, ...] = ("right", "wrong_source", "wrong_content", "wrong_date")
DECLINED_VERDICTS: tuple[Verdict, ...] = ("right", "should_have_answered")

View = Literal["newest", "reported", "declined", "unchecked"]
VIEWS: tuple[View, ...] = ("newest", "reported", "declined", "unchecked")

Kind = Literal["quoted", "written", "edited", "added", "declined"]


@dataclass(frozen=True, slots=True)
class Report:
    """A resident's report that an answer is wrong. `handled_at` is None until staff have handled it."""

    reason: str
    reported_at: datetime
    handled_at: datetime | None = None
    handled_by: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict that somebody of the staff gave.

    Attributes:
        statement: index of the statement in the answer, or None for the answer as a whole.
        undone_at: when the verdict was undone, else None.
    """

    statement: int | None
    verdict: Verdict
    name: str
    note: str
    judged_at: datetime
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, as the page showed them."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class AnswerSummary:
    """An answer in a list of the checking page.

    Attributes:
        to_judge: how many verdicts the answer takes.
        unjudged: how many of them are still missing.
        unhandled: how many of its reports staff have not handled yet.
    """

    answer_id: str
    question: str
    status: str
    given_at: datetime
    to_judge: int
    unjudged: int
    reported: bool
    unhandled: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer as it was served, with its reports and verdicts.

    Attributes:
        found: the ten best passages with their scores, as the retriever ranked them.
        fingerprint: fingerprint of the models and settings that produced the answer.
        judgements: every verdict ever given, oldest first. On each statement, the last one that was not undone counts.
        previous: for a follow-up question, the exchange just before it.
        removed: articles that were taken down since, with the moment. Citations of them have no quote and no headline any
            more, and the statements that rested on them no text.
    """

    answer: Answer
    today: date
    given_at: datetime
    found: tuple[Found, ...]
    fingerprint: str
    reports: tuple[Report, ...]
    judgements: tuple[Judgement, ...]
    previous: Exchange | None = None
    removed: Mapping[str, datetime] = field(default_factory=dict)

    def removed_at(self, statement: int) -> datetime | None:
        """When the words of a statement were erased; None if they were not."""
        if self.answer.statements[statement].text:
            return None
        moments = [self.removed.get(c.article_id) for c in citations_of(self.answer, statement)]
        return max((moment for moment in moments if moment), default=None)

    @property
    def current_judgements(self) -> dict[int | None, Judgement]:
        """The verdict that counts for each statement judged so far."""
        return {
            judgement.statement: judgement for judgement in self.judgements if judgement.undone_at is None
        }

    @property
    def unjudged(self) -> list[int | None]:
        """The statements that still need a verdict, in their order."""
        return [number for number in to_judge(self.answer) if number not in self.current_judgements]


@dataclass(frozen=True, slots=True)
class ReviewedStatement:
    """One statement (or one declined answer) with the verdict that counts for it."""

    entry: Entry
    judgement: Judgement

    @property
    def kind(self) -> Kind:
        number = self.judgement.statement
        return "declined" if number is None else self.entry.answer.statements[number].kind

    @property
    def text(self) -> str:
        number = self.judgement.statement
        return "" if number is None else self.entry.answer.statements[number].text

    @property
    def citations(self) -> list[Citation]:
        """The statement's citations: each names an article and its version."""
        number = self.judgement.statement
        return [] if number is None else citations_of(self.entry.answer, number)


def to_judge(answer: Answer) -> tuple[int | None, ...]:
    """What staff judge in an answer: each statement (by its index), or a declined answer as a whole (None)."""
    if answer.status == "answered":
        return tuple(range(len(answer.statements)))
    return (None,) if answer.status == "not_reported" else ()


def verdicts_for(answer: Answer, statement: int | None) -> tuple[Verdict, ...]:
    """The verdicts that staff can give to a statement, or to a declined answer as a whole (None).

    A sentence that the assistant added ("that is the notice of 10 June") cannot be out of date, but its date can be wrong.
    """
    if statement is None:
        return DECLINED_VERDICTS
    return ADDED_VERDICTS if answer.statements[statement].kind == "added" else STATEMENT_VERDICTS


def citations_of(answer: Answer, statement: int) -> list[Citation]:
    """The citations of a statement, in the statement's order."""
    by_number = {citation.n: citation for citation in answer.citations}
    return [by_number[n] for n in answer.statements[statement].citations if n in by_number]
