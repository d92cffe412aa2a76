"""Chips show how a question was understood (reworded question, period, author, place, section).

Each chip is a small form with which the resident can change or remove that part and ask again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from rag.schema import LONGEST_FILTER, Filters
from web.dates import period_days
from web.residents.exchange import Exchange
from web.wording import Wording

TEXT_FILTERS = ("author", "place", "section")
"""The filters that are one text field. The period has two dates, and a changed question replaces the whole question."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One chip.

    Attributes:
        name: question, period, author, place or section.
        value: the text shown.
        days: for a period, its first and last day, with None for an open end; None for other chips.
    """

    name: str
    value: str
    days: tuple[date | None, date | None] | None = None


def chips_of(exchange: Exchange, words: Wording) -> tuple[Chip, ...]:
    """The chips of an answered question; none if the question was not reworded and has no filters."""
    if exchange.answer is None:
        return ()
    understood = exchange.answer.understood
    is_reworded = understood.question != exchange.answer.question
    chips = [Chip("question", understood.question)] if is_reworded else []
    if understood.period:
        text = words.period(understood.period, exchange.today)
        chips.append(Chip("period", text, period_days(understood.period)))
    chips += [Chip(name, value) for name in TEXT_FILTERS if (value := getattr(understood, name))]
    return tuple(chips)


def apply_change(filters: Filters, change: dict[str, Any]) -> Filters:
    """The filters of a question after the resident has changed or removed a chip.

    Args:
        filters: the filters before.
        change: the browser's event data: `name` of the chip, and `value`, `since` and `until`, or `remove`; the name
            `as_typed` alone keeps the words as typed.

    Raises:
        pydantic.ValidationError: a date is not valid.
    """
    name, remove = change.get("name"), bool(change.get("remove"))
    if name == "period":
        days = {day: None if remove else change.get(day) or None for day in ("since", "until")}
        return Filters.model_validate({**filters.model_dump(), **days, "any_time": not any(days.values())})
    if name == "as_typed":
        return filters.model_copy(update={"as_typed": True})
    if name in TEXT_FILTERS:
        value = "" if remove else str(change.get("value", "")).strip()[:LONGEST_FILTER]
        return filters.model_copy(update={name: value})
    return filters
