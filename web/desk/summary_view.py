"""Renders the desk's summary: how much was checked, the share found right, how far two readers agree, faults by point."""

from __future__ import annotations

from datetime import timedelta

from rag.journal import Journal
from web.desk.context import PageContext

PLOTTED_DAYS = 14
SHARE_DAYS = 30


def summary_html(journal: Journal, page: PageContext) -> str:
    """A closed section whose heading is a line of figures; inside, a plot of the last days and the five points."""
    today = journal.today()
    days = [today - timedelta(days=ago) for ago in reversed(range(PLOTTED_DAYS))]
    plotted = [(day, journal.checked(day, day)) for day in days]
    return page.render(
        "summary.html",
        checked_today=plotted[-1][1].judged,
        recent=journal.checked(today - timedelta(days=SHARE_DAYS - 1), today),
        share_days=SHARE_DAYS,
        plotted=plotted,
        most=max(max(checked.judged for _, checked in plotted), 1),
        agreement=journal.agreement(),
        points=journal.point_counts(),
    )
