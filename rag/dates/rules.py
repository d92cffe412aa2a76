"""The form of a time rule, and the context in which it is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TypeAlias

from rag.dates.period import Period


class Sense(Enum):
    """How an expression combines with the words around it."""

    DATE = auto()  # a bare 前 or 后 after it means before or after
    FESTIVAL = auto()  # like a date, but also a topic: 国庆
    WORD = auto()  # only 之前, 以前 … do: 昨日前往 is not 昨日前
    WEEKDAY = auto()  # a range of weekdays recurs: 周一至周五
    VAGUE = auto()  # some time near the base date: 近日
    NONE = auto()  # no time at all; the match stops other rules from reading these words


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is relative to.

    Attributes:
        base: the day on which the text was written or printed; None if unknown.
        anchor: the period of the expression that this one continues: for `15日` in `3月14日至15日`, the 14th.
        last: the period of the expression before it in the text.
        asked: the text is a question, which more often means a past date than one far ahead.
    """

    base: date | None
    anchor: Period | None = None
    last: Period | None = None
    asked: bool = False

    @property
    def today(self) -> date:
        """The base day.

        Raises:
            ValueError: there is no base; the expression is then ignored.
        """
        if self.base is None:
            raise ValueError("the expression is relative, and its base day is unknown")
        return self.base

    def year_of(self, month: int) -> int:
        """The year of a month that is named without one.

        With an anchor, it is the anchor's year, or the next if the month is an earlier one. Otherwise it is the base's
        year, because papers leave out the year of printing; but the next year if the month would lie more than ten
        months back, and the last year if it would lie more than eight months ahead (four in a question).
        """
        if self.anchor:
            start = self.anchor.start
            return start.year + (month < start.month)
        ahead = month - self.today.month
        return self.today.year + (ahead < -10) - (ahead > (4 if self.asked else 8))

    def nearest(self, day_in: Callable[[int], date]) -> int:
        """The year of a yearly day that is named without one: the year in which the day is nearest to the base.

        Days ahead count three quarters of their distance, and one and a half times in a question.
        """
        today = self.today

        def distance(year: int) -> float:
            days = (day_in(year) - today).days
            return (1.5 if self.asked else 0.75) * days if days > 0 else -days

        return min((today.year - 1, today.year, today.year + 1), key=distance)


Groups: TypeAlias = Mapping[str, str]
Read: TypeAlias = Callable[[Groups, Context], Period]


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of time expression: a pattern for lower-case simplified text, and how to compute its period.

    Attributes:
        read: the period, from the pattern's named groups (an empty text for a group that did not match). It raises
            ValueError if there is no such time.
    """

    pattern: str
    read: Read
    sense: Sense = Sense.DATE
