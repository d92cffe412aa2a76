"""What Alembic runs: the migrations of one database, over the connection that `rag.database.upgrade` gives."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
