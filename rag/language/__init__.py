"""What knows a language: time expressions, names, other words for the same."""

from rag.language.event import event_days, spoken_days
from rag.language.time import Mention, asked_period, mentions, without_days

__all__ = ["Mention", "asked_period", "event_days", "mentions", "spoken_days", "without_days"]
