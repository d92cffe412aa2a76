"""Signing in: with a password, with the newsroom's OpenID provider, or with the key while there are no users."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update

from rag.database import Row, reading, writing
from rag.desk.audit import Audit
from rag.desk.desk import Desk
from rag.desk.passwords import hash_password, is_outdated, is_right
from rag.desk.person import ROLES, Person, Role
from rag.desk.sessions import Sessions
from rag.desk.tables import users
from rag.desk.tries import Tries
from rag.desk.users import Users, sign_in_name
from rag.schema import WendaError

PROVIDER = Person("(provider)", "admin")
"""Who changes a role that the OpenID provider's claim says."""


class SignInFailed(WendaError):
    """The name or the password is wrong, the user is disabled, or the provider's user is unknown here."""


class KeyRefused(WendaError):
    """The key is wrong, or no longer opens the desk because there are users."""


@dataclass(frozen=True, slots=True)
class ProvidedUser:
    """Whom the OpenID provider has signed in.

    Attributes:
        subject: the issuer and its id of the user, which never changes.
        names: what the user may be called here: a user name, a verified e-mail address.
        role: from the provider's claim; None: the role that the user has here.
    """

    subject: str
    names: tuple[str, ...]
    role: Role | None = None


class SignIn:
    """Starts sessions for who can prove to be somebody."""

    def __init__(self, desk: Desk) -> None:
        self._engine = desk.engine
        self._sessions = Sessions(desk)
        self._tries = Tries(desk)
        self._users = Users(desk)
        self._audit = Audit(desk)

    def with_password(self, name: str, password: str, address: str) -> str:
        """
        Args:
            address: the network address that the try comes from.

        Returns:
            The token of a new session.

        Raises:
            SignInFailed
            TooManyTries
            DeskUnusable
        """
        return self._start(self._checked(name, password, address), "password")

    def check_password(self, name: str, password: str, address: str) -> None:
        """Check the password of who is signed in already. Tries count as those of `with_password`.

        Raises:
            SignInFailed
            TooManyTries
            DeskUnusable
        """
        self._checked(name, password, address)

    def _checked(self, name: str, password: str, address: str) -> Row:
        """The user whose password this is."""
        self._tries.begin(name=name, address=address)
        row = self._find(users.c.sign_in_name == sign_in_name(name))
        right = is_right(password, row.password_hash if row else "")
        if row is None or not right or row.disabled_at is not None:
            # a name that is no user's may be a password in the wrong field
            self._audit.record(None, "sign_in_failed", row.name if row else "")
            raise SignInFailed("The name or the password is wrong.")
        self._tries.succeed(name=name, address=address)
        if is_outdated(row.password_hash):
            self._change(row, password_hash=hash_password(password))
        return row

    def with_provider(self, provided: ProvidedUser) -> str:
        """
        Returns:
            The token of a new session.

        Raises:
            SignInFailed: nobody here is the provider's user, or the user is disabled. No users are added.
            DeskUnusable
        """
        row = self._find(users.c.subject == provided.subject) or self._first_seen(provided)
        if row is None or row.disabled_at is not None:
            self._audit.record(None, "sign_in_failed", row.name if row else "", {"how": "provider"})
            raise SignInFailed("The provider's user is not a user here, or is disabled.")
        if provided.role and provided.role != row.role:
            with suppress(Users.LastAdmin):  # who stays the last admin in spite of the provider
                self._users.set_role(row.name, provided.role, by=PROVIDER)
        return self._start(row, "provider")

    def with_key(self, given: str, key: str, address: str) -> str:
        """
        Returns:
            The token of a new session without a user.

        Raises:
            KeyRefused
            TooManyTries
            DeskUnusable
        """
        if self._users.exist():
            raise KeyRefused("There are users: sign in with a name and a password.")
        self._tries.begin(address=address)
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), key.encode()):
            self._audit.record(None, "sign_in_failed", "", {"how": "key"})
            raise KeyRefused("The key is wrong.")
        self._tries.succeed(address=address)
        return self._sessions.start(None)

    def _first_seen(self, provided: ProvidedUser) -> Row | None:
        """The only user with one of the provided names, who is the provider's user from now on."""
        names = [sign_in_name(name) for name in provided.names if name]
        query = select(users).where(
            users.c.subject.is_(None), users.c.sign_in_name.in_(names) | (users.c.email.in_(names))
        )
        with writing(self._engine) as connection:
            found = connection.execute(query).all()
            if len(found) != 1:
                return None
            known = update(users).where(users.c.id == found[0].id).values(subject=provided.subject)
            connection.execute(known)
            return found[0]

    def _start(self, row: Row, how: str) -> str:
        token = self._sessions.start(row.id)
        self._audit.record(Person(row.name, row.role), "signed_in", row.name, {"how": how})
        return token

    def _find(self, condition: ColumnElement[bool]) -> Row | None:
        with reading(self._engine) as connection:
            return connection.execute(select(users).where(condition)).one_or_none()

    def _change(self, row: Row, **values: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(users).where(users.c.id == row.id).values(values))


def claimed_role(claims: Mapping[str, object], claim: str) -> Role | None:
    """The highest role that a claim names, a text or a list of texts; None if it names none."""
    found = claims.get(claim) if claim else None
    named = found if isinstance(found, list) else [found]
    return next((role for role in reversed(ROLES) if role in named), None)
