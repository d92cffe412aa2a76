"""Time expressions in questions and articles -> ranges of calendar days. The one place for date arithmetic.

A closed grammar of our own for Chinese and English. The same rules read questions (base: today) and articles
(base: the article's own date). `eval/dates` holds the cases that they are held to.
"""

from rag.dates.event import event_days, spoken_days
from rag.dates.mention import Mention, asked_period, mentions, without_days
from rag.dates.period import LONGEST_TERM, Period, Term

__all__ = [
    "LONGEST_TERM",
    "Mention",
    "Period",
    "Term",
    "asked_period",
    "event_days",
    "mentions",
    "spoken_days",
    "without_days",
]
