"""Questions that compare two times (`比去年多了多少`): the answer needs the figures of both."""

from __future__ import annotations

from datetime import date

from rag.dates import Period
from rag.language import question_words


def compared_period(search: str, named: Period, today: date) -> Period | None:
    """The period from which a comparison needs reports.

    Args:
        search: the question in simplified script.
        named: the period that it names.

    Returns:
    - None if no year is named by its number (`比去年多了多少`): the two newest figures are meant.
    - From the first to the last year, if several are named.
    - From the named year until today, if one is named.
    """
    if not question_words().year.search(search):
        return None
    return named if named.start.year != named.end.year else Period(named.start, max(named.end, today))
