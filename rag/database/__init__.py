"""Opens the project's databases on SQLite or PostgreSQL, runs transactions on them, and explains their errors."""

from rag.database.advisory_lock import AdvisoryLock
from rag.database.commits import Commits
from rag.database.compact import compact
from rag.database.durable import sync_folder
from rag.database.engine import (
    DatabaseUnusable,
    Location,
    Row,
    connect,
    location,
    make_folder,
    meta_table,
    open_engine,
    partial_index,
    reading,
    writing,
)
from rag.database.insert import insert_or_ignore, insert_or_replace

__all__ = [
    "AdvisoryLock",
    "Commits",
    "DatabaseUnusable",
    "Location",
    "Row",
    "compact",
    "connect",
    "insert_or_ignore",
    "insert_or_replace",
    "location",
    "make_folder",
    "meta_table",
    "open_engine",
    "partial_index",
    "reading",
    "sync_folder",
    "writing",
]
