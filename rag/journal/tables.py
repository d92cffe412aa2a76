"""The journal's tables; `open_engine` opens its database."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Engine,
    Float,
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

SCHEMA_VERSION = 4
WAIT_SECONDS = 5  # for another process's write; a resident's answer waits for the journal no longer than this
CONNECTIONS = 4  # of one process to a PostgreSQL server

metadata = MetaData()

meta = meta_table(metadata)
ERASURE = "erasure"
"""The key of a number that changes whenever answers are erased."""

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
    Column("confidence", Float, nullable=False, server_default="1"),
    Column(
        "struck", Integer, nullable=False, server_default="0"
    ),  # sentences of the model that were left out
    Column("draw", Integer, nullable=False, server_default="0"),  # see `rag.journal.sampling`
    # Of an answer drawn for a second reading that has all its first verdicts: how many of the second are missing.
    Column("second_unjudged", Integer, nullable=False, server_default="0"),
    Column(
        "disputed", Integer, nullable=False, server_default="0"
    ),  # statements on which the two readings differ
    Column("first_reader", Text),  # who gave the last verdict of the first reading
    sqlite_autoincrement=True,
)

# Literal values, not bound parameters: SQLite uses a partial index only if the query repeats its condition literally.
is_unchecked = answers.c.unjudged > literal_column("0")
is_reported = answers.c.last_report.is_not(None)
is_declined = answers.c.status == literal_column("'not_reported'")
is_low_confidence = (answers.c.status == literal_column("'answered'")) & (
    answers.c.confidence < literal_column("0.5")
)
has_struck = answers.c.struck > literal_column("0")
takes_verdicts = answers.c.to_judge > literal_column("0")
needs_second_reading = answers.c.second_unjudged > literal_column("0")
is_disputed = answers.c.disputed > literal_column("0")

Index("answers_by_time", answers.c.given_at)
partial_index("answers_reported", is_reported, answers.c.last_report)
# SQLite checks an index's own condition again: with its columns in the index, what waits is counted without reading rows.
partial_index("answers_waiting", is_unchecked, answers.c.seq, answers.c.unjudged)
partial_index("answers_declined", is_declined, answers.c.seq, answers.c.unjudged, answers.c.status)
partial_index(
    "answers_low_confidence",
    is_low_confidence,
    answers.c.seq,
    answers.c.unjudged,
    answers.c.status,
    answers.c.confidence,
)
partial_index("answers_struck", has_struck, answers.c.seq, answers.c.unjudged, answers.c.struck)
partial_index("answers_drawn", takes_verdicts, answers.c.draw, answers.c.given_at)
partial_index(
    "answers_second", needs_second_reading, answers.c.seq, answers.c.first_reader, answers.c.second_unjudged
)
partial_index("answers_disputed", is_disputed, answers.c.seq, answers.c.disputed)

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
    Column("note", Text, nullable=False),  # not used since `notes` has them
    Column("judged_at", DateTime, nullable=False),
    Column("undone_at", DateTime),
    Column("undone_by", Text),
    Column("line", Integer),  # the number of a nearest line, for a verdict on it
    Column("reading", String, nullable=False, server_default="first"),
    # Both are kept up by `rag.journal.standing`: the last one of its reading; the one that counts.
    Column("is_last", Integer, nullable=False, server_default="0"),
    Column("stands", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

stands = verdicts.c.stands == literal_column("1")
is_second = (verdicts.c.reading == literal_column("'second'")) & (verdicts.c.is_last == literal_column("1"))

partial_index("verdicts_standing", stands, verdicts.c.judged_at, verdicts.c.line, verdicts.c.verdict)
partial_index("verdicts_second", is_second, verdicts.c.answer_id)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("answer_id", ForeignKey("answers.answer_id", ondelete="CASCADE"), nullable=False, index=True),
    Column("statement", Integer),  # null: about the answer as a whole
    Column("name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("noted_at", DateTime, nullable=False),
    sqlite_autoincrement=True,
)

points = Table(
    "points",
    metadata,
    Column("answer_id", ForeignKey("answers.answer_id", ondelete="CASCADE"), primary_key=True),
    Column("point", String, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("is_fault", Integer, nullable=False),
    Column("marked_at", DateTime, nullable=False),
)

# The printed line that a declined answer should have been, as the checker who gave the verdict chose it.
expected_lines = Table(
    "expected_lines",
    metadata,
    Column(
        "verdict_id", ForeignKey("verdicts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("article_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("field", String, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
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
