"""Question understanding: what is asked, for which period, about what; follow-ups, names and lists."""

from rag.language import Kind
from rag.question.query import Query, understand

__all__ = ["Kind", "Query", "understand"]
