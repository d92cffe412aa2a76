"""Stores what the newsroom decided about answers, and finds the decision that holds for a question."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Select, func, select, true, update

from rag.database import Row, reading, writing
from rag.database.moments import from_stored, to_stored
from rag.desk.audit import Audit, Detail
from rag.desk.desk import Desk
from rag.desk.person import Person
from rag.desk.ruling import EndedBecause, Ruling, RulingContent, Wording
from rag.desk.tables import ruling_wordings, rulings

LONGEST_REASON = 500  # characters

_holds = rulings.c.ended_at.is_(None)


class Rulings:
    """The decisions. Of two for the same question the newer one holds: it ends the older one."""

    def __init__(self, desk: Desk) -> None:
        self._engine = desk.engine
        self._clock = desk.clock
        self._audit = Audit(desk)

    # --- deciding ---

    def decide(
        self,
        answer_id: str,
        decision: RulingContent,
        wordings: Sequence[Wording],
        *,
        reason: str,
        person: Person,
    ) -> int:
        """Make a decision that holds from now on, for all these wordings.

        Args:
            answer_id: the answer that it corrects.
            wordings: the question as it was asked comes first.

        Returns:
            The decision's id.

        Raises:
            DeskUnusable
        """
        row = {
            "answer_id": answer_id,
            "decision": decision.model_dump_json(),
            "reason": reason[:LONGEST_REASON],
            "made_by": person.name,
            "made_at": to_stored(self._clock()),
        }
        with writing(self._engine) as connection:
            keys = {wording.key for wording in wordings}
            for older in connection.execute(_ids_of(keys)).scalars().all():
                self._end(connection, older, "replaced", person)
            inserted = rulings.insert().values(row).returning(rulings.c.id)
            ruling_id = int(connection.execute(inserted).scalar_one())
            self._add_wordings(connection, ruling_id, wordings)
            details: dict[str, Detail] = {"answer": answer_id, "wordings": len(wordings)}
            self._audit.record_in(connection, person, "ruling_made", str(ruling_id), details)
        return ruling_id

    def end(self, ruling_id: int, because: EndedBecause, person: Person | None = None) -> None:
        """End a decision; does nothing if it has ended.

        Args:
            person: None if the program ends it, because an article changed.

        Raises:
            DeskUnusable
        """
        with writing(self._engine) as connection:
            self._end(connection, ruling_id, because, person)

    # --- finding ---

    def of_question(self, key: str) -> Ruling | None:
        """The decision that holds for a question, if there is one.

        Args:
            key: see `rag.question.ruling_key.ruling_key`.

        Raises:
            DeskUnusable
        """
        with reading(self._engine) as connection:
            return next(iter(_rulings(connection, rulings.c.id.in_(_ids_of({key})))), None)

    def newest(self, limit: int, *, before: int | None = None) -> list[Ruling]:
        """Decisions, those that have ended too, newest first.

        Args:
            before: only those with a lower id: the next page.

        Raises:
            DeskUnusable
        """
        with reading(self._engine) as connection:
            return _rulings(connection, true() if before is None else rulings.c.id < before, limit)

    def state(self) -> tuple[int, int]:
        """Two numbers of which one changes when a decision is made or ended.

        Raises:
            DeskUnusable
        """
        made_and_ended = select(func.coalesce(func.max(rulings.c.id), 0), func.count(rulings.c.ended_at))
        with reading(self._engine) as connection:
            made, ended = connection.execute(made_and_ended).one()
            return int(made), int(ended)

    # --- parts ---

    def _end(
        self, connection: Connection, ruling_id: int, because: EndedBecause, person: Person | None
    ) -> None:
        ended = connection.execute(
            update(rulings)
            .where(rulings.c.id == ruling_id, _holds)
            .values(ended_at=to_stored(self._clock()), ended_because=because)
        )
        if ended.rowcount:
            self._audit.record_in(connection, person, "ruling_ended", str(ruling_id), {"because": because})

    def _add_wordings(self, connection: Connection, ruling_id: int, wordings: Iterable[Wording]) -> None:
        rows = {
            w.key: {"ruling_id": ruling_id, "question_key": w.key, "wording": w.text}
            for w in reversed(list(wordings))
        }
        if rows:
            connection.execute(ruling_wordings.insert(), list(reversed(rows.values())))


def _ids_of(keys: Collection[str]) -> Select[int]:
    """Query for the ids of the decisions that hold for questions with these keys."""
    return (
        select(rulings.c.id)
        .join_from(rulings, ruling_wordings)
        .where(ruling_wordings.c.question_key.in_(keys), _holds)
        .distinct()
    )


def _rulings(connection: Connection, which: ColumnElement[bool], limit: int | None = None) -> list[Ruling]:
    rows = connection.execute(select(rulings).where(which).order_by(rulings.c.id.desc()).limit(limit)).all()
    wordings: dict[int, list[Wording]] = {row.id: [] for row in rows}
    listed = select(ruling_wordings).where(ruling_wordings.c.ruling_id.in_(wordings))
    for row in connection.execute(listed.order_by(ruling_wordings.c.id)):
        wordings[row.ruling_id].append(Wording(row.wording, row.question_key))
    return [_ruling(row, wordings[row.id]) for row in rows]


def _ruling(row: Row, wordings: Sequence[Wording]) -> Ruling:
    return Ruling(
        ruling_id=row.id,
        answer_id=row.answer_id,
        decision=RulingContent.model_validate_json(row.decision),
        wordings=tuple(wordings),
        reason=row.reason,
        made_by=row.made_by,
        made_at=from_stored(row.made_at),
        ended_at=from_stored(row.ended_at) if row.ended_at else None,
        ended_because=row.ended_because,
    )
