"""Alembic entry point: runs one database's migrations on the connection that `rag.database.upgrade` passes in."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
