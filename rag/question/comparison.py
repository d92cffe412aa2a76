"""Questions that compare two times (`比去年多了多少`): they ask for the figures of both."""

from __future__ import annotations

from datetime import date

from rag.dates import Period
from rag.language import question_words


def compares_times(search: str, named: Period | None) -> bool:
    """Whether a question sets one time against another.

    Args:
        search: the question in simplified script.
        named: the days that it names.
    """
    words = question_words()
    return bool(words.compares.search(search)) and (
        named is not None or bool(words.other_time.search(search))
    )


def compared_period(search: str, named: Period | None, today: date) -> Period | None:
    """The days that a comparison restricts itself to: none where it counts from today (`比去年多了多少`), for then the
    two newest figures are meant, whichever years have been reported; else those of the years it names, or of the
    year it names and all since."""
    if named is None or not question_words().year.search(search):
        return None
    return named if named.start.year != named.end.year else Period(named.start, max(named.end, today))
