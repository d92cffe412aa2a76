"""Ranges of calendar days and the one place for date arithmetic; the language folders turn words into them."""

from rag.dates.period import LONGEST_TERM, Period, Term

__all__ = ["LONGEST_TERM", "Period", "Term"]
