"""Counts failed sign-ins by name and by network address. Several processes of the app count together, in the database."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import Connection, delete, func, select

from rag.database import writing
from rag.database.moments import to_stored
from rag.desk.desk import Desk
from rag.desk.tables import tries
from rag.desk.users import sign_in_name
from rag.schema import WendaError

NAME_TRIES = 10
ADDRESS_TRIES = 50
"""More than for a name: behind a proxy that names no clients, all of them have its address."""
TRIES_SECONDS = 15 * 60


class TooManyTries(WendaError):
    """Too many failed sign-ins.

    Attributes:
        seconds: until the next try is allowed.
    """

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many failed sign-ins. Try again in {seconds} seconds.")
        self.seconds = seconds


class Tries:
    """Counts the tries of the last quarter of an hour. The database has hashes of names and addresses, no addresses."""

    def __init__(self, desk: Desk) -> None:
        self._engine = desk.engine
        self._clock = desk.clock

    def begin(self, *, name: str | None = None, address: str) -> None:
        """Count a try before it is checked, so that many at once count too; `succeed` takes it back.

        Args:
            name: None: a try with the key.

        Raises:
            TooManyTries
            DeskUnusable
        """
        now = to_stored(self._clock())
        since = now - timedelta(seconds=TRIES_SECONDS)
        subjects = _subjects(name, address)
        with writing(self._engine) as connection:
            connection.execute(delete(tries).where(tries.c.tried_at <= since))
            waits = [_wait(connection, subject, most) for subject, most in subjects]
            if free_at := max((wait for wait in waits if wait), default=None):
                wait = free_at + timedelta(seconds=TRIES_SECONDS) - now
                raise TooManyTries(max(1, int(wait.total_seconds())))
            rows = [{"subject_hash": subject, "tried_at": now} for subject, _ in subjects]
            connection.execute(tries.insert(), rows)

    def succeed(self, *, name: str | None = None, address: str) -> None:
        """Forget the failed tries of a name, and one try of the address.

        Raises:
            DeskUnusable
        """
        *of_name, (of_address, _) = _subjects(name, address)
        newest = select(func.max(tries.c.id)).where(tries.c.subject_hash == of_address).scalar_subquery()
        with writing(self._engine) as connection:
            connection.execute(delete(tries).where(tries.c.subject_hash.in_([one for one, _ in of_name])))
            connection.execute(delete(tries).where(tries.c.id == newest))


def _subjects(name: str | None, address: str) -> list[tuple[str, int]]:
    """What tries are counted by, as hashes, each with the most that are allowed; the address last."""
    of_name = [] if name is None else [(f"name {sign_in_name(name)}", NAME_TRIES)]
    return [(_hash(text), most) for text, most in [*of_name, (f"address {_network(address)}", ADDRESS_TRIES)]]


def _wait(connection: Connection, subject: str, most: int) -> datetime | None:
    """When the try was made that must be forgotten before another is allowed; None if one is allowed."""
    query = select(tries.c.tried_at).where(tries.c.subject_hash == subject).order_by(tries.c.tried_at.desc())
    tried_at: datetime | None = connection.execute(query.offset(most - 1).limit(1)).scalar_one_or_none()
    return tried_at


def _network(address: str) -> str:
    """An IPv4 address, or the /64 network that one subscriber has with IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(ip_network((int(parsed), 64), strict=False))
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
