"""English questions that compare the times of two events ("which came first, A or B?")."""

from __future__ import annotations

from datetime import date

from rag.language.vocabulary import words


def asked_events(search: str, today: date) -> tuple[str, ...]:
    """For each of the two events that a question compares, a question that asks when it was; otherwise empty."""
    found = _WHICH_FIRST.search(search)
    return tuple(f"When was {event.strip()}?" for event in found.groups()) if found else ()


_WHICH_FIRST = words(
    r"(?:which|what) (?:\w+ )?(?:came|happened|was|took place) (?:first|earlier|later|last)[,:]?\s*"
    r"(?P<a>.+?),? or (?P<b>.+?)\?*$"
)
