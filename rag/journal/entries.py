"""The nouns of the journal."""

from __future__ import annotations

from dataclasses import dataclass
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

Kind = Literal["quoted", "written", "added", "declined"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a resident reported of an answer, and who of the staff has handled it since; nobody so far: None."""

    reason: str
    reported_at: datetime
    handled_at: datetime | None = None
    handled_by: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on a statement (its place in the answer, from 0), or on the answer as a whole (None); `undone_at` where it
    was taken back."""

    statement: int | None
    verdict: Verdict
    name: str
    note: str
    judged_at: datetime
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, as a conversation showed them."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class AnswerSummary:
    """An answer as a list shows it.

    Attributes:
        unhandled: how many of its reports wait for staff.
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
    """An answer as it was served, with everything said of it since.

    Attributes:
        found: the ten best passages with their scores, as the retriever ranked them.
        fingerprint: of the models and settings that made the answer.
        judgements: every verdict ever given, the oldest first; the last one on a statement that was not undone stands.
        previous: what came just before, where the question was understood by it.
    """

    answer: Answer
    today: date
    given_at: datetime
    found: tuple[Found, ...]
    fingerprint: str
    reports: tuple[Report, ...]
    judgements: tuple[Judgement, ...]
    previous: Exchange | None = None

    @property
    def current_judgements(self) -> dict[int | None, Judgement]:
        """The verdict that stands on each statement judged so far."""
        return {given.statement: given for given in self.judgements if given.undone_at is None}

    @property
    def unjudged(self) -> list[int | None]:
        """The places that still want a verdict, in their order."""
        return [place for place in to_judge(self.answer) if place not in self.current_judgements]


@dataclass(frozen=True, slots=True)
class ReviewedStatement:
    """One statement (or one declined answer) with the verdict that stands on it."""

    entry: Entry
    judgement: Judgement

    @property
    def kind(self) -> Kind:
        place = self.judgement.statement
        return "declined" if place is None else self.entry.answer.statements[place].kind

    @property
    def text(self) -> str:
        place = self.judgement.statement
        return "" if place is None else self.entry.answer.statements[place].text

    @property
    def citations(self) -> list[Citation]:
        """What the statement rests on: each names an article and its version."""
        place = self.judgement.statement
        return [] if place is None else citations_of(self.entry.answer, place)


def to_judge(answer: Answer) -> tuple[int | None, ...]:
    """The places of an answer that take a verdict: its statements, or the whole where it was declined."""
    if answer.status == "answered":
        return tuple(range(len(answer.statements)))
    return (None,) if answer.status == "not_reported" else ()


def verdicts_for(answer: Answer, statement: int | None) -> tuple[Verdict, ...]:
    """The verdicts that a statement can have; of None, those for a declined answer as a whole.

    A note of ours ("that is the notice of 10 June") cannot be out of date, but its date can be wrong.
    """
    if statement is None:
        return DECLINED_VERDICTS
    return ADDED_VERDICTS if answer.statements[statement].kind == "added" else STATEMENT_VERDICTS


def citations_of(answer: Answer, statement: int) -> list[Citation]:
    """The citations that carry a statement, in its order."""
    by_number = {citation.n: citation for citation in answer.citations}
    return [by_number[n] for n in answer.statements[statement].citations if n in by_number]
