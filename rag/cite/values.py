"""Checks the values of a claim: its amounts, days and times must be printed, in whatever form, and of the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeVar

from rag.cite.roles import Role
from rag.dates import Period
from rag.language import Mention, amounts_in, clocks_in, mentions, numerals_in
from rag.language.values import MEASURES, Amount, Clock
from rag.text.sentences import Span

# A count up to this one may be of things that are only listed in print (`两人`: 柯某和瞿某); it is wrong only if print gives
# another number of the same thing, so like as this (see `Role.likeness`).
COUNTED_AT_A_GLANCE, SAME_THING = 10, 1.0
# By how much another printed value's surroundings must be liker the claim's (see `Role.likeness`). Of 580 true claims (training
# part), two are then caught, of 73 with two values swapped .45.
OF_SOMETHING_ELSE = 0.7


@dataclass(frozen=True, slots=True)
class _Day:
    """A time expression and the periods that it names."""

    start: int
    end: int
    periods: tuple[Period, ...]

    def may_tell(self, printed: _Day) -> bool:
        """Whether a printed expression may be told as this one: `8月` for `8月3日`, but not the other way round."""
        return any(period.contains(other) for period in self.periods for other in printed.periods)

    def measures_like(self, _other: _Day) -> bool:
        return True


Value = TypeVar("Value", _Day, Clock, Amount)


def wrong_values(claim: str, printed: str, day: date | None) -> tuple[Span, ...]:
    """The amounts, days and times of day in a claim that are not printed, or are printed of something else.

    A claim may be less exact than print (`约200` for `195`), but not more.

    Args:
        printed: the words that support the claim, with those around them.
        day: the day on which they were printed; both texts count their days from it.
    """
    days, times, amounts = _values(claim, day)
    printed_days, printed_times, printed_amounts = _printed_values(printed, day)
    own_day = _Day(0, 0, (Period(day, day),)) if day else None
    other_days = [one for one in days if not (own_day and one.may_tell(own_day))]
    return (
        *_wrong(claim, other_days, printed, printed_days),
        *_wrong(claim, times, printed, printed_times),
        *_wrong(claim, amounts, printed, printed_amounts),
    )


def _wrong(claim: str, told: Sequence[Value], printed: str, values: Sequence[Value]) -> Iterator[Span]:
    for value in told:
        same = [other for other in values if value.may_tell(other)]
        others = [other for other in values if other not in same and value.measures_like(other)]
        role = Role.of(claim, _span(value))
        nearest = max((role.likeness(Role.of(printed, _span(one))) for one in same), default=0.0)
        liker = max((role.likeness(Role.of(printed, _span(one))) for one in others), default=0.0)
        if not same and liker < SAME_THING and _may_be_counted(value):
            continue
        if not same or liker > nearest + OF_SOMETHING_ELSE:
            yield _span(value)


def _may_be_counted(value: Value) -> bool:
    """Whether readers may count or order what is printed: `两人`, `第一个`, but no `两米` or `第三届`."""
    if not isinstance(value, Amount) or value.unit in MEASURES:
        return False
    return value.value <= (1 if value.unit.startswith("第") else COUNTED_AT_A_GLANCE)


@lru_cache(maxsize=256)  # each sentence of an answer is checked against the same articles
def _values(text: str, day: date | None) -> tuple[list[_Day], list[Clock], list[Amount]]:
    """The days, times and amounts of a text; an amount within a time is none."""
    days = [_as_day(mention) for mention in mentions(text, day) if not mention.vague]
    times = clocks_in(text)
    taken = [*map(_span, days), *map(_span, times)]
    amounts = [
        amount
        for amount in amounts_in(text)
        if not any(amount.start < span.end and span.start < amount.end for span in taken)
    ]
    return days, times, amounts


@lru_cache(maxsize=256)
def _printed_values(text: str, day: date | None) -> tuple[list[_Day], list[Clock], list[Amount]]:
    """The values of a printed text: also amounts within times (`推迟一周至22日`), first and last days of ranges, and numerals
    whose unit is not known (`四十三秒`)."""
    days, times, _ = _values(text, day)
    ends = [
        _Day(d.start, d.end, (Period(p.start, p.start), Period(p.end, p.end)))
        for d in days
        for p in d.periods
    ]
    amounts = amounts_in(text)
    bare = (n for n in numerals_in(text) if not any(n.start < a.end and a.start < n.end for a in amounts))
    return [*days, *ends], times, [*amounts, *bare]


def _as_day(mention: Mention) -> _Day:
    return _Day(mention.start, mention.end, (mention.period, mention.named, *mention.days))


def _span(value: _Day | Clock | Amount) -> Span:
    return Span(value.start, value.end)
