"""What the system took a question as: the question itself, period, author, place and section, each a small form
by which the asker changes or removes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from rag.schema import LONGEST_FILTER, Filters
from web.dates import period_days
from web.residents.exchange import Exchange
from web.wording import Wording

FIXED = ("author", "place", "section")
"""What is changed by a word; the period is changed by two days, the question as a whole."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One of these forms.

    Attributes:
        name: question, period, author, place or section.
        value: what it says; of a period, its words.
        days: of a period, its first and its last day; None for an open end.
    """

    name: str
    value: str
    days: tuple[date | None, date | None] | None = None


def chips_of(exchange: Exchange, words: Wording) -> tuple[Chip, ...]:
    """The chips of an answered question; none where it was taken as it stands and restricts nothing."""
    if exchange.answer is None:
        return ()
    understood = exchange.answer.understood
    chips = [Chip("question", understood.question)] if understood.question != exchange.question else []
    if understood.period:
        said = words.period(understood.period, exchange.today)
        chips.append(Chip("period", said, period_days(understood.period)))
    chips += [Chip(name, value) for name in FIXED if (value := getattr(understood, name))]
    return tuple(chips)


def changed(filters: Filters, change: dict[str, Any]) -> Filters:
    """The filters of a question after the asker has changed or removed (`remove`) a chip.

    Raises:
        pydantic.ValidationError: a day is none.
    """
    name, remove = change.get("name"), bool(change.get("remove"))
    if name == "period":
        days = {day: None if remove else change.get(day) or None for day in ("since", "until")}
        return Filters.model_validate({**filters.model_dump(), **days, "any_time": not any(days.values())})
    if name in FIXED:
        value = "" if remove else str(change.get("value", "")).strip()[:LONGEST_FILTER]
        return filters.model_copy(update={name: value})
    return filters
