"""Finds the time expressions of a text: one pass of all languages' rules, then what they make with the words around them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from rag.dates.period import LONGEST_TERM, Period, Term, day_after, day_before
from rag.dates.rules import Context, Rule, Sense
from rag.language.merged_vocabulary import time_words
from rag.language.time_scanner import time_scanner
from rag.text.normalise import match_form

LONGEST_LEAD = 24  # characters of the words that lead to an expression


@dataclass(frozen=True, slots=True)
class Mention:
    """A time expression in a text: `text[start:end]` speaks of `period`.

    Attributes:
        term: the days on each of which what is said holds, where the text says from which day on.
        vague: said without saying when (`近日`, "recently"): what is near the base is meant, and no more.
        limit: it names where the days begin or end, not the days (`3月1日之前`, "since March").
    """

    start: int
    end: int
    period: Period
    term: Term | None = None
    vague: bool = False
    limit: bool = False

    @property
    def days(self) -> tuple[Period, ...]:
        """What is spoken of: a day or a range; a term that has an end in its place, one that has none beside it."""
        if self.term is None:
            return (self.period,)
        return (self.period, self.term) if self.term.is_open else (self.term,)


@lru_cache(maxsize=8192)  # passages are met again for each question
def mentions(text: str, base: date | None, *, asked: bool = False) -> tuple[Mention, ...]:
    """The time expressions of `text`, in order, none inside another.

    Args:
        base: the day on which the text was said or printed; without it only expressions that name their year
            are read.
        asked: the text is a question: of a month or holiday without a year the last is meant, not one far ahead.
    """
    plain = match_form(text)
    return tuple(
        Mention(
            whole.start,
            whole.end,
            whole.period,
            whole.term,
            vague=found.rule.sense is Sense.VAGUE,
            limit=whole.period != found.period,
        )
        for found in _joined(plain, base, asked=asked)
        for whole in [_with_its_words(plain, _with_its_term(plain, found), base)]
    )


def asked_period(question: str, today: date) -> Period | None:
    """The period that a question restricts itself to: from the first to the last day that it names. What is vague, or stands
    in a headline, restricts nothing."""
    named = [m.period for m in mentions(blank_headlines(question), today, asked=True) if not m.vague]
    return Period(min(p.start for p in named), max(p.end for p in named)) if named else None


def blank_headlines(text: str) -> str:
    """`text` with blanks for the words of headlines in it: their days are not those that a question asks for."""
    return _HEADLINE.sub(lambda m: "《" + " " * (len(m.group()) - 2) + "》", text)


_HEADLINE = re.compile(r"《[^《》]*》")


def without_days(
    text: str, base: date | None, leave: Callable[[Mention], bool] = lambda mention: False
) -> str:
    """`text` with a blank for each time expression, and for the word that leads to it (`自`, "since").

    Args:
        base: see `mentions`.
        leave: which expressions stay.
    """
    for mention in reversed(mentions(text, base)):
        if not leave(mention):
            start = mention.start
            if lead := time_words().lead.search(text, max(0, start - LONGEST_LEAD), start):
                start = lead.start()
            text = f"{text[:start]} {text[mention.end :]}"
    return text.strip()


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression where it stands; `groups` are those of its rule's pattern."""

    start: int
    end: int
    rule: Rule
    groups: dict[str, str]
    period: Period
    term: Term | None = None


# --- what stands between two ---


def _joined(plain: str, base: date | None, *, asked: bool) -> list[_Found]:
    """Expressions, ranges as one: of `3月14日至15日` the second lies in the month of the first."""
    found: list[_Found] = []
    around = time_words()
    for match, rule, groups in time_scanner().expressions(plain):
        before = found[-1] if found else None
        gap = plain[before.end : match.start()] if before else "."
        in_range = before is not None and (
            around.range_separator.fullmatch(gap) is not None
            or (_ends_before(around.prefix_range, plain, before) and bool(around.range_and.fullmatch(gap)))
        )
        linked = in_range or around.list_separator.fullmatch(gap) is not None
        anchor = before.period if before and linked and before.rule.sense is not Sense.VAGUE else None
        period = _read(rule, groups, Context(base, anchor, _last(found), asked))
        if period is None:
            continue
        now = _Found(match.start(), match.end(), rule, groups, period)
        if before is None or not in_range:
            found.append(now)
        elif before.rule.sense is Sense.WEEKDAY:
            found.pop()
        else:
            found[-1:] = _as_range(before, now)
    return found


def _as_range(first: _Found, last: _Found) -> list[_Found]:
    """Two expressions as one, where the first lies before the last."""
    start = first.period
    if last.groups["y"] and not any(first.groups[name] for name in ("y", "yw", "ago", "to", "word")):
        # from 3 May to 5 May 2024
        start = _read(first.rule, first.groups, Context(last.period.start.replace(month=1, day=1))) or start
    if start.start > last.period.end:
        return [first, last]
    whole = Period(start.start, last.period.end)
    from_day_to_day = start.days == last.period.days == 1 and whole.days <= LONGEST_TERM
    term = Term(whole.start, whole.end) if from_day_to_day else None
    return [replace(first, end=last.end, period=whole, term=term)]


def _last(found: list[_Found]) -> Period | None:
    return next((f.period for f in reversed(found) if f.rule.sense is not Sense.VAGUE), None)


def _read(rule: Rule, groups: dict[str, str], context: Context) -> Period | None:
    try:
        return rule.read(groups, context)
    except (ValueError, OverflowError):  # 2月30日
        return None


# --- what stands beside one ---


def _ends_before(words: re.Pattern[str], plain: str, found: _Found) -> bool:
    """Whether such words stand right before an expression."""
    return words.search(plain, max(0, found.start - LONGEST_LEAD), found.start) is not None


def _with_its_term(plain: str, found: _Found) -> _Found:
    """A single day with the open term that begins with it: `3月1日8时起`, `今起`, "from 1 March"."""
    if found.term or found.period.days > 1 or found.rule.sense is Sense.VAGUE:
        return found
    around = time_words()
    begins = (
        plain.endswith(around.term_endings, found.start, found.end)
        or around.suffix_term.match(plain, found.end)
        or _ends_before(around.prefix_term, plain, found)
    )
    return replace(found, term=Term(found.period.start, date.max)) if begins else found


def _with_its_words(plain: str, found: _Found, base: date | None) -> _Found:
    """An expression with the words that open it on one side: `以来`, `之前`, "since"."""
    if found.rule.sense is Sense.VAGUE:
        return found
    around, period, end = time_words(), found.period, found.end
    bare = found.rule.sense is Sense.DATE
    if match := around.suffix_since.match(plain, end):
        return replace(found, end=match.end(), period=_since(period, base))
    if match := around.suffix_before.match(plain, end) or (
        around.suffix_date_before.match(plain, end) if bare else None
    ):
        inclusive = plain.endswith(around.period_end_words, found.start, end)
        return replace(found, end=match.end(), period=_until(period, base, inclusive=inclusive))
    if match := around.suffix_after.match(plain, end) or (
        around.suffix_date_after.match(plain, end) if bare else None
    ):
        return replace(found, end=match.end(), period=_after(period, base))
    if bare and period.days > 1 and (match := around.suffix_month_open.match(plain, end)):
        return replace(found, end=match.end(), period=_since(period, base))
    if (match := around.suffix_open.match(plain, end)) and _ends_before(around.prefix_open, plain, found):
        return replace(found, end=match.end(), period=_since(period, base))
    return replace(found, period=_with_words_ahead(plain, found, base))


def _with_words_ahead(plain: str, found: _Found, base: date | None) -> Period:
    around = time_words()
    if _ends_before(around.prefix_since, plain, found):
        return _since(found.period, base)
    if _ends_before(around.prefix_before, plain, found):
        return _until(found.period, base, inclusive=False)
    if _ends_before(around.prefix_until, plain, found):
        return _until(found.period, base, inclusive=True)
    return _after(found.period, base) if _ends_before(around.prefix_after, plain, found) else found.period


def _since(period: Period, base: date | None) -> Period:
    """From its first day until the base; what lies ahead stays as it is, and without a base it is open."""
    if base is None:
        return Period(period.start, date.max)
    return Period(period.start, base) if period.start <= base else period


def _until(period: Period, base: date | None, *, inclusive: bool) -> Period:
    """A term that lies ahead of the base runs from there; what lies behind is open."""
    end = period.end if inclusive else day_before(period.start)
    return Period(base if base and base <= end else date.min, end)


def _after(period: Period, base: date | None) -> Period:
    start = day_after(period.end)
    return Period(start, base if base and start <= base else date.max)
