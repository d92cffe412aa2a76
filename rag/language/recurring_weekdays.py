"""Tells weekdays that recur (`周一开门吗`, "closed on Monday") from those that are a day of the calendar."""

from __future__ import annotations

from rag.language.merged_vocabulary import question_words


def names_recurring_weekday(text: str) -> bool:
    """Whether a weekday in a question, in simplified script, is any such day: it asks for opening hours."""
    words = question_words()
    return bool(words.weekday.search(text)) and bool(words.opening_hours.search(text))
