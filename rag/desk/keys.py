"""Keys with which other programs may ask. Of a key only a hash is kept: it is shown once, when it is made."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Literal, get_args

from sqlalchemy import Connection, select, update

from rag.database import Row, reading, writing
from rag.database.moments import from_stored, to_stored
from rag.desk.audit import Audit
from rag.desk.desk import Desk
from rag.desk.person import Person
from rag.desk.tables import keys
from rag.schema import WendaError
from rag.schema.quota import Quota

Scope = Literal["ask", "search", "report", "metrics"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
LONGEST_NAME = 80
_PREFIX = "wenda-"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as the database has it.

    Attributes:
        name: what the newsroom calls the program that has it.
        quota: how much may be asked with it; None: what the settings say.
        used_on: the last day (UTC) on which something was asked with it; None if nothing was yet.
        revoked_at: None while it counts.
    """

    name: str
    scopes: frozenset[Scope]
    quota: Quota | None
    made_at: datetime
    used_on: date | None
    revoked_at: datetime | None


class Keys:
    """Makes, finds and revokes keys."""

    class NameTaken(WendaError):
        """There is a key of this name already."""

    class NotFound(WendaError):
        """There is no key of this name."""

    def __init__(self, desk: Desk) -> None:
        self._engine = desk.engine
        self._clock = desk.clock
        self._audit = Audit(desk)

    def add(self, name: str, scopes: frozenset[Scope], quota: Quota | None = None, *, by: Person) -> str:
        """Make a key.

        Args:
            name: what to call the program that gets it; up to `LONGEST_NAME` characters.
            by: who makes it.

        Returns:
            The key. It cannot be read again.

        Raises:
            Keys.NameTaken
            DeskUnusable
        """
        key = _PREFIX + secrets.token_urlsafe(32)
        told = " ".join(scope for scope in SCOPES if scope in scopes)
        row = {
            "name": name,
            "key_hash": _hash(key),
            "scopes": told,
            "quota": None if quota is None else str(quota),
            "made_at": to_stored(self._clock()),
        }
        with writing(self._engine) as connection:
            if _valid(connection, name):
                raise Keys.NameTaken(
                    f"There is a key “{name}” already: revoke it first, or choose another name."
                )
            connection.execute(keys.insert().values(row))
            self._audit.record_in(connection, by, "key_added", name, {"scopes": told})
        return key

    def revoke(self, name: str, *, by: Person) -> None:
        """Let a key count no more. Its name can be used again.

        Raises:
            Keys.NotFound
            DeskUnusable
        """
        with writing(self._engine) as connection:
            if not _valid(connection, name):
                raise Keys.NotFound(f"There is no key “{name}”; `python -m rag keys list` shows them.")
            counts = (keys.c.name == name) & keys.c.revoked_at.is_(None)
            connection.execute(update(keys).where(counts).values(revoked_at=to_stored(self._clock())))
            self._audit.record_in(connection, by, "key_revoked", name)

    def all(self) -> list[ApiKey]:
        """All keys, revoked ones too, newest first.

        Raises:
            DeskUnusable
        """
        with reading(self._engine) as connection:
            rows = connection.execute(select(keys).order_by(keys.c.id.desc()))
            return [_key(row) for row in rows]

    def find(self, key: str) -> ApiKey | None:
        """The key that was given, if it counts; notes the day.

        Raises:
            DeskUnusable
        """
        query = select(keys).where(keys.c.key_hash == _hash(key), keys.c.revoked_at.is_(None))
        today = to_stored(self._clock()).date()
        with reading(self._engine) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if row.used_on != today:
            with writing(self._engine) as connection:
                connection.execute(update(keys).where(keys.c.id == row.id).values(used_on=today))
        return _key(row)


def _valid(connection: Connection, name: str) -> bool:
    query = select(keys.c.id).where(keys.c.name == name, keys.c.revoked_at.is_(None))
    return connection.execute(query).first() is not None


def _hash(key: str) -> str:
    """A plain hash is enough: a key has 256 random bits, which nobody can try."""
    return sha256(key.encode("utf-8", "replace")).hexdigest()


def _key(row: Row) -> ApiKey:
    return ApiKey(
        name=row.name,
        scopes=frozenset(scope for scope in SCOPES if scope in row.scopes.split()),
        quota=None if row.quota is None else Quota.parse(row.quota),
        made_at=from_stored(row.made_at),
        used_on=row.used_on,
        revoked_at=None if row.revoked_at is None else from_stored(row.revoked_at),
    )
