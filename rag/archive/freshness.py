"""How recent an archive is: the last edition of each source, and what `ingest watch` last took in from where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import case, func, select

from rag.archive.archive import Archive, live
from rag.archive.problems import Problems, WaitingProblem
from rag.archive.tables import articles, reading, versions
from rag.archive.watched import Watched, WatchedSource

EDITIONS = 10  # the usual pause between editions is the median of so many
PATIENCE_DAYS = 3  # a weekend, and the day whose edition is not in yet
WEEK_DAYS = 7  # editions further apart have no rhythm: a few exports, a gap in the archive
OVERDUE = timedelta(minutes=15)  # a file that takes long to read keeps `watch` from looking


@dataclass(frozen=True, slots=True)
class LastEdition:
    """The newest date of articles, and whether the next edition should be in by now."""

    day: date
    late: bool


@dataclass(frozen=True, slots=True)
class SourceFreshness:
    """How recent a source is.

    Attributes:
        source: the paper, or the name given by `--source`; empty if neither is known.
        articles: number of live articles.
        last: None if no article has a date.
        taken_in: when something new was last stored (UTC).
    """

    source: str
    articles: int
    last: LastEdition | None
    taken_in: datetime


@dataclass(frozen=True, slots=True)
class WatchedFreshness:
    """How recent a folder or web address of `ingest watch` is.

    Attributes:
        taken_in: when something new was last taken in from it (UTC); None if nothing was yet.
        next_look: when it is to be looked at again (UTC).
        overdue: whether that moment has long passed: `ingest watch` is not running, or no longer watches it.
        failures: how often in a row it could not be reached.
        problems: what waits of it, the reason why it cannot be reached included.
    """

    source: str
    taken_in: datetime | None
    next_look: datetime | None
    overdue: bool
    failures: int
    problems: tuple[WaitingProblem, ...]


@dataclass(frozen=True, slots=True)
class Freshness:
    """How recent an archive is.

    Attributes:
        problems: all that could not be read and waits for another try.
    """

    sources: tuple[SourceFreshness, ...]
    watched: tuple[WatchedFreshness, ...]
    problems: tuple[WaitingProblem, ...]


class FreshnessReader:
    """Reads how recent an archive is. Thread-safe; the sources' days are cached until the archive changes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._watched = Watched(archive)
        self._problems = Problems(archive)
        self._cached: tuple[int, list[_SourceDays]] | None = None  # with the change count they belong to

    def read(self, today: date, now: datetime) -> Freshness:
        """How recent each source is. After a change it reads all articles' dates: a second for 100,000 articles.

        Args:
            now: the current time, with a time zone.
        """
        problems = self._problems.waiting()
        return Freshness(
            tuple(source.freshness(today) for source in self._sources()),
            tuple(_watched(seen, problems, self._watched, now) for seen in self._watched.sources()),
            tuple(problems),
        )

    def _sources(self) -> list[_SourceDays]:
        changes, cached = self._archive.change_count(), self._cached
        if cached is None or cached[0] != changes:
            cached = self._cached = changes, _read_sources(self._archive)
        return cached[1]


def last_edition(archive: Archive, today: date) -> LastEdition | None:
    """The last edition of any source; None if no live article has a date. Cheap."""
    query = (
        select(versions.c.date)
        .join_from(versions, articles)
        .where(live, versions.c.date <= _latest(today))
        .distinct()
        .order_by(versions.c.date.desc())
        .limit(EDITIONS + 1)
    )
    with reading(archive.engine) as connection:
        return _last(connection.execute(query).scalars().all(), today)


def first_day(archive: Archive) -> date | None:
    """The date of the oldest live article; None if none has a date."""
    query = select(func.min(versions.c.date)).join_from(versions, articles).where(live)
    with reading(archive.engine) as connection:
        day: date | None = connection.execute(query).scalar_one()
    return day


@dataclass(frozen=True, slots=True)
class _SourceDays:
    """A source with the days of its live articles, newest first."""

    source: str
    articles: int
    days: tuple[date, ...]
    taken_in: datetime

    def freshness(self, today: date) -> SourceFreshness:
        days = [day for day in self.days if day <= _latest(today)]
        return SourceFreshness(self.source, self.articles, _last(days[: EDITIONS + 1], today), self.taken_in)


def _read_sources(archive: Archive) -> list[_SourceDays]:
    """The sources by name."""
    counted = func.count(case((live, 1)))
    query = (
        select(articles.c.source, versions.c.date, counted, func.max(versions.c.added_at))
        .join_from(versions, articles)
        .group_by(articles.c.source, versions.c.date)
        .order_by(articles.c.source, versions.c.date.desc())
    )
    rows_by_source = defaultdict(list)
    with reading(archive.engine) as connection:
        for source, day, count, added_at in connection.execute(query):
            rows_by_source[source].append((day, count, added_at))
    return [
        _SourceDays(
            source,
            sum(count for _, count, _ in rows),
            tuple(day for day, count, _ in rows if day and count),
            max(added_at for _, _, added_at in rows).replace(tzinfo=UTC),
        )
        for source, rows in rows_by_source.items()
    ]


def _latest(today: date) -> date:
    """The latest date that an edition can have: it may be in on the evening before. A later one was misread."""
    return today + timedelta(days=1)


def _last(days: Sequence[date], today: date) -> LastEdition | None:
    """
    Args:
        days: the last days with an edition, newest first.
    """
    if not days:
        return None
    usual = median((later - earlier).days for later, earlier in pairwise(days)) if len(days) > 1 else 0
    patience = max(PATIENCE_DAYS, usual if usual <= WEEK_DAYS else 0)
    return LastEdition(days[0], late=(today - days[0]).days > patience)


def _watched(
    seen: WatchedSource, problems: Iterable[WaitingProblem], watched: Watched, now: datetime
) -> WatchedFreshness:
    taken_in = watched.taken_in(seen)
    next_look = seen.next_at.replace(tzinfo=UTC) if seen.next_at else None
    return WatchedFreshness(
        seen.source,
        taken_in.replace(tzinfo=UTC) if taken_in else None,
        next_look,
        next_look is not None and next_look + OVERDUE < now,
        seen.failures,
        tuple(p for p in problems if p.file == seen.source or p.file.startswith(f"{seen.source}/")),
    )
