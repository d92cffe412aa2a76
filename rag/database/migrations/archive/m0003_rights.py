"""Adds embargoes, quote-only articles, and takedowns with the redacted copies of source files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("articles", sa.Column("embargo_until", sa.DateTime))
    op.add_column("articles", sa.Column("quote_only", sa.Boolean, nullable=False, server_default="0"))
    op.create_index(
        "articles_embargoed",
        "articles",
        ["embargo_until"],
        sqlite_where=sa.text("state = 'embargoed'"),
        postgresql_where=sa.text("state = 'embargoed'"),
    )
    op.add_column("sources", sa.Column("redacted_at", sa.DateTime))
    op.add_column("sources", sa.Column("replaced_by", sa.String))
    op.create_table(
        "takedowns",
        sa.Column("article_id", sa.String, primary_key=True),
        sa.Column("identity", sa.String, nullable=False),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("headline", sa.String, nullable=False),
        sa.Column("bands", sa.Text, nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("taken_at", sa.DateTime, nullable=False),
        sa.Column("erased", sa.Boolean, nullable=False),
    )
