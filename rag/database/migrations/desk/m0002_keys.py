"""Adds the keys of other programs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "keys",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("name", sa.Text, nullable=False, index=True),
        sa.Column("key_hash", sa.String, nullable=False, unique=True),
        sa.Column("scopes", sa.String, nullable=False),
        sa.Column("quota", sa.String),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("used_on", sa.Date),
        sa.Column("revoked_at", sa.DateTime),
        sqlite_autoincrement=True,
    )
