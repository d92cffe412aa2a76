"""Adds the marks that lead an article to its parts on other pages, and the links between parts from several files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("versions", sa.Column("jumps", sa.Text, nullable=False, server_default="[]"))
    op.create_index(
        "versions_with_jumps",
        "versions",
        ["date"],
        sqlite_where=sa.text("jumps != '[]'"),
        postgresql_where=sa.text("jumps != '[]'"),
    )
    op.create_table(
        "continuations",
        sa.Column("article_id", sa.String, sa.ForeignKey("articles.article_id"), primary_key=True),
        sa.Column("next_id", sa.String, sa.ForeignKey("articles.article_id"), nullable=False, unique=True),
    )
