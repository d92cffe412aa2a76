"""What `status` says: the counts, and how recent each source is; as data for JSON, and as lines of text for people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ingest.article_output import labelled
from ingest.rights import local
from rag.archive import Freshness, SourceFreshness, WatchedFreshness


def count_lines(counts: dict[str, Any], timezone: str) -> Iterator[str]:
    """The counts of `status`, with its moments in the time zone of the settings."""
    moments = {name: counts[name] for name in ("next_release", "updated_at") if counts[name]}
    shown = {
        **counts,
        **{name: _local(datetime.fromisoformat(moment), timezone) for name, moment in moments.items()},
        "models": ", ".join(f"{model} ({n} passages)" for model, n in counts["models"].items()),
    }
    yield from labelled(**{name: str(value) for name, value in shown.items() if value is not None})


def freshness_json(recent: Freshness) -> dict[str, Any]:
    return {
        "by_source": [
            {
                "source": source.source,
                "articles": source.articles,
                "newest": source.last.day.isoformat() if source.last else None,
                "late": source.last.late if source.last else None,
                "taken_in": _utc(source.taken_in),
            }
            for source in recent.sources
        ],
        "watched": [
            {
                "source": watched.source,
                "taken_in": _utc(watched.taken_in),
                "next_look": _utc(watched.next_look),
                "overdue": watched.overdue,
                "failures": watched.failures,
                "problems": len(watched.problems),
            }
            for watched in recent.watched
        ],
        "problems": len(recent.problems),
    }


def freshness_lines(recent: Freshness, timezone: str) -> Iterator[str]:
    if recent.sources:
        yield ""
        yield "by source:"
    for source in recent.sources:
        yield f"  {source.source or '(no paper or source named)'}: {_source(source, timezone)}"
    if recent.watched:
        yield ""
        yield "watched:"
    for watched in recent.watched:
        yield f"  {watched.source}: {_watched(watched, timezone)}"
    if recent.problems:
        yield ""
        yield f"{len(recent.problems)} could not be read: `python -m ingest problems` lists them"


def _source(source: SourceFreshness, timezone: str) -> str:
    parts = [
        f"{source.articles} article{'s' * (source.articles > 1)}",
        f"last taken in {_local(source.taken_in, timezone)}",
    ]
    if source.last:
        late = " (the next is late)" if source.last.late else ""
        parts.insert(0, f"last edition of {source.last.day}{late}")
    return ", ".join(parts)


def _watched(watched: WatchedFreshness, timezone: str) -> str:
    parts = [
        f"last taken in {_local(watched.taken_in, timezone)}" if watched.taken_in else "nothing taken in"
    ]
    if watched.failures:
        parts.append(f"not reached {watched.failures} times in a row")
    if watched.problems:
        parts.append(f"{len(watched.problems)} could not be read")
    if watched.overdue and watched.next_look:
        due = _local(watched.next_look, timezone)
        parts.append(f"not looked at since it was due at {due}: is `watch` running?")
    return ", ".join(parts)


def _utc(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None


def _local(moment: datetime, timezone: str) -> str:
    return f"{local(moment, timezone):%Y-%m-%d %H:%M}"
