"""The words that a language can have for each purpose; where it leaves some out, it has none.

Patterns are for `matched` text (simplified script, small letters), whatever its capitals.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from rag.dates.rules import Rule

Kind = Literal["author", "number", "time", "person", "place", "reason", "manner", "yes_no", "thing"]
"""The kinds of thing that questions ask for."""

SmallTalkKind = Literal["self", "sources", "insult", "thanks", "greeting", "goodbye"]

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

    starts: str = NOTHING.pattern
    rules: Callable[[], Iterable[Rule]] = tuple
    words: TimeWords = field(default_factory=TimeWords)


@dataclass(frozen=True, kw_only=True)
class QuestionWords:
    """The words of questions.

    Attributes:
        kinds: what asks for a kind of thing; its group `unit` is what is counted (`次` of `多少次`).
        printed_units: the unit that papers print for a spoken one, by its first character (`块` -> `元`).
        polite: greetings and thanks around a question.
        spoken: what people say -> what papers print.
        thrown_in: rude words that say nothing in a question.
        asking: what makes it a question and is left out of its topic.
        no_topic: words that tell nothing of what it is about.
        vague: words that any question could hold.
        authorship: the words about who wrote something.
        weekday, opening: a weekday, and words of opening hours: together any such day is meant.
        compares, another_time: it sets one time against another.
        year: a year that it names itself.
        section: what stands behind a section's name where the section is meant.
    """

    kinds: Mapping[Kind, re.Pattern[str]] = field(default_factory=dict)
    printed_units: Mapping[str, str] = field(default_factory=dict)
    polite: re.Pattern[str] = NOTHING
    spoken: tuple[tuple[re.Pattern[str], str], ...] = ()
    thrown_in: re.Pattern[str] = NOTHING
    asking: re.Pattern[str] = NOTHING
    no_topic: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    authorship: re.Pattern[str] = NOTHING
    weekday: re.Pattern[str] = NOTHING
    opening: re.Pattern[str] = NOTHING
    compares: re.Pattern[str] = NOTHING
    another_time: re.Pattern[str] = NOTHING
    year: re.Pattern[str] = NOTHING
    section: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class PrintWords:
    """The words by which printed text is understood; these patterns are for text as it is printed, in any script.

    Attributes:
        notice: an article that announces something.
        years: a word for a year counted from the one of printing, in small letters, with the difference (`去年`, -1).
        saying: verbs of saying, behind a speaker's name.
        answering: what an interview's answers begin with.
        bare_subject: a sentence that begins so does not say what it is about (`该局`, "he").
    """

    notice: re.Pattern[str] = NOTHING
    years: tuple[tuple[str, int], ...] = ()
    saying: re.Pattern[str] = NOTHING
    answering: re.Pattern[str] = NOTHING
    bare_subject: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class SmallTalkWords:
    """What is said that no article answers.

    Attributes:
        said: what belongs to each kind of small talk; `你` stands for every form of address.
        between: what may stand between two of them and says nothing.
    """

    said: Mapping[SmallTalkKind, re.Pattern[str]] = field(default_factory=dict)
    between: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class ListWords:
    """The words of questions for a list of reports, and for what somebody wrote or said.

    Attributes:
        lists: what asks for a list; the group `kept` still tells what it is about.
        beside: what else such a question holds that tells nothing (`最近`, "so far").
        writing: words of writing, left out where an author's reports are asked for.
        wrote: stands behind the name of a known author whose reports are asked for; `wrote_only`: behind any name.
        by: ends right before such a name.
        said_what: asks for somebody's words.
        title: what stands before a name and tells nothing.
    """

    lists: tuple[re.Pattern[str], ...] = ()
    beside: re.Pattern[str] = NOTHING
    writing: re.Pattern[str] = NOTHING
    wrote: re.Pattern[str] = NOTHING
    wrote_only: re.Pattern[str] = NOTHING
    by: re.Pattern[str] = NOTHING
    said_what: re.Pattern[str] = NOTHING
    title: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class CorrectionWords:
    """The words by which a paper corrects a report.

    Attributes:
        headed: in the headline of a correction.
        corrects: says in a text that something was wrong.
        own_report: says that it was this paper's.
        goes_on: begins the sentence that has the right wording.
        report: names the report's headline, as its one group.
        wrong: quotes what was wrong, as its one group.
    """

    headed: re.Pattern[str] = NOTHING
    corrects: re.Pattern[str] = NOTHING
    own_report: re.Pattern[str] = NOTHING
    goes_on: re.Pattern[str] = NOTHING
    report: re.Pattern[str] = NOTHING
    wrong: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class NameForms:
    """Long and short forms of the names of offices and schools.

    Attributes:
        names: what in a question may be such a name.
        forms_in: the other forms of a name that a text prints, from (text, name).
        put: a text with one form in the place of another, from (text, asked, printed).
    """

    names: Callable[[str], list[str]] = lambda question: []
    forms_in: Callable[[str, str], Iterable[str]] = lambda text, name: ()
    put: Callable[[str, str, str], str] = str.replace
