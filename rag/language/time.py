"""Finds the time expressions of a text: all rules in one pass, then ranges, terms and the words around each expression."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rag.dates.period import LONGEST_TERM, Period, Term, day_after, day_before
from rag.dates.rules import Context, Rule, Sense
from rag.language.merged_vocabulary import time_words
from rag.language.tense import tense_at
from rag.language.time_scanner import time_scanner
from rag.text.normalise import match_form

LONGEST_LEAD = 24  # characters of the words before an expression


@dataclass(frozen=True, slots=True)
class Mention:
    """A time expression in a text: `text[start:end]` means `period`.

    Attributes:
        named: the period that the words name by themselves: 1 March in `3月1日之前`.
        term: the days on which the statement holds, if the text gives a first day (`3月1日起`).
        vague: the expression gives no date (`近日`, "recently"); some time near the base day is meant.
        is_festival: the expression is the name of a festival, which is also a topic (`国庆`).
        is_guess: the expression leaves open which year or week it means (`6月`, "on Friday"), so that `period` is the
            likeliest of several; only in a question, and never a day with its month.
        is_moved_to: something was moved to this day (`推迟到6月`); a question takes that for granted, and does not ask for
            reports of the day.
    """

    start: int
    end: int
    period: Period
    named: Period
    term: Term | None = None
    vague: bool = False
    is_festival: bool = False
    is_guess: bool = False
    is_moved_to: bool = False

    @property
    def is_boundary(self) -> bool:
        """Whether the words name the beginning or end of the period (`3月1日之前`, "since March")."""
        return self.period != self.named

    @property
    def days(self) -> tuple[Period, ...]:
        """The period, or instead the term if it has an end; both if the term has no end."""
        if self.term is None:
            return (self.period,)
        return (self.period, self.term) if self.term.is_open else (self.term,)


@lru_cache(maxsize=8192)  # each question reads the same passages again
def mentions(text: str, base: date | None, *, asked: bool = False) -> tuple[Mention, ...]:
    """The time expressions of `text`, in order and without overlaps.

    Args:
        base: the day on which the text was written or printed; without it, only expressions that name their year are
            read.
        asked: the text is a question: a month or holiday without a year then means the last one rather than one far
            ahead.
    """
    plain = match_form(text)
    return tuple(
        Mention(
            extended.start,
            extended.end,
            extended.period,
            found.period,
            extended.term,
            vague=found.rule.sense is Sense.VAGUE,
            is_festival=found.rule.sense is Sense.FESTIVAL,
            is_guess=found.is_guess,
            is_moved_to=_has_prefix(time_words().prefix_moved, plain, found),
        )
        for found in _expressions(plain, base, asked=asked)
        for extended in [_with_affixes(plain, _with_term(plain, found), base)]
    )


def without_days(
    text: str, base: date | None, leave: Callable[[Mention], bool] = lambda mention: False
) -> str:
    """Replace each time expression by a blank, together with the word before it (`自`, "since").

    Args:
        base: see `mentions`.
        leave: says which expressions to keep.
    """
    return reworded_days(text, base, lambda mention: None if leave(mention) else "")


def reworded_days(text: str, base: date | None, reword: Callable[[Mention], str | None]) -> str:
    """A question with other words for the days that it names.

    Args:
        base: see `mentions`.
        reword: the words for an expression; empty to remove it, also the word before it (`自`, "since"); None to
            keep it.
    """
    for mention in reversed(mentions(text, base, asked=True)):
        words, start = reword(mention), mention.start
        if words is None:
            continue
        if not words and (lead := time_words().lead.search(text, max(0, start - LONGEST_LEAD), start)):
            start = lead.start()
        text = f"{text[:start]}{words or ' '}{text[mention.end :]}"
    return text.strip()


@dataclass(frozen=True, slots=True)
class _Expression:
    """An expression at its position; `groups` are the named groups of its rule."""

    start: int
    end: int
    rule: Rule
    groups: dict[str, str]
    period: Period
    term: Term | None = None
    is_guess: bool = False


# --- ranges and lists of expressions ---


def _expressions(plain: str, base: date | None, *, asked: bool) -> list[_Expression]:
    """The expressions of a text. A range becomes one expression; in `3月14日至15日` the 15th lies in the month of the 14th."""
    found: list[_Expression] = []
    affixes = time_words()
    for match, rule, groups in time_scanner().expressions(plain):
        previous = found[-1] if found else None
        gap = plain[previous.end : match.start()] if previous else "."
        in_range = previous is not None and (
            affixes.range_separator.fullmatch(gap) is not None
            or (_has_prefix(affixes.prefix_range, plain, previous) and bool(affixes.range_and.fullmatch(gap)))
        )
        apposed = not in_range and _may_be_apposed(previous, rule) and bool(affixes.apposition.fullmatch(gap))
        linked = in_range or (not apposed and affixes.list_separator.fullmatch(gap) is not None)
        anchor = previous.period if previous and linked and previous.rule.sense is not Sense.VAGUE else None
        within = previous.period if previous and apposed else None
        tense = tense_at(plain, *match.span()) if asked or rule.sense is Sense.WEEKDAY else 0
        context = Context(base, anchor, _last_period(found), asked, within, tense)
        period = _read(rule, groups, context)
        if period is None:
            continue
        if previous and apposed and previous.rule.sense is Sense.WEEKDAY and period.days == 1:
            found[-1] = replace(previous, period=period, is_guess=False)  # Saturday, 2 May
        current = _Expression(match.start(), match.end(), rule, groups, period)
        if asked and (period.days > 1 or rule.sense in (Sense.WEEKDAY, Sense.FESTIVAL)):
            exact = _read(rule, groups, replace(context, may_guess=False))
            current = replace(current, is_guess=exact is None)
        if previous is None or not in_range:
            found.append(current)
        elif previous.rule.sense is Sense.WEEKDAY:
            found.pop()
        else:
            found[-1:] = _as_range(previous, current)
    return found


def _may_be_apposed(previous: _Expression | None, rule: Rule) -> bool:
    """Whether an expression may name the same time as the one before it: not two weekdays, nor a vague word."""
    if previous is None or previous.rule.sense is Sense.VAGUE:
        return False
    return not previous.rule.sense is rule.sense is Sense.WEEKDAY


def _as_range(first: _Expression, last: _Expression) -> list[_Expression]:
    """Two expressions as one range, if the first begins before the last ends."""
    start = first.period
    if last.groups["y"] and not any(first.groups[name] for name in ("y", "yw", "ago", "to", "word")):
        # from 3 May to 5 May 2024: the year belongs to both
        start = _read(first.rule, first.groups, Context(last.period.start.replace(month=1, day=1))) or start
    if start.start > last.period.end:
        return [first, last]
    period = Period(start.start, last.period.end)
    from_day_to_day = start.days == last.period.days == 1 and period.days <= LONGEST_TERM
    term = Term(period.start, period.end) if from_day_to_day else None
    return [replace(first, end=last.end, period=period, term=term)]


def _last_period(found: list[_Expression]) -> Period | None:
    return next((f.period for f in reversed(found) if f.rule.sense is not Sense.VAGUE), None)


def _read(rule: Rule, groups: dict[str, str], context: Context) -> Period | None:
    try:
        return rule.read(groups, context)
    except (ValueError, OverflowError):  # 2月30日
        return None


# --- words before and after an expression ---


def _has_prefix(words: re.Pattern[str], plain: str, found: _Expression) -> bool:
    """Whether a pattern matches right before an expression."""
    return words.search(plain, max(0, found.start - LONGEST_LEAD), found.start) is not None


def _with_term(plain: str, found: _Expression) -> _Expression:
    """Add the open term that begins on a single day: `3月1日8时起`, `今起`, "from 1 March"."""
    if found.term or found.period.days > 1 or found.rule.sense is Sense.VAGUE:
        return found
    affixes = time_words()
    begins = (
        plain.endswith(affixes.term_endings, found.start, found.end)
        or affixes.suffix_term.match(plain, found.end)
        or _has_prefix(affixes.prefix_term, plain, found)
    )
    return replace(found, term=Term(found.period.start, date.max)) if begins else found


def _with_affixes(plain: str, found: _Expression, base: date | None) -> _Expression:
    """Extend an expression by the words that open its period on one side: `以来`, `之前`, "since"."""
    if found.rule.sense is Sense.VAGUE:
        return found
    affixes, period, end = time_words(), found.period, found.end
    bare = found.rule.sense in (Sense.DATE, Sense.FESTIVAL)
    if match := affixes.suffix_since.match(plain, end):
        return replace(found, end=match.end(), period=_since(period, base))
    if match := affixes.suffix_before.match(plain, end) or (
        affixes.suffix_date_before.match(plain, end) if bare else None
    ):
        inclusive = plain.endswith(affixes.period_end_words, found.start, end)
        return replace(found, end=match.end(), period=_until(period, base, inclusive=inclusive))
    if match := affixes.suffix_after.match(plain, end) or (
        affixes.suffix_date_after.match(plain, end) if bare else None
    ):
        return replace(found, end=match.end(), period=_after(period, base))
    if bare and period.days > 1 and (match := affixes.suffix_month_open.match(plain, end)):
        return replace(found, end=match.end(), period=_since(period, base))
    if (match := affixes.suffix_open.match(plain, end)) and _has_prefix(affixes.prefix_open, plain, found):
        return replace(found, end=match.end(), period=_since(period, base))
    return replace(found, period=_with_prefix(plain, found, base))


def _with_prefix(plain: str, found: _Expression, base: date | None) -> Period:
    affixes = time_words()
    if _has_prefix(affixes.prefix_since, plain, found):
        return _since(found.period, base)
    if _has_prefix(affixes.prefix_before, plain, found):
        return _until(found.period, base, inclusive=False)
    if _has_prefix(affixes.prefix_until, plain, found):
        return _until(found.period, base, inclusive=True)
    return _after(found.period, base) if _has_prefix(affixes.prefix_after, plain, found) else found.period


def _since(period: Period, base: date | None) -> Period:
    """From the first day until the base. Without a base the end is open; a period after the base is unchanged."""
    if base is None:
        return Period(period.start, date.max)
    return Period(period.start, base) if period.start <= base else period


def _until(period: Period, base: date | None, *, inclusive: bool) -> Period:
    """Until the first day, or the last one if `inclusive`. It begins at the base if that is earlier; otherwise it is open."""
    end = period.end if inclusive else day_before(period.start)
    return Period(base if base and base <= end else date.min, end)


def _after(period: Period, base: date | None) -> Period:
    """From the day after the period until the base if that is later; otherwise open."""
    start = day_after(period.end)
    return Period(start, base if base and start <= base else date.max)
