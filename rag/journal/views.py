"""Which answers each view of the journal holds, and in which order."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, Select, cast, func, literal, select, true

from rag.journal import tables
from rag.journal.entries import View
from rag.journal.tables import answers


def in_view(view: View) -> ColumnElement[bool]:
    """The condition on an answer to be in the view."""
    conditions: dict[View, ColumnElement[bool]] = {
        "newest": true(),
        "reported": tables.is_reported,
        "declined": tables.is_declined,
        "unchecked": tables.is_unchecked,
    }
    return conditions[view]


def sort_columns(view: View) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """What a view is ordered by, the highest first: newest answers first, but of the reported ones those whose reports
    wait for staff, then the one reported last."""
    if view == "reported":
        return cast(answers.c.unhandled > 0, Integer), answers.c.last_report
    return literal(0), answers.c.seq


def count_query(view: View) -> Select[int]:
    """How many answers the view holds; of the reported ones, how many wait for staff."""
    held = answers.c.unhandled > 0 if view == "reported" else in_view(view)
    return select(func.count()).select_from(answers).where(held)
