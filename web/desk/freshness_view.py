"""Renders how recent each source is, what `ingest watch` last took in, and what could not be read."""

from __future__ import annotations

from datetime import UTC, date

from rag.archive import Freshness
from web.desk.context import PageContext

MOST_PROBLEMS = 20


def freshness_html(recent: Freshness, today: date, outage: str, page: PageContext) -> str:
    """A closed section whose heading names what is wrong.

    Args:
        outage: which server of the indexes does not answer; empty if all do.
    """
    return page.render(
        "freshness.html",
        recent=recent,
        today=today,
        outage=outage,
        late=sum(source.last is not None and source.last.late for source in recent.sources),
        unreached=sum(watched.failures > 0 or watched.overdue for watched in recent.watched),
        problems=[(p, p.since.replace(tzinfo=UTC)) for p in recent.problems[:MOST_PROBLEMS]],
    )
