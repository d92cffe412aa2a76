"""What a rule of the grammar is, and from where it counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TypeAlias

from rag.dates.period import Period


class Sense(Enum):
    """How an expression takes the words around it."""

    DATE = auto()  # a bare 前 or 后 belongs to it
    WORD = auto()  # only 之前, 以前 … do: 昨日前往
    WEEKDAY = auto()  # from one to another it recurs: 周一至周五
    VAGUE = auto()  # near the base, nobody says where
    NONE = auto()  # no time at all: it keeps its words from the other rules


@dataclass(frozen=True, slots=True)
class Context:
    """From where an expression counts.

    Attributes:
        base: the day on which it was said or printed, where that is known.
        anchor: the expression that it continues: of `3月14日至15日` the first.
        last: the one before it in the text.
        asked: a question says it: it asks for what has been rather than for what is far ahead.
    """

    base: date | None
    anchor: Period | None = None
    last: Period | None = None
    asked: bool = False

    @property
    def today(self) -> date:
        """Raises ValueError where there is no base: what needs one is not read then."""
        if self.base is None:
            raise ValueError("no base")
        return self.base

    def year_of(self, month: int) -> int:
        """The year of a month without one: of what it continues, else the one that a paper means.

        A paper leaves out the year that it is printed in. So the month lies in the base's year, but where that
        is ten months or more behind, or nine or more ahead, and the next or the last year is nearer.
        """
        if self.anchor:
            start = self.anchor.start
            return start.year + (month < start.month)
        ahead = month - self.today.month
        return self.today.year + (ahead < -10) - (ahead > (4 if self.asked else 8))

    def nearest(self, day_in: Callable[[int], date]) -> int:
        """The year of a yearly day without one: the nearest, the coming one counting as nearer than it is (but in a
        question, as farther)."""
        today = self.today

        def distance(year: int) -> float:
            days = (day_in(year) - today).days
            return (1.5 if self.asked else 0.75) * days if days > 0 else -days

        return min((today.year - 1, today.year, today.year + 1), key=distance)


Groups: TypeAlias = Mapping[str, str]
Read: TypeAlias = Callable[[Groups, Context], Period]


@dataclass(frozen=True, slots=True)
class Rule:
    """An expression: its pattern, for lower-case simplified text, and what it means.

    Attributes:
        read: from the pattern's named groups (an empty text where one took no part). A ValueError says that there
            is no such time.
    """

    pattern: str
    read: Read
    sense: Sense = Sense.DATE
