"""Adds columns for handled reports, undone verdicts, and the exchange before a follow-up question."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("answers", sa.Column("unhandled", sa.Integer, nullable=False, server_default="0"))
    op.add_column("answers", sa.Column("previous_question", sa.Text))
    op.add_column("answers", sa.Column("previous_answer", sa.Text))
    op.add_column("reports", sa.Column("handled_at", sa.DateTime))
    op.add_column("reports", sa.Column("handled_by", sa.Text))
    op.add_column("verdicts", sa.Column("undone_at", sa.DateTime))
    op.add_column("verdicts", sa.Column("undone_by", sa.Text))
    op.execute(
        "UPDATE answers SET unhandled = "
        "(SELECT count(*) FROM reports WHERE reports.answer_id = answers.answer_id)"
    )
