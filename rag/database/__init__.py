"""How the project's databases are opened, written, and made to say what is wrong with them."""

from rag.database.engine import DatabaseUnusable, Row, meta_table, open_engine, reading, writing

__all__ = ["DatabaseUnusable", "Row", "meta_table", "open_engine", "reading", "writing"]
