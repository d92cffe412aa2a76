"""Opens the project's SQLite databases, runs transactions on them, and explains their errors."""

from rag.database.commits import Commits
from rag.database.compact import compact
from rag.database.engine import DatabaseUnusable, Row, meta_table, open_engine, reading, writing

__all__ = ["Commits", "DatabaseUnusable", "Row", "compact", "meta_table", "open_engine", "reading", "writing"]
