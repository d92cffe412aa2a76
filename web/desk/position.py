"""What a checker's page shows: which list, which answer and which statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.journal import Entry, Verdict, View

ANSWERS_PER_STEP = 50
"""How many answers a list shows at first, and how many "Show more" adds."""


@dataclass(frozen=True, slots=True)
class LastVerdict:
    """The verdict given last, which can be undone.

    Attributes:
        statement: index of the statement; None for the answer as a whole.
        about: the statement's text, or the question.
    """

    answer_id: str
    statement: int | None
    about: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Position:
    """The state that Gradio keeps for each open page.

    Attributes:
        view: the chosen list.
        listed: how many of its answers are shown.
        answer_id: the answer shown; empty if there is none.
        statement: index of the statement that the next verdict is for; None for the answer as a whole.
        last: the verdict that can be undone.
        notice: the notice about it, just after it was given: a key of the wording, or empty.
    """

    view: View = "unchecked"
    listed: int = ANSWERS_PER_STEP
    answer_id: str = ""
    statement: int | None = None
    last: LastVerdict | None = None
    notice: Literal["saved", "all_checked", ""] = ""


def first_to_judge(entry: Entry, after: int | None = None) -> int | None:
    """The first statement after `after` without a verdict, else the first one without a verdict, else the first."""
    if entry.answer.status != "answered" or not entry.answer.statements:
        return None
    unjudged = [number for number in entry.unjudged if number is not None]
    later = [number for number in unjudged if after is None or number > after]
    return (later or unjudged or [0])[0]
