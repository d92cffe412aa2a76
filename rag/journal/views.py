"""The views of the checking page as SQL: which answers a view lists, and in which order."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, Select, cast, func, literal, select, true

from rag.journal import tables
from rag.journal.entries import View
from rag.journal.tables import answers


def in_view(view: View) -> ColumnElement[bool]:
    """Condition on `answers`: the view lists this answer."""
    conditions: dict[View, ColumnElement[bool]] = {
        "newest": true(),
        "reported": tables.is_reported,
        "declined": tables.is_declined,
        "unchecked": tables.is_unchecked,
    }
    return conditions[view]


def sort_columns(view: View) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """The columns that sort a view, in descending order.

    Views list the newest answers first. "reported" lists answers with unhandled reports first, then the latest report.
    """
    if view == "reported":
        return cast(answers.c.unhandled > 0, Integer), answers.c.last_report
    return literal(0), answers.c.seq


def count_query(view: View) -> Select[int]:
    """Query for the number of answers in a view; for "reported", only those with unhandled reports."""
    counted = answers.c.unhandled > 0 if view == "reported" else in_view(view)
    return select(func.count()).select_from(answers).where(counted)
