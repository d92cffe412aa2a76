"""Tells recurring weekdays (`周一开门吗`, "closed on Monday") from weekdays that mean a date."""

from __future__ import annotations

from rag.language.merged_vocabulary import question_words


def names_recurring_weekday(text: str) -> bool:
    """Whether a question asks for the opening hours or a timetable on a weekday, so that the weekday means no date.

    Args:
        text: the question in simplified script.
    """
    words = question_words()
    return bool(words.weekday.search(text)) and bool(words.opening_hours.search(text))
