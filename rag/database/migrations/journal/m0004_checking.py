"""Adds what checking at speed needs: queues, second readings, notes, points, and the lines that would have answered."""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _answers()
    _verdicts()
    _notes()
    _points_and_expected_lines()
    _indexes()


def _answers() -> None:
    op.add_column("answers", sa.Column("confidence", sa.Float, nullable=False, server_default="1"))
    for name in ("struck", "draw", "second_unjudged", "disputed"):
        op.add_column("answers", _number_column(name))
    op.add_column("answers", sa.Column("first_reader", sa.Text))
    if op.get_bind().dialect.name == "postgresql":
        confidence = "CAST(CAST(answer AS json) ->> 'confidence' AS double precision)"
        struck = "json_array_length(CAST(answer AS json) -> 'struck')"
    else:
        confidence = "json_extract(answer, '$.confidence')"
        struck = "json_array_length(answer, '$.struck')"
    op.execute(f"UPDATE answers SET confidence = coalesce({confidence}, 1), struck = coalesce({struck}, 0)")
    connection = op.get_bind()
    ids = connection.execute(sa.text("SELECT answer_id FROM answers")).scalars().all()
    if ids:
        drawn = [{"answer_id": one, "draw": _draw(one)} for one in ids]
        connection.execute(sa.text("UPDATE answers SET draw = :draw WHERE answer_id = :answer_id"), drawn)


def _draw(answer_id: str) -> int:
    """As `rag.journal.sampling.draw` was when this migration was written."""
    return int.from_bytes(sha256(answer_id.encode()).digest()[:4]) >> 1


def _verdicts() -> None:
    op.add_column("verdicts", sa.Column("line", sa.Integer))
    op.add_column("verdicts", sa.Column("reading", sa.String, nullable=False, server_default="first"))
    op.add_column("verdicts", _number_column("is_last"))
    op.add_column("verdicts", _number_column("stands"))
    op.execute(
        "UPDATE verdicts SET is_last = 1, stands = 1 WHERE id IN "
        "(SELECT max(id) FROM verdicts WHERE undone_at IS NULL GROUP BY answer_id, statement)"
    )
    op.execute(
        "UPDATE answers SET first_reader = (SELECT name FROM verdicts WHERE id = "
        "(SELECT max(id) FROM verdicts AS given WHERE given.answer_id = answers.answer_id AND undone_at IS NULL))"
    )


def _notes() -> None:
    """A note belonged to a verdict; now an answer has a thread of them."""
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        _answer_id_column(),
        sa.Column("statement", sa.Integer),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("noted_at", sa.DateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_answer_id", "notes", ["answer_id"])
    op.execute(
        "INSERT INTO notes (answer_id, statement, name, text, noted_at) "
        "SELECT answer_id, statement, name, note, judged_at FROM verdicts WHERE note <> '' ORDER BY id"
    )


def _points_and_expected_lines() -> None:
    op.create_table(
        "points",
        _answer_id_column(primary_key=True),
        sa.Column("point", sa.String, primary_key=True),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("is_fault", sa.Integer, nullable=False),
        sa.Column("marked_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "expected_lines",
        sa.Column(
            "verdict_id",
            sa.Integer,
            sa.ForeignKey("verdicts.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("article_id", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("field", sa.String, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
    )


def _indexes() -> None:
    for replaced in ("answers_unchecked", "answers_declined"):
        op.drop_index(replaced, "answers")
    for name, columns, condition in (
        ("answers_waiting", ["seq", "unjudged"], "unjudged > 0"),
        ("answers_declined", ["seq", "unjudged", "status"], "status = 'not_reported'"),
        (
            "answers_low_confidence",
            ["seq", "unjudged", "status", "confidence"],
            "status = 'answered' AND confidence < 0.5",
        ),
        ("answers_struck", ["seq", "unjudged", "struck"], "struck > 0"),
        ("answers_drawn", ["draw", "given_at"], "to_judge > 0"),
        ("answers_second", ["seq", "first_reader", "second_unjudged"], "second_unjudged > 0"),
        ("answers_disputed", ["seq", "disputed"], "disputed > 0"),
    ):
        _partial_index(name, "answers", columns, condition)
    _partial_index("verdicts_standing", "verdicts", ["judged_at", "line", "verdict"], "stands = 1")
    _partial_index("verdicts_second", "verdicts", ["answer_id"], "reading = 'second' AND is_last = 1")


def _number_column(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _partial_index(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def _answer_id_column(*, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        "answer_id",
        sa.String,
        sa.ForeignKey("answers.answer_id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )
