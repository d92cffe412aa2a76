"""Creates the tables of the board "asked, not reported": what editors decided, and the vectors of questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "board_decisions",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.Column("article_id", sa.String, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("person", sa.String, nullable=False),
        sa.Column("decided_at", sa.DateTime, nullable=False),
        sa.Column("undone_at", sa.DateTime),
        sa.Column("undone_by", sa.String),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "board_questions",
        sa.Column(
            "decision_id",
            sa.Integer,
            sa.ForeignKey("board_decisions.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("question_key", sa.String, primary_key=True),
    )
    op.create_table(
        "question_vectors",
        sa.Column("question_key", sa.String, primary_key=True),
        sa.Column("fingerprint", sa.String, primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )
