"""What a checker's page shows: which queue, which answer, and which statement or nearest line of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rag.journal import Entry, Verdict, View

ANSWERS_PER_STEP = 50
"""How many answers a list shows at first, and how many "Show more" adds."""

MOST_UNDONE = 100


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """A verdict that was given on this page, and can be undone.

    Attributes:
        statement: index of the statement; None for the answer as a whole.
        line: number of the nearest line; None if the verdict is not on one.
        about: the words that it is on, or the question.
    """

    verdict_id: int
    answer_id: str
    statement: int | None
    line: int | None
    about: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Position:
    """The state that Gradio keeps for each open page.

    Attributes:
        view: the chosen queue.
        listed: how many of its answers are shown.
        answer_id: the answer shown; empty if there is none.
        statement: index of the statement that the next verdict is for; None for the answer as a whole.
        line: number of the nearest line that the next verdict is for; None if it is not for one.
        given: the verdicts that can be undone, the last one last.
        notice: the notice about the last one, just after it was given: a key of the wording, or empty.
    """

    view: View = "unchecked"
    listed: int = ANSWERS_PER_STEP
    answer_id: str = ""
    statement: int | None = None
    line: int | None = None
    given: tuple[GivenVerdict, ...] = ()
    notice: Literal["saved", "all_checked", ""] = ""

    @property
    def last(self) -> GivenVerdict | None:
        return self.given[-1] if self.given else None

    def after_verdict(self, given: GivenVerdict) -> Position:
        return replace(self, given=(*self.given, given)[-MOST_UNDONE:])

    def is_at(self, other: Position) -> bool:
        """Whether both show the same statement of the same answer."""
        mine, theirs = ((position.answer_id, position.statement, position.line) for position in (self, other))
        return mine == theirs


def waiting(entry: Entry, view: View, name: str) -> list[int | None]:
    """The statements that lack this person's verdict; in the queue of disputed answers, those that lack a decision."""
    return entry.standing.disputed if view == "disputed" else entry.waiting_for(name)


def first_to_judge(entry: Entry, missing: Sequence[int | None], after: int | None = None) -> int | None:
    """The first statement after `after` that lacks a verdict, else the first one that lacks one, else the first."""
    if entry.answer.status != "answered" or not entry.answer.statements:
        return None
    numbers = [number for number in missing if number is not None]
    later = [number for number in numbers if after is None or number > after]
    return (later or numbers or [0])[0]
