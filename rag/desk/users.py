"""The newsroom's users: adding, disabling, roles and passwords. Each change goes to the audit trail in the same transaction."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from rag.database import Row, reading, writing
from rag.database.moments import from_stored, to_stored
from rag.desk.audit import Action, Audit
from rag.desk.desk import Desk
from rag.desk.passwords import hash_password, require_good
from rag.desk.person import Person, Role
from rag.desk.tables import sessions, users
from rag.schema import WendaError

LONGEST_NAME = 80
LONGEST_EMAIL = 254

COMMAND_LINE = Person("(command line)", "admin")
"""Who uses the commands of `python -m rag`."""


@dataclass(frozen=True, slots=True)
class User:
    """A user as lists show them.

    Attributes:
        email: empty if unknown.
        has_password: whether the user can sign in with a password.
        disabled_at: None: may sign in.
    """

    name: str
    role: Role
    email: str
    has_password: bool
    created_at: datetime
    disabled_at: datetime | None


class Users:
    """Reads and changes the users of one newsroom."""

    class NotFound(WendaError):
        """There is no user of this name."""

    class Exists(WendaError):
        """There is a user of this name already."""

    class NameUnusable(WendaError):
        """Not a name that a user can have."""

    class LastAdmin(WendaError):
        """Without this user nobody could manage the users."""

    def __init__(self, desk: Desk) -> None:
        self._engine = desk.engine
        self._clock = desk.clock
        self._audit = Audit(desk)

    # --- reading ---

    def all(self) -> list[User]:
        """All users, by name.

        Raises:
            DeskUnusable
        """
        with reading(self._engine) as connection:
            return [_user(row) for row in connection.execute(select(users).order_by(users.c.sign_in_name))]

    def get(self, name: str) -> User:
        """
        Raises:
            Users.NotFound
            DeskUnusable
        """
        with reading(self._engine) as connection:
            return _user(_require(connection, name))

    def exist(self) -> bool:
        """Whether there is any user, also a disabled one.

        Raises:
            DeskUnusable
        """
        with reading(self._engine) as connection:
            return connection.execute(select(users.c.id).limit(1)).first() is not None

    # --- changing ---

    def add(self, name: str, role: Role, password: str | None, *, email: str = "", by: Person) -> User:
        """Add a user. The first one must be an admin, because from then on the key opens nothing.

        Args:
            password: None: the user can only sign in with the newsroom's OpenID provider.

        Raises:
            Users.NameUnusable
            Users.Exists
            Users.LastAdmin: there are no users yet, and this is no admin.
            PasswordTooWeak
            DeskUnusable
        """
        shown = normalised(name)
        row = {
            "name": shown,
            "sign_in_name": shown.casefold(),
            "role": role,
            "password_hash": _hashed(password, shown),
            "email": email.strip().casefold()[:LONGEST_EMAIL],
            "created_at": to_stored(self._clock()),
        }
        with writing(self._engine) as connection:
            if role != "admin" and connection.execute(select(users.c.id).limit(1)).first() is None:
                raise Users.LastAdmin("The first user must be an admin: from then on the key opens nothing.")
            if _find(connection, shown) is not None:
                raise Users.Exists(f"There is a user {shown} already.")
            connection.execute(users.insert().values(row))
            self._audit.record_in(connection, by, "user_added", shown, {"role": role})
            return _user(_require(connection, shown))

    def disable(self, name: str, *, by: Person) -> None:
        """Let a user sign in no more, and end all sessions of the user.

        Raises:
            Users.NotFound
            Users.LastAdmin
            DeskUnusable
        """
        with writing(self._engine) as connection:
            row = _require(connection, name)
            _require_other_admin(connection, row)
            _change(connection, row, disabled_at=to_stored(self._clock()))
            _end_sessions(connection, row)
            self._audit.record_in(connection, by, "user_disabled", row.name)

    def enable(self, name: str, *, by: Person) -> None:
        """Let a disabled user sign in again.

        Raises:
            Users.NotFound
            DeskUnusable
        """
        with writing(self._engine) as connection:
            row = _require(connection, name)
            _change(connection, row, disabled_at=None)
            self._audit.record_in(connection, by, "user_enabled", row.name)

    def reset(self, name: str, password: str, *, by: Person) -> None:
        """Give a user a new password, and end all sessions of the user.

        Raises:
            Users.NotFound
            PasswordTooWeak
            DeskUnusable
        """
        self._set_password(name, password, by, "password_reset")

    def change_own_password(self, person: Person, password: str) -> None:
        """Give the signed-in person a new password, and end all sessions of the person.

        Raises:
            Users.NotFound
            PasswordTooWeak
            DeskUnusable
        """
        self._set_password(person.name, password, person, "password_changed")

    def set_role(self, name: str, role: Role, *, by: Person) -> None:
        """Give a user another role; open sessions have it at once.

        Raises:
            Users.NotFound
            Users.LastAdmin
            DeskUnusable
        """
        with writing(self._engine) as connection:
            row = _require(connection, name)
            if role != "admin":
                _require_other_admin(connection, row)
            _change(connection, row, role=role)
            self._audit.record_in(connection, by, "role_changed", row.name, {"from": row.role, "to": role})

    def end_sessions(self, person: Person) -> None:
        """Sign a person out everywhere.

        Raises:
            Users.NotFound
            DeskUnusable
        """
        with writing(self._engine) as connection:
            row = _require(connection, person.name)
            _end_sessions(connection, row)
            self._audit.record_in(connection, person, "signed_out_everywhere", row.name)

    def _set_password(self, name: str, password: str, by: Person, action: Action) -> None:
        shown = self.get(name).name
        require_good(password, shown)
        password_hash = hash_password(password)
        with writing(self._engine) as connection:
            row = _require(connection, shown)
            _change(connection, row, password_hash=password_hash)
            _end_sessions(connection, row)
            self._audit.record_in(connection, by, action, row.name)


def normalised(name: str) -> str:
    """A name as it is stored: full-width letters and runs of spaces become ordinary ones.

    Raises:
        Users.NameUnusable
    """
    shown = " ".join(unicodedata.normalize("NFKC", name).split())
    if not shown or len(shown) > LONGEST_NAME or not shown.isprintable() or not shown[0].isalnum():
        raise Users.NameUnusable(
            f"A name has 1 to {LONGEST_NAME} characters and begins with a letter or digit."
        )
    return shown


def sign_in_name(name: str) -> str:
    """What two spellings of a name have in common; of a text that is no name too."""
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _hashed(password: str | None, name: str) -> str:
    if password is None:
        return ""
    require_good(password, name)
    return hash_password(password)


def _find(connection: Connection, name: str) -> Row | None:
    query = select(users).where(users.c.sign_in_name == sign_in_name(name))
    return connection.execute(query).one_or_none()


def _require(connection: Connection, name: str) -> Row:
    row = _find(connection, name)
    if row is None:
        raise Users.NotFound(f"There is no user {name!r}; `python -m rag users list` lists them.")
    return row


def _require_other_admin(connection: Connection, row: Row) -> None:
    """Refuse if `row` is the only admin who can sign in."""
    others = select(func.count()).where(
        users.c.role == "admin", users.c.disabled_at.is_(None), users.c.id != row.id
    )
    if row.role == "admin" and not connection.execute(others).scalar_one():
        raise Users.LastAdmin(
            f"{row.name} is the last admin: without one nobody could manage the users. Make somebody else an admin first."
        )


def _change(connection: Connection, row: Row, **values: Any) -> None:
    connection.execute(update(users).where(users.c.id == row.id).values(values))


def _end_sessions(connection: Connection, row: Row) -> None:
    connection.execute(delete(sessions).where(sessions.c.user_id == row.id))


def _user(row: Row) -> User:
    return User(
        row.name,
        row.role,
        row.email,
        bool(row.password_hash),
        from_stored(row.created_at),
        from_stored(row.disabled_at) if row.disabled_at else None,
    )
