"""Adds the articles that were taken down after an answer had quoted them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("answers", sa.Column("removed_articles", sa.Text, nullable=False, server_default="{}"))
