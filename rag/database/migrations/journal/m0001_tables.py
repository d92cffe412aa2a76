"""Creates the journal's tables, as they were before the project used migrations.

Data folders from that time already have them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        if_not_exists=True,
    )
    _answers()
    _reports_and_verdicts()


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("seq", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("answer_id", sa.String, nullable=False, unique=True),
        sa.Column("given_at", sa.DateTime, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("today", sa.Date, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("found", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("to_judge", sa.Integer, nullable=False),
        sa.Column("unjudged", sa.Integer, nullable=False),
        sa.Column("last_report", sa.Integer),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_index("answers_by_time", "answers", ["given_at"], if_not_exists=True)
    for name, column, condition in (
        ("answers_unchecked", "seq", "unjudged > 0"),
        ("answers_reported", "last_report", "last_report IS NOT NULL"),
        ("answers_declined", "seq", "status = 'not_reported'"),
    ):
        where = sa.text(condition)
        op.create_index(
            name, "answers", [column], sqlite_where=where, postgresql_where=where, if_not_exists=True
        )


def _reports_and_verdicts() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        _answer_id_column(),
        sa.Column("reported_at", sa.DateTime, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_index("ix_reports_answer_id", "reports", ["answer_id"], if_not_exists=True)
    op.create_table(
        "verdicts",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        _answer_id_column(),
        sa.Column("statement", sa.Integer),
        sa.Column("verdict", sa.String, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("judged_at", sa.DateTime, nullable=False),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_index("ix_verdicts_answer_id", "verdicts", ["answer_id"], if_not_exists=True)


def _answer_id_column() -> sa.Column[str]:
    return sa.Column(
        "answer_id", sa.String, sa.ForeignKey("answers.answer_id", ondelete="CASCADE"), nullable=False
    )
