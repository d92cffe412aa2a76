"""What a language says about itself, so that questions and articles in it are understood.

A language is a folder here with one `Language`, registered in `rag/language/__init__.py`. Every part that it leaves out
is one that it has no words for. Patterns are for `matched` text (simplified script, small letters) and know no capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from rag.dates.rules import Rule

NOTHING = re.compile(r"(?!)")
"""Stands nowhere: the pattern of what a language has no words for."""


def words(pattern: str) -> re.Pattern[str]:
    """A pattern of words, whatever their capitals."""
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class TimeWords:
    """The words around time expressions.

    Attributes:
        lead: what goes with an expression when it is taken out of a text (`自`, "since the"); ends where it begins.
        ahead_since, ahead_before, ahead_until, ahead_after: ahead of it, they open its days on one side ("since", "until").
        ahead_term: ahead of a single day from which on something holds ("from", "effective").
        ahead_open: makes it an open range together with `behind_open` (`自…起`).
        ahead_range, within_range: "between" and its "and".
        to: between the two ends of a range (`至`).
        also: between the members of a list (`、`).
        behind_since, behind_before, behind_after: behind it (`以来`, `之前`).
        behind_date_before, behind_date_after: the same, short, behind a date only (`前`).
        behind_month_open: behind a longer period (`3月起`).
        behind_term: behind a single day from which on something holds (`3月1日8时起`).
        last_days: an expression that ends so has its last days in what is before it (`3月底前`).
        starts_term: an expression that ends so begins a term (`今起`).
    """

    lead: re.Pattern[str] = NOTHING
    ahead_since: re.Pattern[str] = NOTHING
    ahead_before: re.Pattern[str] = NOTHING
    ahead_until: re.Pattern[str] = NOTHING
    ahead_after: re.Pattern[str] = NOTHING
    ahead_term: re.Pattern[str] = NOTHING
    ahead_open: re.Pattern[str] = NOTHING
    ahead_range: re.Pattern[str] = NOTHING
    within_range: re.Pattern[str] = NOTHING
    to: re.Pattern[str] = NOTHING
    also: re.Pattern[str] = NOTHING
    behind_since: re.Pattern[str] = NOTHING
    behind_before: re.Pattern[str] = NOTHING
    behind_date_before: re.Pattern[str] = NOTHING
    behind_after: re.Pattern[str] = NOTHING
    behind_date_after: re.Pattern[str] = NOTHING
    behind_open: re.Pattern[str] = NOTHING
    behind_month_open: re.Pattern[str] = NOTHING
    behind_term: re.Pattern[str] = NOTHING
    last_days: tuple[str, ...] = ()
    starts_term: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TimeGrammar:
    """The time expressions of a language.

    Attributes:
        starts: pattern of what any expression begins with; rules are tried only there. Two characters or more, so that
            nearly every place of a text is passed by at once.
        rules: in the order in which they are tried at one place.
    """

    starts: str
    rules: Callable[[], Iterable[Rule]]
    words: TimeWords = field(default_factory=TimeWords)


@dataclass(frozen=True, kw_only=True, eq=False)
class Language:
    """One language.

    Attributes:
        code: of ISO 639-1.
        letters: one match for each letter or word of it: a text is in the language that it has most matches of.
    """

    code: str
    letters: re.Pattern[str]
    time: TimeGrammar | None = None
