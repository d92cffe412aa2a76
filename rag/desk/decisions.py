"""What editors decided about groups of declined questions: that it was reported since, or that it is not the paper's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, select, update

from rag.database import Row, compact, reading, writing
from rag.database.moments import from_stored, to_stored
from rag.desk.audit import Action, Audit, Detail
from rag.desk.desk import Desk
from rag.desk.person import Person
from rag.desk.question_key import question_key
from rag.desk.tables import board_decisions, board_questions
from rag.schema import WendaError
from rag.text.traces import Traces

Decided = Literal["reported", "dismissed"]
_ACTIONS: dict[Decided, Action] = {"reported": "board_reported", "dismissed": "board_dismissed"}

MOST_REASON = 500  # characters


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about a group.

    Attributes:
        wording: the question that stood for the group; empty if it was erased.
        keys: of the questions that the group had, see `question_key`.
        article_id: the article that reports it; empty if it was dismissed.
        reason: why it was dismissed.
        person: who decided; empty for who came with the key.
        undone_at: when it was undone, else None.
    """

    number: int
    state: Decided
    wording: str
    keys: frozenset[str]
    article_id: str
    reason: str
    person: str
    decided_at: datetime
    undone_at: datetime | None = None
    undone_by: str = ""


class Decisions:
    """Makes, undoes and lists decisions. None is ever deleted, so that it stays known who decided what."""

    class NotFound(WendaError):
        """There is no such decision, or it was undone already."""

    def __init__(self, desk: Desk) -> None:
        self._engine = desk.engine
        self._clock = desk.clock
        self._audit = Audit(desk)

    def reported(self, wording: str, keys: Collection[str], article_id: str, *, by: Person) -> int:
        """A group was reported since.

        Args:
            wording: the question that stands for the group.
            keys: of its questions.
            article_id: the article that reports it.

        Returns:
            The decision's number.

        Raises:
            DeskUnusable
        """
        return self._decide("reported", wording, keys, by, article_id=article_id)

    def dismissed(self, wording: str, keys: Collection[str], reason: str, *, by: Person) -> int:
        """A group is nothing that the paper will report. The arguments are those of `reported`.

        Raises:
            DeskUnusable
        """
        return self._decide("dismissed", wording, keys, by, reason=reason.strip()[:MOST_REASON])

    def undo(self, number: int, *, by: Person) -> None:
        """A decision counts no more: its questions are open again.

        Raises:
            Decisions.NotFound
            DeskUnusable
        """
        stands = (board_decisions.c.id == number) & board_decisions.c.undone_at.is_(None)
        values = {"undone_at": to_stored(self._clock()), "undone_by": by.name}
        with writing(self._engine) as connection:
            if not connection.execute(update(board_decisions).where(stands).values(values)).rowcount:
                raise self.NotFound("This decision was undone already.")
            self._audit.record_in(connection, by, "board_undone", str(number))

    def all(self) -> list[Decision]:
        """Every decision, oldest first, also those that were undone.

        Raises:
            DeskUnusable
        """
        with reading(self._engine) as connection:
            keys: dict[int, set[str]] = defaultdict(set)
            for row in connection.execute(select(board_questions)):
                keys[row.decision_id].add(row.question_key)
            rows = connection.execute(select(board_decisions).order_by(board_decisions.c.id)).all()
        return [_decision(row, frozenset(keys[row.id])) for row in rows]

    def erase(self, traces: Traces) -> int:
        """Erase the words of articles that were taken down from the wordings and reasons, and from the database's files.

        Returns:
            How many decisions were changed.

        Raises:
            DeskUnusable
        """
        with writing(self._engine) as connection:
            rows = connection.execute(select(board_decisions)).all()
            changed = sum(_erase(connection, row, traces) for row in rows)
        compact(
            self._engine
        )  # also where nothing changed: an earlier run may have been interrupted before it
        return changed

    def _decide(
        self,
        state: Decided,
        wording: str,
        keys: Collection[str],
        by: Person,
        *,
        article_id: str = "",
        reason: str = "",
    ) -> int:
        row = {
            "state": state,
            "wording": wording,
            "article_id": article_id,
            "reason": reason,
            "person": by.name,
            "decided_at": to_stored(self._clock()),
        }
        with writing(self._engine) as connection:
            [number] = connection.execute(
                board_decisions.insert().values(row).returning(board_decisions.c.id)
            ).scalars()
            members = [{"decision_id": number, "question_key": key} for key in {question_key(wording), *keys}]
            connection.execute(board_questions.insert(), members)
            details: dict[str, Detail] = {"article": article_id, "questions": len(members)}
            self._audit.record_in(connection, by, _ACTIONS[state], str(number), details)
        return int(number)


def _decision(row: Row, keys: frozenset[str]) -> Decision:
    return Decision(
        row.id,
        row.state,
        row.wording,
        keys,
        row.article_id,
        row.reason,
        row.person,
        from_stored(row.decided_at),
        from_stored(row.undone_at) if row.undone_at else None,
        row.undone_by or "",
    )


def _erase(connection: Connection, row: Row, traces: Traces) -> bool:
    values = {"wording": traces.blanked(row.wording), "reason": traces.blanked(row.reason)}
    if (values["wording"], values["reason"]) == (row.wording, row.reason):
        return False
    connection.execute(update(board_decisions).where(board_decisions.c.id == row.id).values(values))
    return True
