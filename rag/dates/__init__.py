"""Date arithmetic: ranges of calendar days, festivals, and the form of the rules that languages define."""

from rag.dates.period import LONGEST_TERM, Period, Term

__all__ = ["LONGEST_TERM", "Period", "Term"]
