"""The queues of the checking page as SQL: which answers a queue lists, in which order, and which of them wait."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Integer, Select, cast, func, select, true

from rag.journal import tables
from rag.journal.entries import View
from rag.journal.tables import answers


def in_view(view: View, reader: str, sample: Sequence[str]) -> ColumnElement[bool]:
    """Condition on `answers`: the view lists this answer.

    Args:
        reader: who looks; a second reading is not for the first reader.
        sample: ids of the answers drawn for the day.
    """
    is_for_reader = answers.c.first_reader.is_distinct_from(reader)
    conditions: dict[View, ColumnElement[bool]] = {
        "newest": true(),
        "reported": tables.is_reported,
        "declined": tables.is_declined,
        "unchecked": tables.is_unchecked,
        "low_confidence": tables.is_low_confidence,
        "struck": tables.has_struck,
        "sample": answers.c.answer_id.in_(sample),
        "second": tables.needs_second_reading & is_for_reader,
        "disputed": tables.is_disputed,
    }
    return conditions[view]


def waiting_in(view: View, reader: str, sample: Sequence[str]) -> ColumnElement[bool]:
    """Condition on `answers`: the view lists this answer, and it lacks a verdict."""
    listed = in_view(view, reader, sample)
    return listed if view in ("second", "disputed") else listed & tables.is_unchecked


def sort_columns(view: View) -> tuple[ColumnElement[int], ...]:
    """The columns that sort a view, in descending order.

    Views list the newest answers first. "reported" lists answers with unhandled reports first, then the latest report.
    """
    if view == "reported":
        return cast(answers.c.unhandled > 0, Integer), answers.c.last_report
    return (answers.c.seq,)


def count_query(view: View, reader: str, sample: Sequence[str]) -> Select[int]:
    """Query for the number of answers that wait in a view: with unhandled reports in "reported", all in "newest"."""
    counted: ColumnElement[bool]
    if view == "reported":
        counted = tables.is_reported & (answers.c.unhandled > 0)
    elif view == "newest":
        counted = true()
    else:
        counted = waiting_in(view, reader, sample)
    return select(func.count()).select_from(answers).where(counted)
