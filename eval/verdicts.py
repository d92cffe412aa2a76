"""Summarises the staff's verdicts: the share of right statements, by kind of statement and by week."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from rag.journal import Agreement, Journal, Point, PointCount


@dataclass(slots=True)
class Tally:
    """Counts of verdicts."""

    verdicts: Counter[str] = field(default_factory=Counter)

    @property
    def judged(self) -> int:
        return self.verdicts.total()

    @property
    def right(self) -> int:
        return self.verdicts["right"]

    @property
    def share_right(self) -> float | None:
        """None if nothing was judged."""
        return self.right / self.judged if self.judged else None

    def as_json(self) -> dict[str, Any]:
        return {
            "judged": self.judged,
            "right": self.right,
            "share_right": self.share_right,
            "verdicts": dict(self.verdicts),
        }


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of all verdicts that have not been taken back.

    Attributes:
        overall: without nearest lines, whose verdicts are others.
        by_kind: by kind of statement (quoted, written, added), `declined` for a whole declined answer, or `nearest_line`.
        by_week: by ISO week (`2024-W12`, local time) in which the answer was given; without nearest lines.
        agreement: of the second readers with the first.
        points: marks on the five points.
    """

    overall: Tally
    by_kind: dict[str, Tally]
    by_week: dict[str, Tally]
    agreement: Agreement
    points: Mapping[Point, PointCount]

    def as_json(self) -> dict[str, Any]:
        return {
            **self.overall.as_json(),
            "by_kind": {kind: tally.as_json() for kind, tally in self.by_kind.items()},
            "by_week": {week: tally.as_json() for week, tally in self.by_week.items()},
            "second_readings": asdict(self.agreement),
            "points": {point: asdict(count) for point, count in self.points.items()},
        }

    def as_text(self) -> str:
        """A text table with one row for all verdicts, one per kind and one per week."""
        rows = [("all", self.overall), *self.by_kind.items(), *self.by_week.items()]
        lines = [f"{'':12} {'judged':>7} {'right':>7} {'share':>6}  otherwise"]
        for name, tally in rows:
            share = "-" if tally.share_right is None else f"{tally.share_right:.2f}"
            wrong = ", ".join(
                f"{verdict} {n}" for verdict, n in tally.verdicts.most_common() if verdict != "right"
            )
            lines.append(f"{name:12} {tally.judged:7} {tally.right:7} {share:>6}  {wrong}".rstrip())
        kappa = "-" if self.agreement.kappa is None else f"{self.agreement.kappa:.2f}"
        lines += [
            "",
            f"second readings: {self.agreement.pairs} statements, {self.agreement.same} with the same verdict, kappa {kappa}",
            *(
                f"{point:14} {count.faults} faults in {count.marked} marked answers"
                for point, count in self.points.items()
                if count.marked
            ),
        ]
        return "\n".join(lines)


def summarise(journal: Journal, timezone: str) -> Summary:
    """Count the verdicts of a journal.

    Args:
        timezone: IANA name, for the week of an answer.
    """
    zone = ZoneInfo(timezone)
    overall, by_kind, by_week = Tally(), defaultdict[str, Tally](Tally), defaultdict[str, Tally](Tally)
    for judged in journal.verdicts():
        year, week, _ = judged.entry.given_at.astimezone(zone).isocalendar()
        tallies = [by_kind[judged.kind]]
        if judged.kind != "nearest_line":
            tallies += [overall, by_week[f"{year}-W{week:02}"]]
        for tally in tallies:
            tally.verdicts[judged.judgement.verdict] += 1
    return Summary(
        overall,
        dict(sorted(by_kind.items())),
        dict(sorted(by_week.items())),
        journal.agreement(),
        journal.point_counts(),
    )
