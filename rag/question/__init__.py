"""Question understanding: kind, topic, period and restrictions of a question; follow-ups, names and lists."""

from rag.language import Kind
from rag.question.query import Query, understand

__all__ = ["Kind", "Query", "understand"]
