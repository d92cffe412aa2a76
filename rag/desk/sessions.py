"""Sessions of the desk. Several processes of the app share them through the database."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, exists, select

from rag.database import reading, writing
from rag.database.moments import to_stored
from rag.desk.desk import Desk
from rag.desk.person import Person
from rag.desk.tables import sessions, users

SESSION_SECONDS = 12 * 60 * 60

KEY_PERSON = Person("", "admin")
"""Who came with the key of a newsroom without users."""


class Sessions:
    """Starts, finds and ends sessions. The database has only hashes of their tokens, so that its copies open nothing."""

    def __init__(self, desk: Desk) -> None:
        self._engine = desk.engine
        self._clock = desk.clock

    def start(self, user_id: int | None) -> str:
        """Start a session of twelve hours, and forget those that have ended.

        Args:
            user_id: None: a session of the key.

        Returns:
            Its random token, for the cookie.

        Raises:
            DeskUnusable
        """
        now, token = to_stored(self._clock()), secrets.token_urlsafe(32)
        row = {
            "token_hash": hashed(token),
            "user_id": user_id,
            "started_at": now,
            "ends_at": now + timedelta(seconds=SESSION_SECONDS),
        }
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(sessions.c.ends_at <= now))
            connection.execute(sessions.insert().values(row))
        return token

    def person(self, token: str) -> Person | None:
        """Whose session this is; None if it has ended, or never began.

        Raises:
            DeskUnusable
        """
        if not token:
            return None
        query = (
            select(
                sessions.c.user_id, users.c.name, users.c.role, exists(select(users.c.id)).label("has_users")
            )
            .select_from(sessions.outerjoin(users, users.c.id == sessions.c.user_id))
            .where(sessions.c.token_hash == hashed(token), sessions.c.ends_at > to_stored(self._clock()))
            .where(users.c.disabled_at.is_(None))
        )
        with reading(self._engine) as connection:
            found = connection.execute(query).one_or_none()
        if found is None:
            return None
        if found.user_id is None:
            return None if found.has_users else KEY_PERSON
        return Person(found.name, found.role)

    def end(self, token: str) -> None:
        """End one session.

        Raises:
            DeskUnusable
        """
        self._end(sessions.c.token_hash == hashed(token))

    def end_all(self) -> None:
        """End everybody's sessions.

        Raises:
            DeskUnusable
        """
        self._end(sessions.c.token_hash.is_not(None))

    def _end(self, which: ColumnElement[bool]) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(sessions).where(which))


def hashed(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
