"""The archive's tables, and how its database is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from rag import database
from rag.database import DatabaseUnusable, Row, meta_table, reading, writing

__all__ = [
    "ArchiveUnusable",
    "Row",
    "articles",
    "copies",
    "copy_bands",
    "corrections",
    "meta",
    "open_engine",
    "passage_days",
    "passage_terms",
    "passages",
    "reading",
    "sources",
    "versions",
    "writing",
]

SCHEMA_VERSION = 1
WAIT_SECONDS = 60

metadata = MetaData()

meta = meta_table(metadata)

sources = Table(
    "sources",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("encoding", String, nullable=False),
    Column("added_at", DateTime, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    # live | removed (by staff: stays away) | superseded (its page was read again without it)
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
)
Index(
    "one_article_a_source_id",
    articles.c.source,
    articles.c.source_id,
    unique=True,
    sqlite_where=articles.c.source_id != "",
)

versions = Table(
    "versions",
    metadata,
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("subheadline", Text, nullable=False),
    Column("column", Text, nullable=False),
    Column("byline", Text, nullable=False),
    Column("date", Date),
    Column("paper", Text, nullable=False),
    Column("page", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("lang", Text, nullable=False),
    Column("source_sha256", ForeignKey("sources.sha256"), nullable=False),
    Column("paragraphs", Text, nullable=False),
    Column("added_at", DateTime, nullable=False),
)
Index("versions_by_date", versions.c.date)
Index("versions_by_source_file", versions.c.source_sha256)

passages = Table(
    "passages",
    metadata,
    Column("passage_id", Integer, primary_key=True),
    Column("article_id", ForeignKey("articles.article_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # little-endian float16
    Column("fingerprint", String, nullable=False),
    Column("dtype", String, nullable=False),
    # Should it be found, and is it in the indexes? Where the two differ, the owner of the indexes has work.
    Column("live", Boolean, nullable=False),
    Column("indexed", Boolean, nullable=False),
    sqlite_autoincrement=True,  # an id is never used twice: a lagging index must not point at another text
)
Index("passages_of_article", passages.c.article_id, passages.c.version)
Index("passages_to_index", passages.c.passage_id, sqlite_where=passages.c.live != passages.c.indexed)
Index("passages_let_go", passages.c.article_id, sqlite_where=~passages.c.live & ~passages.c.indexed)

# The days that a passage speaks of: what a question about a day looks for, beside the article's own date. Archives
# made before there was this table get it empty; a rebuild fills it.
passage_days = Table(
    "passage_days",
    metadata,
    Column("passage_id", ForeignKey("passages.passage_id", ondelete="CASCADE"), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("end", Date, primary_key=True),
)

# The terms that a passage names: days on each of which what it says holds, until 9999-12-31 where it names no end. Not
# among its days, and filled in by a rebuild like them.
passage_terms = Table(
    "passage_terms",
    metadata,
    Column("passage_id", ForeignKey("passages.passage_id", ondelete="CASCADE"), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("end", Date, primary_key=True),
)

# Under which keys the newest version of an article finds the stories that it may be a copy of, and which of them it
# was found to be: both ways. Kept for withdrawn articles too, which may come back. Filled in by a rebuild, like the days.
copy_bands = Table(
    "copy_bands",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("copy_bands_of_article", copy_bands.c.article_id)

copies = Table(
    "copies",
    metadata,
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    Column("copy_id", ForeignKey("articles.article_id"), primary_key=True),
    sqlite_with_rowid=False,
)

# What a correction (`更正`) names: the report's headline, its day, and the words that were wrong, each where it is
# given. Looked up by the report, so that either may come in first. Filled in by a rebuild, like the days.
corrections = Table(
    "corrections",
    metadata,
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("end", Integer, nullable=False),
    Column("headline", Text, nullable=False),
    Column("date", Date),
    Column("wrong", Text, nullable=False),
)
Index("corrections_by_day", corrections.c.date)

# What the triggers on `passages` do at each change of what should be found; by hand where only its days change.
COUNT_CHANGE = (
    "INSERT INTO meta VALUES ('changes', '1') "
    "ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
)


class ArchiveUnusable(DatabaseUnusable):
    """The archive's file cannot be opened or written."""

    what = "archive"
    if_damaged = "Put back a copy of the data folder, or move it away and ingest the papers again."


def open_engine(path: Path) -> Engine:
    """Open (and where absent, make) the archive at `path`, in WAL mode so that many processes may use it.

    Raises:
        ArchiveUnusable: the folder cannot be written, the file is damaged, or made by a newer program.
    """
    return database.open_engine(
        path, migrations="archive", schema=SCHEMA_VERSION, unusable=ArchiveUnusable, wait_seconds=WAIT_SECONDS
    )
