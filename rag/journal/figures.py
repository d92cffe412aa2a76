"""Figures about the checking: how much was checked, the share found right, how far two readers agree, faults by point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Integer, and_, case, cast, func, select

from rag.database import reading
from rag.journal.agreement import Agreement, agreement
from rag.journal.entries import POINTS, Point
from rag.journal.opened import OpenedJournal
from rag.journal.tables import is_second, points, stands, verdicts


@dataclass(frozen=True, slots=True)
class Checked:
    """How many statements and declined answers were checked in a period, and how many of them were right."""

    judged: int
    right: int

    @property
    def share_right(self) -> float | None:
        return self.right / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class PointCount:
    """How many answers were marked on a point, and how many of them have a fault there."""

    marked: int
    faults: int


class Figures(OpenedJournal):
    """The part of the journal that counts."""

    def checked(self, first: date, last: date) -> Checked:
        """What was checked from a day to a day (both included). Verdicts on nearest lines are not counted."""
        query = select(
            func.count(), func.coalesce(func.sum(cast(verdicts.c.verdict == "right", Integer)), 0)
        ).where(
            stands,
            verdicts.c.line.is_(None),
            verdicts.c.judged_at >= self._start_of(first),
            verdicts.c.judged_at < self._start_of(last + timedelta(days=1)),
        )
        with reading(self._engine) as connection:
            judged, right = connection.execute(query).one()
        return Checked(int(judged), int(right))

    def agreement(self) -> Agreement:
        """How far the second readers agree with the first."""
        first, second = verdicts.alias("first"), verdicts
        same_statement = and_(
            first.c.answer_id == second.c.answer_id,
            first.c.statement.is_not_distinct_from(second.c.statement),
        )
        query = (
            select(first.c.verdict, second.c.verdict, func.count())
            .join(first, same_statement)
            .where(is_second, second.c.line.is_(None), first.c.line.is_(None))
            .where(first.c.reading == "first", first.c.is_last == 1)
            .group_by(first.c.verdict, second.c.verdict)
        )
        with reading(self._engine) as connection:
            return agreement({(one, other): count for one, other, count in connection.execute(query)})

    def point_counts(self) -> dict[Point, PointCount]:
        """Marks on the five points. An answer that two people marked counts twice."""
        faults = func.sum(case((points.c.is_fault == 1, 1), else_=0))
        query = select(points.c.point, func.count(), faults).group_by(points.c.point)
        with reading(self._engine) as connection:
            found = {row[0]: PointCount(int(row[1]), int(row[2])) for row in connection.execute(query)}
        return {point: found.get(point, PointCount(0, 0)) for point in POINTS}
