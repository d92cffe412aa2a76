"""The journal in numbers, day by day: questions, shares, how long answers took, and reports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Engine, select

from rag.database import reading
from rag.database.moments import from_stored, to_stored
from rag.journal.tables import answers, reports

BATCH = 1000  # answers that are read at once


@dataclass(slots=True)
class DayNumbers:
    """What one day had.

    Attributes:
        answered, declined, small_talk, other: how many questions ended so; `other`: nothing could be searched.
        seconds: how long each answer took.
        reports: how many reports came in.
        hours: for each of these reports that was handled, after how many hours.
    """

    day: date
    answered: int = 0
    declined: int = 0
    small_talk: int = 0
    other: int = 0
    seconds: list[float] = field(default_factory=list)
    reports: int = 0
    hours: list[float] = field(default_factory=list)

    @property
    def questions(self) -> int:
        return self.answered + self.declined + self.small_talk + self.other

    def share(self, count: int) -> float | None:
        """A share of the day's questions; None if there were none."""
        return count / self.questions if self.questions else None

    def latency(self, percentile: float) -> float | None:
        """Seconds that this percentage of the answers did not exceed; None if there were none."""
        return _percentile(self.seconds, percentile)

    @property
    def hours_to_handle(self) -> float | None:
        """The median; None if no report of the day was handled."""
        return _percentile(self.hours, 50)


_COUNTED = {"answered": "answered", "not_reported": "declined", "small_talk": "small_talk"}


def numbers_by_day(engine: Engine, last: date, days: int, zone: ZoneInfo) -> list[DayNumbers]:
    """The numbers of so many days, oldest first, also of days without any.

    Args:
        last: the last day.
        zone: in which a day begins and ends.

    Raises:
        JournalUnusable
    """
    found = [DayNumbers(last - timedelta(days=ago)) for ago in reversed(range(days))]
    begin = datetime.combine(found[0].day, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    by_day = {numbers.day: numbers for numbers in found}
    _count_answers(engine, begin, end, by_day, zone)
    _count_reports(engine, begin, end, by_day, zone)
    return found


def _count_answers(
    engine: Engine, begin: datetime, end: datetime, by_day: dict[date, DayNumbers], zone: ZoneInfo
) -> None:
    query = (
        select(answers.c.seq, answers.c.given_at, answers.c.status, answers.c.answer)
        .where(answers.c.given_at >= to_stored(begin), answers.c.given_at < to_stored(end))
        .order_by(answers.c.seq)
        .limit(BATCH)
    )
    last = 0
    while True:
        with reading(engine) as connection:
            rows = connection.execute(query.where(answers.c.seq > last)).all()
        for row in rows:
            numbers = by_day[_day(row.given_at, zone)]
            status = _COUNTED.get(row.status, "other")
            setattr(numbers, status, getattr(numbers, status) + 1)
            if total := json.loads(row.answer)["timings_ms"].get("total"):
                numbers.seconds.append(total / 1000)
        if len(rows) < BATCH:
            return
        last = rows[-1].seq


def _count_reports(
    engine: Engine, begin: datetime, end: datetime, by_day: dict[date, DayNumbers], zone: ZoneInfo
) -> None:
    query = select(reports.c.reported_at, reports.c.handled_at).where(
        reports.c.reported_at >= to_stored(begin), reports.c.reported_at < to_stored(end)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).all()
    for row in rows:
        numbers = by_day[_day(row.reported_at, zone)]
        numbers.reports += 1
        if row.handled_at:
            numbers.hours.append((row.handled_at - row.reported_at).total_seconds() / 3600)


def _day(stored: datetime, zone: ZoneInfo) -> date:
    return from_stored(stored).astimezone(zone).date()


def _percentile(values: Sequence[float], percentile: float) -> float | None:
    return float(np.percentile(values, percentile)) if values else None
