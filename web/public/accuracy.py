"""How many of the statements that staff checked they found right, by month, and how sure these shares are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from zoneinfo import ZoneInfo

from rag.journal import Journal, ReviewedStatement

MONTHS = 12  # the newest ones
FEW = 30  # checked statements, below which a share says little
Z = 1.96  # of the normal distribution, for a 95 % interval


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `checked` were found right."""

    right: int
    checked: int

    @property
    def share(self) -> float:
        """0-1."""
        return self.right / self.checked

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson score interval (E. B. Wilson, 1927) at 95 %: between these the share of all answers lies, if the checked
        ones were drawn at random."""
        n, p = self.checked, self.share
        middle = p + Z * Z / (2 * n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        scale = 1 + Z * Z / n
        return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)

    @property
    def is_small(self) -> bool:
        return self.checked < FEW


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What staff found. Statements of answers are counted apart from questions that were declined.

    Attributes:
        by_month: by month of the answer (`2024-03`), oldest first; a month in which nothing was checked is left out.
        statements: all statements; None if none was checked.
        declined: whether it was right to decline; None if none was checked.
    """

    by_month: tuple[tuple[str, Share], ...]
    statements: Share | None
    declined: Share | None


def accuracy(verdicts: Iterable[ReviewedStatement], zone: ZoneInfo) -> Accuracy:
    """Count the verdicts that stand.

    Args:
        zone: for the month of an answer.
    """
    checked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for one in verdicts:
        is_decline = one.judgement.statement is None
        key = "declined" if is_decline else f"{one.entry.given_at.astimezone(zone):%Y-%m}"
        checked[key] += 1
        right[key] += one.judgement.verdict == "right"
    declined = _share(right.pop("declined", 0), checked.pop("declined", 0))
    months = tuple((month, Share(right[month], checked[month])) for month in sorted(checked))
    return Accuracy(months[-MONTHS:], _share(right.total(), checked.total()), declined)


class AccuracyReader:
    """Counts the verdicts of one journal again when one was given, undone or erased. Thread-safe."""

    def __init__(self, journal: Journal, zone: ZoneInfo) -> None:
        self._journal = journal
        self._zone = zone
        self._kept: tuple[tuple[int, int, int], Accuracy] | None = None

    def read(self) -> Accuracy:
        """
        Raises:
            JournalUnusable
        """
        state, kept = self._journal.verdict_state(), self._kept
        if kept is None or kept[0] != state:
            kept = self._kept = state, accuracy(self._journal.verdicts(), self._zone)
        return kept[1]


def _share(right: int, checked: int) -> Share | None:
    return Share(right, checked) if checked else None
