"""Turns an archive into one from before the project used migrations."""

from __future__ import annotations

WITHOUT_MIGRATIONS = (
    "DROP TABLE alembic_version",
    "DROP TABLE takedowns",
    "DROP INDEX articles_embargoed",
    *(
        f"ALTER TABLE {table} DROP COLUMN {column}"
        for table, column in (
            ("articles", "embargo_until"),
            ("articles", "quote_only"),
            ("sources", "redacted_at"),
            ("sources", "replaced_by"),
        )
    ),
)
