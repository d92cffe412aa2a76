"""The days and periods that a printed text mentions."""

from __future__ import annotations

from datetime import date

from rag.dates.period import Period
from rag.language.time import mentions


def mentioned_days(text: str, printed: date | None) -> tuple[Period, ...]:
    """The distinct periods that a text mentions, in order. Vague expressions (`近日`) are left out.

    Args:
        printed: the day of the article; without it, only expressions that name their year are read.
    """
    return tuple(dict.fromkeys(m.period for m in mentions(text, printed) if not m.vague))


def mentioned_days_and_terms(text: str, printed: date | None) -> tuple[Period, ...]:
    """The same, with terms: a statement about a term also holds on the days within it."""
    return tuple(dict.fromkeys(day for m in mentions(text, printed) if not m.vague for day in m.days))
