"""The tables of the newsroom's own database; `open_engine` opens it."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from rag import database
from rag.database import DatabaseUnusable, Location, meta_table

SCHEMA_VERSION = 2
WAIT_SECONDS = 5  # for another process's write
CONNECTIONS = 4  # of one process to a PostgreSQL server

metadata = MetaData()

meta = meta_table(metadata)

# All times are UTC.

users = Table(
    "users",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("name", String, nullable=False),  # as it is shown
    Column("sign_in_name", String, nullable=False, unique=True),  # the name without capitals
    Column("role", String, nullable=False),
    Column("password_hash", Text, nullable=False),  # empty: signs in with the newsroom's own provider only
    Column("email", String, nullable=False),  # without capitals; empty if unknown
    Column(
        "subject", Text, unique=True
    ),  # who this is for the OpenID provider, since the first sign-in with it
    Column("created_at", DateTime, nullable=False),
    Column("disabled_at", DateTime),
    sqlite_autoincrement=True,
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String, primary_key=True),  # SHA-256 of the cookie's value
    # null: a session of the key, which counts only while there are no users
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), index=True),
    Column("started_at", DateTime, nullable=False),
    Column("ends_at", DateTime, nullable=False, index=True),
)

tries = Table(
    "tries",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("subject_hash", String, nullable=False),  # SHA-256 of a name or a network address
    Column("tried_at", DateTime, nullable=False, index=True),
    sqlite_autoincrement=True,
)
Index("tries_of_subject", tries.c.subject_hash, tries.c.tried_at)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("at", DateTime, nullable=False, index=True),
    Column("person", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON
    sqlite_autoincrement=True,
)
Index("audit_of_person", audit.c.person, audit.c.id)


keys = Table(
    "keys",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("key_hash", String, nullable=False, unique=True),  # SHA-256
    Column("scopes", String, nullable=False),  # separated by spaces
    Column("quota", String),  # see `Quota`; null: what the settings say
    Column("made_at", DateTime, nullable=False),
    Column("used_on", Date),
    Column("revoked_at", DateTime),
    sqlite_autoincrement=True,
)


class DeskUnusable(DatabaseUnusable):
    """The newsroom's own database cannot be opened or written."""

    database = "desk"
    repair_advice = "Restore a copy of the file, or move it away: the key then opens the desk until there are users again."


def open_engine(place: Location) -> Engine:
    """Open the database; create it if it does not exist.

    Raises:
        DeskUnusable: see `rag.database.open_engine`.
    """
    return database.open_engine(
        place,
        schema=SCHEMA_VERSION,
        error_class=DeskUnusable,
        wait_seconds=WAIT_SECONDS,
        connections=CONNECTIONS,
    )
