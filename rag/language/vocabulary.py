"""The words that a language can have for each purpose; where it leaves some out, it has none.

Patterns are for `match_form` text (simplified script, small letters), whatever its capitals.
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
        prefix_since, prefix_before, prefix_until, prefix_after: ahead of it, they open its days on one side ("since", "until").
        prefix_term: ahead of a single day from which on something holds ("from", "effective").
        prefix_open: makes it an open range together with `suffix_open` (`自…起`).
        prefix_range, range_and: "between" and its "and".
        range_separator: between the two ends of a range (`至`).
        list_separator: between the members of a list (`、`).
        suffix_since, suffix_before, suffix_after: behind it (`以来`, `之前`).
        suffix_date_before, suffix_date_after: the same, short, behind a date only (`前`).
        suffix_month_open: behind a longer period (`3月起`).
        suffix_term: behind a single day from which on something holds (`3月1日8时起`).
        period_end_words: an expression that ends so has its last days in what is before it (`3月底前`).
        term_endings: an expression that ends so begins a term (`今起`).
    """

    lead: re.Pattern[str] = NOTHING
    prefix_since: re.Pattern[str] = NOTHING
    prefix_before: re.Pattern[str] = NOTHING
    prefix_until: re.Pattern[str] = NOTHING
    prefix_after: re.Pattern[str] = NOTHING
    prefix_term: re.Pattern[str] = NOTHING
    prefix_open: re.Pattern[str] = NOTHING
    prefix_range: re.Pattern[str] = NOTHING
    range_and: re.Pattern[str] = NOTHING
    range_separator: re.Pattern[str] = NOTHING
    list_separator: re.Pattern[str] = NOTHING
    suffix_since: re.Pattern[str] = NOTHING
    suffix_before: re.Pattern[str] = NOTHING
    suffix_date_before: re.Pattern[str] = NOTHING
    suffix_after: re.Pattern[str] = NOTHING
    suffix_date_after: re.Pattern[str] = NOTHING
    suffix_open: re.Pattern[str] = NOTHING
    suffix_month_open: re.Pattern[str] = NOTHING
    suffix_term: re.Pattern[str] = NOTHING
    period_end_words: tuple[str, ...] = ()
    term_endings: tuple[str, ...] = ()


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
        colloquial: what people say -> what papers print.
        rude: rude words that say nothing in a question.
        interrogatives: what makes it a question and is left out of its topic.
        stop_words: words that tell nothing of what it is about.
        generic_words: words that any question could hold.
        authorship: the words about who wrote something.
        weekday, opening_hours: a weekday, and words of opening hours: together any such day is meant.
        compares, other_time: it sets one time against another.
        year: a year that it names itself.
        section: what stands behind a section's name where the section is meant.
    """

    kinds: Mapping[Kind, re.Pattern[str]] = field(default_factory=dict)
    printed_units: Mapping[str, str] = field(default_factory=dict)
    polite: re.Pattern[str] = NOTHING
    colloquial: tuple[tuple[re.Pattern[str], str], ...] = ()
    rude: re.Pattern[str] = NOTHING
    interrogatives: re.Pattern[str] = NOTHING
    stop_words: frozenset[str] = frozenset()
    generic_words: frozenset[str] = frozenset()
    authorship: re.Pattern[str] = NOTHING
    weekday: re.Pattern[str] = NOTHING
    opening_hours: re.Pattern[str] = NOTHING
    compares: re.Pattern[str] = NOTHING
    other_time: re.Pattern[str] = NOTHING
    year: re.Pattern[str] = NOTHING
    section: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class PrintWords:
    """The words by which printed text is understood; these patterns are for text as it is printed, in any script.

    Attributes:
        notice: an article that announces something.
        year_words: a word for a year counted from the one of printing, in small letters, with the difference (`去年`, -1).
        speech_verbs: verbs of saying, behind a speaker's name.
        answer_prefix: what an interview's answers begin with.
        anaphoric_subject: a sentence that begins so does not say what it is about (`该局`, "he").
    """

    notice: re.Pattern[str] = NOTHING
    year_words: tuple[tuple[str, int], ...] = ()
    speech_verbs: re.Pattern[str] = NOTHING
    answer_prefix: re.Pattern[str] = NOTHING
    anaphoric_subject: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class SmallTalkWords:
    """What is said that no article answers.

    Attributes:
        patterns: what belongs to each kind of small talk; `你` stands for every form of address.
        fillers: what may stand between two of them and says nothing.
    """

    patterns: Mapping[SmallTalkKind, re.Pattern[str]] = field(default_factory=dict)
    fillers: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class ListWords:
    """The words of questions for a list of reports, and for what somebody wrote or said.

    Attributes:
        requests: what asks for a list; the group `kept` still tells what it is about.
        fillers: what else such a question holds that tells nothing (`最近`, "so far").
        writing: words of writing, left out where an author's reports are asked for.
        after_author: stands behind the name of a known author whose reports are asked for; `after_any_name`: behind any name.
        before_author: ends right before such a name.
        asks_statement: asks for somebody's words.
        title: what stands before a name and tells nothing.
    """

    requests: tuple[re.Pattern[str], ...] = ()
    fillers: re.Pattern[str] = NOTHING
    writing: re.Pattern[str] = NOTHING
    after_author: re.Pattern[str] = NOTHING
    after_any_name: re.Pattern[str] = NOTHING
    before_author: re.Pattern[str] = NOTHING
    asks_statement: re.Pattern[str] = NOTHING
    title: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class CorrectionWords:
    """The words by which a paper corrects a report.

    Attributes:
        headline: in the headline of a correction.
        error: says in a text that something was wrong.
        own_report: says that it was this paper's.
        right_wording: begins the sentence that has the right wording.
        report_title: names the report's headline, as its one group.
        wrong_wording: quotes what was wrong, as its one group.
    """

    headline: re.Pattern[str] = NOTHING
    error: re.Pattern[str] = NOTHING
    own_report: re.Pattern[str] = NOTHING
    right_wording: re.Pattern[str] = NOTHING
    report_title: re.Pattern[str] = NOTHING
    wrong_wording: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class NameForms:
    """Long and short forms of the names of offices and schools.

    Attributes:
        find: what in a question may be such a name.
        forms_in: the other forms of a name that a text prints, from (text, name).
        replace: a text with one form in the place of another, from (text, asked, printed).
    """

    find: Callable[[str], list[str]] = lambda question: []
    forms_in: Callable[[str, str], Iterable[str]] = lambda text, name: ()
    replace: Callable[[str, str, str], str] = str.replace
