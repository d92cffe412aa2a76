"""Creates the tables of what the newsroom decided about answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "rulings",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("answer_id", sa.String, nullable=False),
        sa.Column("decision", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_by", sa.String, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("ended_because", sa.String),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "ruling_wordings",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("ruling_id", sa.Integer, sa.ForeignKey("rulings.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question_key", sa.Text, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ruling_wordings_ruling_id", "ruling_wordings", ["ruling_id"])
    op.create_index("ix_ruling_wordings_question_key", "ruling_wordings", ["question_key"])
