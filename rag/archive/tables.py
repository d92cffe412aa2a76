"""The archive's tables; `open_engine` opens its database."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    literal_column,
)

from rag import database
from rag.database import DatabaseUnusable, Location, Row, meta_table, partial_index, reading, writing

__all__ = [
    "ArchiveUnusable",
    "Row",
    "articles",
    "continuations",
    "copies",
    "copy_bands",
    "corrections",
    "meta",
    "models",
    "open_engine",
    "passage_changes",
    "passage_days",
    "passage_terms",
    "passages",
    "problems",
    "reading",
    "sources",
    "takedowns",
    "versions",
    "watched",
    "writing",
]

SCHEMA_VERSION = 6
WAIT_SECONDS = 60  # for another process's write
CONNECTIONS = 8  # of one process to a PostgreSQL server; by default a server takes 100 in all

metadata = MetaData()

meta = meta_table(metadata)

sources = Table(
    "sources",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("name", Text, nullable=False),
    Column("encoding", String, nullable=False),
    Column("added_at", DateTime, nullable=False),
    # A file that held a taken-down article is replaced by a redacted copy. The copy says when; the row of the original
    # stays and names the copy, so that the same file is never stored again.
    Column("redacted_at", DateTime),
    Column("replaced_by", String),
)

articles = Table(
    "articles",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("source", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    # "live", "embargoed" (not to be used before `embargo_until`), "removed" (by staff, for good), or "superseded" (a later
    # reading of its page no longer contains it)
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("embargo_until", DateTime),  # UTC
    Column("quote_only", Boolean, nullable=False, server_default="0"),  # residents never see the whole text
)
# A literal, not a bound parameter: SQLite uses a partial index only if the query repeats its condition literally.
is_embargoed = articles.c.state == literal_column("'embargoed'")
partial_index("articles_embargoed", is_embargoed, articles.c.embargo_until)
is_live = articles.c.state == literal_column("'live'")
partial_index("articles_live", is_live, articles.c.article_id)
partial_index(
    "one_article_a_source_id",
    articles.c.source_id != "",
    articles.c.source,
    articles.c.source_id,
    unique=True,
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
    # JSON list of [direction, page, on]: the printed marks that lead to its parts on other pages, see `rag.archive.continuity`
    Column("jumps", Text, nullable=False, server_default="[]"),
)
Index("versions_by_date", versions.c.date)
# In PostgreSQL an entry of a B-tree cannot be longer than some 2,700 bytes.
Index("versions_by_byline", versions.c.byline, postgresql_using="hash")
Index("versions_by_section", versions.c.section, postgresql_using="hash")
Index("versions_by_url", versions.c.url, postgresql_using="hash")
Index("versions_by_added_at", versions.c.added_at)
# dates without reading texts
Index("versions_dated", versions.c.article_id, versions.c.version, versions.c.date, versions.c.added_at)
has_jumps = versions.c.jumps != literal_column("'[]'")
partial_index("versions_with_jumps", has_jumps, versions.c.date)
Index("versions_by_source_file", versions.c.source_sha256)

passages = Table(
    "passages",
    metadata,
    Column("passage_id", Integer, Identity(), primary_key=True),
    Column("article_id", ForeignKey("articles.article_id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),  # little-endian float16
    Column("fingerprint", String, nullable=False),
    Column("dtype", String, nullable=False),
    # live: searches may return it; indexed: the indexes contain it. Where they differ, the indexes must be updated.
    Column("live", Boolean, nullable=False),
    Column("indexed", Boolean, nullable=False),
    sqlite_autoincrement=True,  # never reuse an id: an outdated index must not return another text
)
Index("passages_of_article", passages.c.article_id, passages.c.version)
partial_index("passages_to_index", passages.c.live != passages.c.indexed, passages.c.passage_id)
partial_index("passages_let_go", ~passages.c.live & ~passages.c.indexed, passages.c.article_id)

# Triggers log here each passage that becomes live, or is live no longer, see `rag.archive.changes`; `Calendar.refresh` logs
# those whose days changed.
passage_changes = Table(
    "passage_changes",
    metadata,
    Column("change", Integer, Identity(), primary_key=True),
    Column("passage_id", Integer, nullable=False),
    sqlite_autoincrement=True,
)

# The number of live passages of each embedding model. The same triggers count them.
models = Table(
    "models",
    metadata,
    Column("fingerprint", String, primary_key=True),
    Column("live_passages", Integer, nullable=False),
)

# Days that a passage mentions. A question about a day searches these and the article's date. `python -m ingest rebuild`
# fills this table, and the ones below, in archives from before it existed.
passage_days = Table(
    "passage_days",
    metadata,
    Column("passage_id", ForeignKey("passages.passage_id", ondelete="CASCADE"), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("end", Date, primary_key=True),
)

# Periods during which what a passage says holds on every day ("from 3 March to 2 April"); an open end ("from 1 March")
# is stored as 9999-12-31. These rows are not repeated in `passage_days`.
passage_terms = Table(
    "passage_terms",
    metadata,
    Column("passage_id", ForeignKey("passages.passage_id", ondelete="CASCADE"), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("end", Date, primary_key=True),
)

# MinHash band keys of each article's newest version: articles that share a key may be copies of each other. Rows of
# withdrawn articles stay, because these may come back.
copy_bands = Table(
    "copy_bands",
    metadata,
    Column("key", BigInteger, primary_key=True),
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("copy_bands_of_article", copy_bands.c.article_id)

# Pairs of articles that were found to be copies. Each pair is stored in both directions.
copies = Table(
    "copies",
    metadata,
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    Column("copy_id", ForeignKey("articles.article_id"), primary_key=True),
    sqlite_with_rowid=False,
)

# Which article goes on in which, where the parts of one were read from several files.
continuations = Table(
    "continuations",
    metadata,
    Column("article_id", ForeignKey("articles.article_id"), primary_key=True),
    Column("next_id", ForeignKey("articles.article_id"), nullable=False, unique=True),
)

# Which report a correction (`更正`) names: the report's headline, its date, and the words that were wrong; each may be
# missing. The report itself is looked up when it is asked for, so either article may be ingested first.
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

# Articles whose every trace was erased. Their words are stored as hashes only, so that the same article is refused when it
# is added again, see `rag.archive.takedowns`.
takedowns = Table(
    "takedowns",
    metadata,
    Column("article_id", String, primary_key=True),
    Column("identity", String, nullable=False),  # hash of source and source_id; empty without a source_id
    Column("texts", Text, nullable=False),  # JSON list: hash of each version's words
    Column("headline", String, nullable=False),  # hash of the headline's words
    Column("bands", Text, nullable=False),  # JSON list: MinHash band keys of the newest version
    Column("date", Date),
    Column("why", Text, nullable=False),
    Column("taken_at", DateTime, nullable=False),  # UTC
    Column("erased", Boolean, nullable=False),  # false while the erasure is under way
)

# What could not be read, by file and place in it, until it is read or given up.
problems = Table(
    "problems",
    metadata,
    Column("file", Text, primary_key=True),
    Column("where", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("since", DateTime, nullable=False),
    Column("seen", DateTime, nullable=False),
)

# The files and web addresses that `ingest watch` has taken in.
watched = Table(
    "watched",
    metadata,
    Column("source", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("modified", BigInteger, nullable=False),  # nanoseconds since 1970
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("next_at", DateTime),
    Column("changed_at", DateTime),
)


class ArchiveUnusable(DatabaseUnusable):
    """The archive cannot be opened or written."""

    database = "archive"
    repair_advice = "Restore a copy of the data folder, or move it away and ingest the papers again."


def open_engine(place: Location) -> Engine:
    """Open the archive; create it if it does not exist.

    Raises:
        ArchiveUnusable: see `rag.database.open_engine`.
    """
    return database.open_engine(
        place,
        schema=SCHEMA_VERSION,
        error_class=ArchiveUnusable,
        wait_seconds=WAIT_SECONDS,
        connections=CONNECTIONS,
    )
