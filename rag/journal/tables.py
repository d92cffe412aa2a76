"""The journal's tables; `open_engine` opens its database."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    literal_column,
)

from rag import database
from rag.database import DatabaseUnusable, Location, meta_table, partial_index

SCHEMA_VERSION = 3
WAIT_SECONDS = 5  # for another process's write; a resident's answer waits for the journal no longer than this
CONNECTIONS = 4  # of one process to a PostgreSQL server

metadata = MetaData()

meta = meta_table(metadata)

answers = Table(
    "answers",
    metadata,
    Column("seq", Integer, Identity(), primary_key=True),
    Column("answer_id", String, nullable=False, unique=True),
    Column("given_at", DateTime, nullable=False),  # all times in the journal are UTC
    Column("question", Text, nullable=False),
    Column("today", Date, nullable=False),
    Column("status", String, nullable=False),
    Column("answer", Text, nullable=False),  # JSON of the whole answer
    Column("found", Text, nullable=False),  # JSON of the best ten passages
    Column("fingerprint", Text, nullable=False),
    # How many verdicts the answer takes, and how many of them are still missing.
    Column("to_judge", Integer, nullable=False),
    Column("unjudged", Integer, nullable=False),
    Column("last_report", Integer),
    Column("unhandled", Integer, nullable=False, server_default="0"),  # reports that staff have not handled
    # For a follow-up question, the question and answer just before it; else null.
    Column("previous_question", Text),
    Column("previous_answer", Text),
    # JSON: articles that were taken down since, with the moment (UTC). What they said is no longer in the row.
    Column("removed_articles", Text, nullable=False, server_default="{}"),
    sqlite_autoincrement=True,
)

# Literal values, not bound parameters: SQLite uses a partial index only if the query repeats its condition literally.
is_unchecked = answers.c.unjudged > literal_column("0")
is_reported = answers.c.last_report.is_not(None)
is_declined = answers.c.status == literal_column("'not_reported'")

Index("answers_by_time", answers.c.given_at)
partial_index("answers_unchecked", is_unchecked, answers.c.seq)
partial_index("answers_reported", is_reported, answers.c.last_report)
partial_index("answers_declined", is_declined, answers.c.seq)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("answer_id", ForeignKey("answers.answer_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("reported_at", DateTime, nullable=False),
    Column("reason", Text, nullable=False),
    Column("handled_at", DateTime),
    Column("handled_by", Text),
    sqlite_autoincrement=True,
)

verdicts = Table(
    "verdicts",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("answer_id", ForeignKey("answers.answer_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("statement", Integer),  # null: the answer as a whole
    Column("verdict", String, nullable=False),
    Column("name", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("judged_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
    Column("undone_by", Text),
    sqlite_autoincrement=True,
)


class JournalUnusable(DatabaseUnusable):
    """The journal cannot be opened or written."""

    database = "journal"
    repair_advice = (
        "Restore a copy of the file, or move it away: Wenda then starts a new journal and answers as before."
    )


def open_engine(place: Location) -> Engine:
    """Open the journal; create it if it does not exist.

    Raises:
        JournalUnusable: see `rag.database.open_engine`.
    """
    return database.open_engine(
        place,
        schema=SCHEMA_VERSION,
        error_class=JournalUnusable,
        wait_seconds=WAIT_SECONDS,
        connections=CONNECTIONS,
    )
