"""What the journal stores and returns: entries with their reports, notes and judgements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, get_args

from rag.journal.judgements import Judgement, Reading, Standing
from rag.schema import Answer, Citation, Found

View = Literal[
    "unchecked",
    "reported",
    "declined",
    "low_confidence",
    "struck",
    "sample",
    "second",
    "disputed",
    "newest",
]
VIEWS: tuple[View, ...] = get_args(View)

Point = Literal["accuracy", "sourcing", "opinion", "editorialising", "context"]
"""What the EBU/BBC study of 2025 rates answers by: is it right; do the sources carry it; is opinion kept apart from fact; does
it stay free of comment; does it give the context that one needs."""
POINTS: tuple[Point, ...] = get_args(Point)

Kind = Literal["quoted", "written", "edited", "added", "declined", "nearest_line"]


@dataclass(frozen=True, slots=True)
class Report:
    """A resident's report that an answer is wrong. `handled_at` is None until staff have handled it."""

    reason: str
    reported_at: datetime
    handled_at: datetime | None = None
    handled_by: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody of the staff wrote about an answer, or about one of its statements."""

    statement: int | None
    name: str
    text: str
    noted_at: datetime


@dataclass(frozen=True, slots=True)
class PointMark:
    """Somebody's mark on one of the five points: a fault, or none."""

    point: Point
    is_fault: bool
    name: str
    marked_at: datetime


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
        judgements: every verdict ever given, oldest first; see `Standing` for the ones that count.
        notes: oldest first.
        is_drawn: whether the answer was drawn for a second reading.
        first_reader: who gave the last verdict of the first reading; None if there is none.
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
    notes: tuple[Note, ...] = ()
    points: tuple[PointMark, ...] = ()
    is_drawn: bool = False
    first_reader: str | None = None

    def removed_at(self, statement: int) -> datetime | None:
        """When the words of a statement were erased; None if they were not."""
        if self.answer.statements[statement].text:
            return None
        moments = [self.removed.get(c.article_id) for c in citations_of(self.answer, statement)]
        return max((moment for moment in moments if moment), default=None)

    @property
    def standing(self) -> Standing:
        return Standing.of(self.judgements)

    @property
    def current_judgements(self) -> dict[int | None, Judgement]:
        """The verdict that counts for each statement judged so far."""
        return self.standing.counting

    @property
    def unjudged(self) -> list[int | None]:
        """The statements that still need a first verdict, in their order."""
        return self.standing.missing(self.answer, "first")

    def reading_of(self, name: str) -> Reading:
        """Which reading a verdict by this person belongs to."""
        is_second = self.is_drawn and not self.unjudged and name != self.first_reader
        return "second" if is_second else "first"

    def waiting_for(self, name: str) -> list[int | None]:
        """The statements that lack a verdict of this person's reading."""
        return self.standing.missing(self.answer, self.reading_of(name))

    def seen_by(self, name: str) -> Entry:
        """The entry without what the first reader found, as long as this person's second reading lacks a verdict."""
        if self.reading_of(name) == "first" or not self.waiting_for(name):
            return self
        return replace(
            self,
            judgements=tuple(one for one in self.judgements if one.name == name),
            notes=tuple(one for one in self.notes if one.name == name),
            points=tuple(one for one in self.points if one.name == name),
        )


@dataclass(frozen=True, slots=True)
class ReviewedStatement:
    """One statement, declined answer or nearest line with the verdict that counts for it."""

    entry: Entry
    judgement: Judgement

    @property
    def kind(self) -> Kind:
        if self.judgement.line is not None:
            return "nearest_line"
        number = self.judgement.statement
        return "declined" if number is None else self.entry.answer.statements[number].kind

    @property
    def text(self) -> str:
        """The statement, or the nearest line; empty for a declined answer."""
        if self.judgement.line is not None:
            return "".join(citation.quote for citation in self.citations)
        number = self.judgement.statement
        return "" if number is None else self.entry.answer.statements[number].text

    @property
    def citations(self) -> list[Citation]:
        """The statement's citations: each names an article and its version."""
        answer, number, line = self.entry.answer, self.judgement.statement, self.judgement.line
        if line is not None:
            return [citation for citation in answer.citations if citation.n == line]
        return [] if number is None else citations_of(answer, number)

    @property
    def second(self) -> Judgement | None:
        """The second reader's verdict on the same statement."""
        if self.judgement.line is not None:
            return None
        return self.entry.standing.last["second"].get(self.judgement.statement)

    @property
    def notes(self) -> list[Note]:
        """The notes on the statement, and those on the answer as a whole."""
        return [note for note in self.entry.notes if note.statement in (None, self.judgement.statement)]


def citations_of(answer: Answer, statement: int) -> list[Citation]:
    """The citations of a statement, in the statement's order."""
    by_number = {citation.n: citation for citation in answer.citations}
    return [by_number[n] for n in answer.statements[statement].citations if n in by_number]
