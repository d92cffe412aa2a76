"""Creates the archive's tables, as they were before the project used migrations.

Data folders from that time already have most of these tables, so only the missing ones are created.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _articles()
    _passages()
    _derived()
    if op.get_bind().dialect.name == "sqlite":  # migration 5 replaces it
        _count_changes()


def _articles() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "sources",
        sa.Column("sha256", sa.String, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("encoding", sa.String, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "articles",
        sa.Column("article_id", sa.String, primary_key=True),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        if_not_exists=True,
    )
    op.create_index(
        "one_article_a_source_id",
        "articles",
        ["source", "source_id"],
        unique=True,
        sqlite_where=sa.text("source_id != ''"),
        postgresql_where=sa.text("source_id != ''"),
        if_not_exists=True,
    )
    texts = ("text", "headline", "subheadline", "column", "byline")
    facts = ("paper", "page", "section", "url", "lang")
    op.create_table(
        "versions",
        sa.Column("article_id", sa.String, sa.ForeignKey("articles.article_id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("date", sa.Date),
        *(sa.Column(name, sa.Text, nullable=False) for name in facts),
        sa.Column("source_sha256", sa.String, sa.ForeignKey("sources.sha256"), nullable=False),
        sa.Column("paragraphs", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        if_not_exists=True,
    )
    op.create_index("versions_by_date", "versions", ["date"], if_not_exists=True)
    op.create_index("versions_by_source_file", "versions", ["source_sha256"], if_not_exists=True)


def _passages() -> None:
    op.create_table(
        "passages",
        sa.Column("passage_id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("article_id", sa.String, sa.ForeignKey("articles.article_id"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("dtype", sa.String, nullable=False),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.Column("indexed", sa.Boolean, nullable=False),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    op.create_index("passages_of_article", "passages", ["article_id", "version"], if_not_exists=True)
    op.create_index(
        "passages_to_index",
        "passages",
        ["passage_id"],
        sqlite_where=sa.text('live != "indexed"'),
        postgresql_where=sa.text('live != "indexed"'),
        if_not_exists=True,
    )
    op.create_index(
        "passages_let_go",
        "passages",
        ["article_id"],
        sqlite_where=sa.text('live = 0 AND "indexed" = 0'),
        postgresql_where=sa.text('NOT live AND NOT "indexed"'),
        if_not_exists=True,
    )


def _derived() -> None:
    """Tables computed from the articles. `python -m ingest rebuild` fills them where they are empty."""
    for name in ("passage_days", "passage_terms"):
        op.create_table(
            name,
            sa.Column(
                "passage_id",
                sa.Integer,
                sa.ForeignKey("passages.passage_id", ondelete="CASCADE"),
                primary_key=True,
            ),
            sa.Column("start", sa.Date, primary_key=True),
            sa.Column("end", sa.Date, primary_key=True),
            if_not_exists=True,
        )
    op.create_table(
        "copy_bands",
        sa.Column("key", sa.BigInteger, primary_key=True),
        sa.Column("article_id", sa.String, sa.ForeignKey("articles.article_id"), primary_key=True),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_index("copy_bands_of_article", "copy_bands", ["article_id"], if_not_exists=True)
    op.create_table(
        "copies",
        sa.Column("article_id", sa.String, sa.ForeignKey("articles.article_id"), primary_key=True),
        sa.Column("copy_id", sa.String, sa.ForeignKey("articles.article_id"), primary_key=True),
        sqlite_with_rowid=False,
        if_not_exists=True,
    )
    op.create_table(
        "corrections",
        sa.Column("article_id", sa.String, sa.ForeignKey("articles.article_id"), primary_key=True),
        sa.Column("start", sa.Integer, primary_key=True),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("date", sa.Date),
        sa.Column("wrong", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_index("corrections_by_day", "corrections", ["date"], if_not_exists=True)


def _count_changes() -> None:
    """Triggers that count every change of the live passages, so that cached vectors and texts are never out of date."""
    count = (
        "INSERT INTO meta VALUES ('changes', '1') "
        "ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
    for name, change in {
        "passage_added": "INSERT ON passages WHEN new.live",
        "passage_turned": "UPDATE OF live ON passages WHEN new.live <> old.live",
        "passage_deleted": "DELETE ON passages WHEN old.live",
    }.items():
        op.execute(f"CREATE TRIGGER IF NOT EXISTS {name} AFTER {change} BEGIN {count}; END")
