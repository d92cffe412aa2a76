"""Questions that compare two times (`比去年多了多少`): they ask for the figures of both."""

from __future__ import annotations

import re
from datetime import date

from rag.dates import Period

_COMPARES = re.compile(
    r"比.{0,16}?(?:多|少|高|低|增|减|涨|降|快|慢|早|晚)|相比|同比|较.{0,10}?(?:多|少|增|减|涨|降)"
    r"|\b(?:more|less|fewer|higher|lower)\b.*\bthan\b|\bcompared (?:to|with)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|[二一][〇零九\d一二三四五六七八]{3}年")
_ANOTHER_TIME = re.compile(r"[前上]一?年|往年|同期|(?:previous|last) year")


def compares(search: str, named: Period | None) -> bool:
    """Whether a question sets one time against another.

    Args:
        search: the question in simplified script.
        named: the days that it names.
    """
    return bool(_COMPARES.search(search)) and (named is not None or bool(_ANOTHER_TIME.search(search)))


def of_both(search: str, named: Period | None, today: date) -> Period | None:
    """The days that a comparison restricts itself to: none where it counts from today (`比去年多了多少`), for then the
    two newest figures are meant, whichever years have been reported; else those of the years it names, or of the
    year it names and all since."""
    if named is None or not _YEAR.search(search):
        return None
    return named if named.start.year != named.end.year else Period(named.start, max(named.end, today))
