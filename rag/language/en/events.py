"""English questions that set the times of two events against each other ("which came first, A or B?")."""

from __future__ import annotations

from datetime import date

from rag.language.vocabulary import words


def asked_events(search: str, today: date) -> tuple[str, ...]:
    """For each event that a question sets against another in time, the question of when it was; else nothing."""
    found = _WHICH_FIRST.search(search)
    return tuple(f"When was {event.strip()}?" for event in found.groups()) if found else ()


_WHICH_FIRST = words(
    r"(?:which|what) (?:\w+ )?(?:came|happened|was|took place) (?:first|earlier|later|last)[,:]?\s*"
    r"(?P<a>.+?),? or (?P<b>.+?)\?*$"
)
