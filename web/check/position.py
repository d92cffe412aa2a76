"""Where a checker is: which list, which answer, which statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.journal import Entry, Verdict, View

LISTED = 50
"""Answers that a list shows at first, and more at each wish."""


@dataclass(frozen=True, slots=True)
class LastVerdict:
    """The verdict given last, so that a slip of the finger can be put right."""

    answer_id: str
    statement: int | None
    about: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Position:
    """Kept by Gradio for each open page.

    Attributes:
        statement: the one that the next verdict is for; None where the answer takes one as a whole.
        last: the verdict that can be taken back.
        notice: what is told of it just after it was given: a key of the wording, or empty.
    """

    view: View = "unchecked"
    listed: int = LISTED
    answer_id: str = ""
    statement: int | None = None
    last: LastVerdict | None = None
    notice: Literal["saved", "all_checked", ""] = ""


def first_to_judge(entry: Entry, after: int | None = None) -> int | None:
    """The next statement without a verdict below `after`, else the first such one, else the first of all."""
    if entry.answer.status != "answered" or not entry.answer.statements:
        return None
    unjudged = [place for place in entry.unjudged if place is not None]
    below = [place for place in unjudged if after is None or place > after]
    return (below or unjudged or [0])[0]
