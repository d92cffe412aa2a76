"""Brings a database to the shape that this program knows, by the numbered migrations in `migrations/`.

A migration is a file `migrations/DATABASE/mNNNN_what_it_does.py`, as Alembic has them. To add one: write it, change
the tables of the room that owns the database, and raise that room's `SCHEMA_VERSION`. Foreign keys are enforced while it
runs, so a table that others refer to must not be dropped and made anew (its rows would take theirs along): add columns.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

_ONE_AT_A_TIME = threading.Lock()  # Alembic keeps the migration that runs in a global


def is_current(connection: Connection, schema: int) -> bool:
    """Whether the last migration that the database went through is number `schema`."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found == f"{schema:04}"


def written_schema(connection: Connection) -> int:
    """The number in the `meta` table, which every Wenda looks at; 0 where the database is new.

    Raises:
        ValueError: it is no number.
    """
    if not inspect(connection).has_table("meta"):
        return 0
    found = connection.execute(text("SELECT value FROM meta WHERE key = 'schema'")).scalar_one_or_none()
    return int(found or 0)


def upgrade(connection: Connection, migrations: str, schema: int) -> None:
    """Run what is missing of a database's migrations, in the transaction of `connection`.

    Args:
        migrations: the folder under `migrations/`.
        schema: the number of the last one.
    """
    from alembic import command  # takes a while to import, and most openings need none of it

    with _ONE_AT_A_TIME:
        command.upgrade(_config(connection, migrations), f"{schema:04}")
    connection.execute(
        text("INSERT OR REPLACE INTO meta (key, value) VALUES ('schema', :schema)"), {"schema": str(schema)}
    )


def _config(connection: Connection, migrations: str) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "rag.database:migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"rag.database:migrations/{migrations}")
    config.attributes["connection"] = connection
    return config
