"""The form of a time rule, and the context in which it is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from typing import TypeAlias

from rag.dates.period import Period, months_from, single_day


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
        within: the period of the expression right before, which may be another name of the same time (`去年12月月底`).
        tense: -1 if the sentence speaks of the past, 1 if of the future, 0 if it does not say.
        may_guess: whether a year or week that the words leave open may be guessed; if not, ValueError is raised.
    """

    base: date | None
    anchor: Period | None = None
    last: Period | None = None
    asked: bool = False
    within: Period | None = None
    tense: int = 0
    may_guess: bool = True

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
        months back, and the last year if it would lie more than eight months ahead (four in a question). The tense of a
        question decides before all of these.
        """
        if self.anchor:
            start = self.anchor.start
            return start.year + (month < start.month)
        self._allow_guess()
        ahead = month - self.today.month
        if ahead * self.tense < 0:
            return self.today.year + self.tense
        return self.today.year + (ahead < -10) - (ahead > (4 if self.asked else 8))

    def nearest(self, day_in: Callable[[int], date]) -> int:
        """The year of a yearly day that is named without one: the year in which the day is nearest to the base.

        It lies within the period named right before, if it can, and on the side of today that the tense says. Days
        ahead count three quarters of their distance, and one and a half times in a question.
        """
        if not self.within:
            self._allow_guess()
        today = self.today
        years = [today.year - 1, today.year, today.year + 1]
        if self.within:
            named = range(self.within.start.year, self.within.end.year + 1)
            years = [y for y in named if self.within.contains(single_day(day_in(y)))] or years
        elif self.tense:
            years = [y for y in years if (day_in(y) - today).days * self.tense >= -self._underway] or years

        def distance(year: int) -> float:
            days = (day_in(year) - today).days
            return (1.5 if self.asked else 0.75) * days if days > 0 else -days

        return min(years, key=distance)

    def _allow_guess(self) -> None:
        if not self.may_guess:
            raise ValueError("the words do not say which year or week is meant")

    @property
    def _underway(self) -> int:
        """For how many days a festival that has begun still counts as one to come."""
        return 7 if self.tense > 0 else 0

    def bare_weekday(self, number: int) -> date:
        """The day that a weekday without `last` or `next` means.

        It is the day named right before, if that is such a weekday. Otherwise it is the one of this week, unless the tense
        says that it is an earlier or a later one.

        Args:
            number: 0 for Monday.
        """
        if self.within and self.within.days == 1 and self.within.start.weekday() == number:
            return self.within.start
        self._allow_guess()
        day = self.today + timedelta(days=number - self.today.weekday())
        return day + timedelta(weeks=self.tense) if (day - self.today).days * self.tense < 0 else day

    @property
    def month_of_thirds(self) -> Period:
        """The month whose beginning or end is named without it (`月底`): the month named right before, or the present one."""
        if self.within and 28 <= self.within.days <= 31:
            return self.within
        return months_from(self.today, 0)


def asked_weekend(_groups: Groups, context: Context) -> Period:
    """Saturday and Sunday of a weekend that a question names without `last` or `next`.

    Raises:
        ValueError: the text is no question; printed, the word often means every weekend.
    """
    if not context.asked:
        raise ValueError("the words do not say which weekend is meant")
    sunday = context.bare_weekday(6)
    return Period(sunday - timedelta(days=1), sunday)


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
