"""Checks that the values of a claim are printed: its amounts, days and times of day, in whatever form they are written."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from rag.dates import Period
from rag.language import Mention, amounts_in, clocks_in, mentions
from rag.language.values import Amount, Clock
from rag.text.sentences import Span


def unprinted_values(claim: str, printed: str, day: date | None) -> tuple[Span, ...]:
    """The amounts, days and times of day in a claim that the printed words do not have.

    A claim may be less exact than print (`约195` for `195`, `8月` for `8月3日`), but not more.

    Args:
        day: the day on which the words were printed; both texts count their days from it.
    """
    days = [mention for mention in mentions(claim, day) if not mention.vague]
    times = clocks_in(claim)
    in_time = [*map(_span, days), *map(_span, times)]
    amounts = [a for a in amounts_in(claim) if not any(_overlap(_span(a), span) for span in in_time)]
    printed_days, printed_times, printed_amounts = (
        _days(printed, day),
        clocks_in(printed),
        amounts_in(printed),
    )
    return (
        *(_span(one) for one in days if not _is_printed(one, printed_days)),
        *(_span(time) for time in times if not any(map(time.may_tell, printed_times))),
        *(_span(amount) for amount in amounts if not any(map(amount.may_tell, printed_amounts))),
    )


def _span(value: Mention | Clock | Amount) -> Span:
    return Span(value.start, value.end)


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


@lru_cache(maxsize=256)  # each sentence of an answer is checked against the same articles
def _days(printed: str, day: date | None) -> tuple[Period, ...]:
    found = [mention for mention in mentions(printed, day) if not mention.vague]
    named = [period for mention in found for period in (mention.period, mention.named, *mention.days)]
    return (*named, Period(day, day)) if day else tuple(named)


def _is_printed(mention: Mention, printed: tuple[Period, ...]) -> bool:
    return any(period.contains(one) for period in (mention.period, mention.named) for one in printed)
