"""Nouns of the board: a group of questions, its wordings, and the articles that came nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rag.desk import Decision

WEEKS = 12
"""How many weeks the board looks back, the current one included."""

State = Literal["open", "reported", "dismissed"]
STATES: tuple[State, ...] = ("open", "reported", "dismissed")


@dataclass(frozen=True, slots=True)
class Wording:
    """One way in which the question was asked.

    Attributes:
        key: see `rag.desk.question_key`.
        asked: how often, in the weeks that the board looks back.
        answer_id: the newest declined answer to it; empty if the journal has none any more.
    """

    question: str
    key: str
    asked: int
    answer_id: str = ""


@dataclass(frozen=True, slots=True)
class NearArticle:
    """An article that came nearest to a question of the group.

    Attributes:
        answer_id: an answer that named it: its page shows the printed lines.
        times: how many answers named it.
    """

    article_id: str
    headline: str
    date: date | None
    answer_id: str
    times: int


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Declined questions that mean the same.

    Attributes:
        wording: the most typical one.
        wordings: all of them, the most frequent first.
        by_week: how often it was asked in each of `WEEKS` weeks, the current one last.
        last_at: when it was asked last; None if that was before these weeks.
        decision: what was decided about it; None while it is open.
        asked_since: how often it was asked, and declined, after the decision.
    """

    wording: str
    wordings: tuple[Wording, ...]
    by_week: tuple[int, ...]
    last_at: datetime | None
    nearest: tuple[NearArticle, ...]
    decision: Decision | None = None
    asked_since: int = 0

    @property
    def key(self) -> str:
        return self.wordings[0].key

    @property
    def state(self) -> State:
        return self.decision.state if self.decision else "open"

    def has(self, key: str) -> bool:
        """Whether one of its questions has this `question_key`."""
        return any(wording.key == key for wording in self.wordings)

    def shares(self, decision: Decision) -> bool:
        """Whether a decision was about one of its questions."""
        return any(wording.key in decision.keys for wording in self.wordings)

    def asked(self, weeks: int = WEEKS) -> int:
        """How often it was asked in the last so many weeks."""
        return sum(self.by_week[-weeks:])


def filtered(groups: Sequence[QuestionGroup], state: State | None, weeks: int) -> list[QuestionGroup]:
    """The groups of a state that were asked in the last so many weeks, the most frequent first, then the newest.

    Args:
        state: None for all. Decided groups are kept also if they were not asked in these weeks.
    """
    chosen = [
        group
        for group in groups
        if state in (None, group.state) and (group.asked(weeks) or group.decision is not None)
    ]
    return sorted(
        chosen,
        key=lambda group: (group.asked(weeks), group.last_at.timestamp() if group.last_at else 0.0),
        reverse=True,
    )
