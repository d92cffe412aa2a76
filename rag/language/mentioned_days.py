"""The days that a printed text speaks of."""

from __future__ import annotations

from datetime import date

from rag.dates.period import Period
from rag.language.time import mentions


def mentioned_days(text: str, printed: date | None) -> tuple[Period, ...]:
    """Each range of days that a text names, once, in their order; what is only said to be recent names none.

    Args:
        printed: the day of the article; without it only what names its year is read.
    """
    return tuple(dict.fromkeys(m.period for m in mentions(text, printed) if not m.vague))


def mentioned_days_and_terms(text: str, printed: date | None) -> tuple[Period, ...]:
    """The same with the terms that a text names: what holds on a day though it is not named itself."""
    return tuple(dict.fromkeys(day for m in mentions(text, printed) if not m.vague for day in m.days))
