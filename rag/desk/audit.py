"""The audit trail: who of the staff did what, and when.

Nothing that a resident or an article says is written to it, so that erasing words elsewhere is enough: a subject is the id
of an answer, an article or a user, and details are verdicts, roles and numbers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Literal

from sqlalchemy import Connection, delete, select

from rag.database import Row, reading, writing
from rag.database.moments import from_stored, to_stored
from rag.desk.desk import Desk
from rag.desk.person import Person
from rag.desk.tables import audit

Action = Literal[
    "signed_in",
    "sign_in_failed",
    "signed_out",
    "signed_out_everywhere",
    "user_added",
    "user_disabled",
    "user_enabled",
    "role_changed",
    "password_reset",
    "password_changed",
    "key_added",
    "key_revoked",
    "verdict",
    "decided",
    "verdict_undone",
    "noted",
    "point_marked",
    "reports_handled",
    "board_reported",
    "board_dismissed",
    "board_undone",
    "ruling_made",
    "ruling_ended",
    "words_erased",
    "exported",
]
Detail = str | int | bool | None
_NONE: Mapping[str, Detail] = MappingProxyType({})
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the trail.

    Attributes:
        person: the name; empty for who came with the key, or is not signed in.
        subject: to what: an id or a name.
    """

    number: int
    at: datetime
    person: str
    action: Action
    subject: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


class Audit:
    """Writes and reads the trail. Nothing in it is ever changed; lines that are too old are deleted, see `prune`."""

    def __init__(self, desk: Desk) -> None:
        self._engine = desk.engine
        self._clock = desk.clock
        self._days = desk.audit_days
        self._pruned_at = desk.clock()

    def record(
        self, person: Person | None, action: Action, subject: str = "", details: Mapping[str, Detail] = _NONE
    ) -> None:
        """Add a line.

        Args:
            person: who did it; None if nobody is signed in.
            subject: to what it was done.
            details: no words of residents or articles.

        Raises:
            DeskUnusable
        """
        with writing(self._engine) as connection:
            self.record_in(connection, person, action, subject, details)

    def record_in(
        self,
        connection: Connection,
        person: Person | None,
        action: Action,
        subject: str = "",
        details: Mapping[str, Detail] = _NONE,
    ) -> None:
        """Add a line in the transaction of what it is about."""
        row = {
            "at": to_stored(self._clock()),
            "person": person.name if person else "",
            "action": action,
            "subject": subject,
            "details": json.dumps(dict(details), ensure_ascii=False),
        }
        connection.execute(audit.insert().values(row))
        if self._clock() - self._pruned_at >= _DAY:
            self._prune_in(connection)

    def prune(self) -> int:
        """Delete the lines that are older than `Desk.audit_days`. Each day the first line that is added does so too.

        Returns:
            The number of deleted lines.

        Raises:
            DeskUnusable
        """
        with writing(self._engine) as connection:
            return self._prune_in(connection)

    def _prune_in(self, connection: Connection) -> int:
        self._pruned_at = self._clock()
        if self._days is None:
            return 0
        oldest = to_stored(self._pruned_at) - timedelta(days=self._days)
        return connection.execute(delete(audit).where(audit.c.at < oldest)).rowcount

    def entries(
        self, limit: int, *, before: int | None = None, person: str | None = None
    ) -> list[AuditEntry]:
        """The newest lines.

        Args:
            before: only lines with a lower number: the next page.
            person: only this person's.

        Raises:
            DeskUnusable
        """
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(audit.c.id < before)
        if person is not None:
            query = query.where(audit.c.person == person)
        with reading(self._engine) as connection:
            return [_entry(row) for row in connection.execute(query)]

    def people(self) -> list[str]:
        """The names that the trail has.

        Raises:
            DeskUnusable
        """
        with reading(self._engine) as connection:
            return list(
                connection.execute(select(audit.c.person).distinct().order_by(audit.c.person)).scalars()
            )


def _entry(row: Row) -> AuditEntry:
    return AuditEntry(
        row.id, from_stored(row.at), row.person, row.action, row.subject, json.loads(row.details)
    )
