"""Upgrades a database to this program's schema by running the numbered Alembic migrations in `migrations/`.

A migration is a file `migrations/DATABASE/mNNNN_what_it_does.py`. To add one: write it, make the same change in the
`tables.py` of the package that owns the database, and raise `SCHEMA_VERSION` there. Foreign keys are enforced while a
migration runs: never drop and recreate a table that others reference (that would delete their rows too); add columns.
Migrations run on SQLite and on PostgreSQL; where they must differ, `op.get_bind().dialect.name` tells.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

_alembic_lock = threading.Lock()  # Alembic keeps the running migration in a global variable


def is_current(connection: Connection, schema: int) -> bool:
    """Whether migration number `schema` was the last one to run on the database."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found == f"{schema:04}"


def stored_schema(connection: Connection) -> int:
    """The schema number in the `meta` table; 0 for a new database. Versions from before Alembic read it too.

    Raises:
        ValueError: the stored value is not a number.
    """
    if not inspect(connection).has_table("meta"):
        return 0
    found = connection.execute(text("SELECT value FROM meta WHERE key = 'schema'")).scalar_one_or_none()
    return int(found or 0)


def upgrade(connection: Connection, migrations: str, schema: int) -> None:
    """Run the migrations that the database lacks, in the transaction of `connection`.

    Args:
        migrations: subfolder of `migrations/`.
        schema: number of the last migration to run.
    """
    from alembic import command  # slow to import, and only needed when there is something to upgrade

    with _alembic_lock:
        command.upgrade(_config(connection, migrations), f"{schema:04}")
    remember = (
        "INSERT INTO meta (key, value) VALUES ('schema', :schema) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    )
    connection.execute(text(remember), {"schema": str(schema)})


def _config(connection: Connection, migrations: str) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "rag.database:migrations")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"rag.database:migrations/{migrations}")
    config.attributes["connection"] = connection
    return config
