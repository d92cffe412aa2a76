"""The vocabularies of a language, by purpose. A field that a language leaves out matches nothing.

Patterns are for text in `match_form` (simplified script, lower case) and ignore case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from rag.dates.rules import Rule

Kind = Literal["number", "time", "person", "place", "reason", "manner", "yes_no", "thing"]
"""The kinds of thing that questions ask for."""

NOTHING = re.compile(r"(?!)")
"""Matches nowhere: the default of patterns that a language leaves out."""


def words(pattern: str) -> re.Pattern[str]:
    """A pattern that ignores case."""
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class TimeWords:
    """The words around time expressions.

    A prefix pattern ends at the beginning of the expression, a suffix pattern begins at its end.

    Attributes:
        lead: words that are removed together with an expression (`自`, "since the").
        prefix_since, prefix_before, prefix_until, prefix_after: open the period on one side ("since", "until").
        prefix_term: before a single day from which something holds ("from", "effective").
        prefix_open: opens the period if `suffix_open` follows the expression (`自…起`).
        prefix_range, range_and: "between" and its "and".
        range_separator: between the two ends of a range (`至`).
        list_separator: between the members of a list (`、`).
        prefix_moved: before a day to which something was moved (`推迟到`, "postponed until").
        suffix_since, suffix_before, suffix_after: open the period on one side (`以来`, `之前`).
        suffix_date_before, suffix_date_after: short forms that are used after dates only (`前`).
        suffix_open: see `prefix_open`.
        suffix_month_open: opens a period longer than a day (`3月起`).
        suffix_term: after a single day from which something holds (`3月1日8时起`).
        period_end_words: endings of an expression that means the end of a period: "before" it then includes these
            days (`3月底前`).
        term_endings: endings of an expression that begins a term (`今起`).
        apposition: between two expressions for one time ("Saturday, 2 May").
        past, future: words that show the tense of a sentence.
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
    prefix_moved: re.Pattern[str] = NOTHING
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
    apposition: re.Pattern[str] = NOTHING
    past: re.Pattern[str] = NOTHING
    future: re.Pattern[str] = NOTHING
    period_end_words: tuple[str, ...] = ()
    term_endings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TimeGrammar:
    """The time expressions of a language.

    Attributes:
        starts: pattern of the beginning of every expression; rules are tried only where it matches. It should need two
            characters or more, so that most positions of a text are skipped.
        rules: the rules, in the order in which they are tried at a position.
        words: the words around the expressions.
    """

    starts: str = NOTHING.pattern
    rules: Callable[[], Iterable[Rule]] = tuple
    words: TimeWords = field(default_factory=TimeWords)


@dataclass(frozen=True, kw_only=True)
class QuestionWords:
    """The words of questions.

    Attributes:
        kinds: for each kind, the question words that ask for it; the group `unit` is the unit that is counted (`次` in
            `多少次`).
        printed_units: the unit that papers print for a colloquial one, by its first character (`块` -> `元`).
        polite: greetings and thanks around a question.
        colloquial: pairs of a colloquial expression and the printed one.
        split_verb: the particle between a verb and its object, which papers do not print (`过` in `停过电`).
        rude: interjected rude words without meaning for the question.
        interrogatives: question words and phrases, which are not part of the topic.
        stop_words: words that say nothing about the topic.
        generic_words: words that fit any question.
        denials: lower-case beginnings of a clause that takes back what was asked (`不是二期，`).
        correcting: words at the beginning of a clause that only correct (`我问的是三期`), in lower case.
        asking: the verb of asking that may stand right before a name (`问马长青`).
        authorship: words about who wrote something.
        weekday, opening_hours: if both match, the weekday is a recurring one; a timetable counts as opening hours.
        year: a year that is named by its number.
        section: words after the name of a section that mark it as one.
    """

    kinds: Mapping[Kind, re.Pattern[str]] = field(default_factory=dict)
    printed_units: Mapping[str, str] = field(default_factory=dict)
    polite: re.Pattern[str] = NOTHING
    colloquial: tuple[tuple[re.Pattern[str], str], ...] = ()
    split_verb: re.Pattern[str] = NOTHING
    rude: re.Pattern[str] = NOTHING
    interrogatives: re.Pattern[str] = NOTHING
    stop_words: frozenset[str] = frozenset()
    generic_words: frozenset[str] = frozenset()
    denials: frozenset[str] = frozenset()
    correcting: frozenset[str] = frozenset()
    asking: re.Pattern[str] = NOTHING
    authorship: re.Pattern[str] = NOTHING
    weekday: re.Pattern[str] = NOTHING
    opening_hours: re.Pattern[str] = NOTHING
    year: re.Pattern[str] = NOTHING
    section: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class PrintWords:
    """The words by which articles are interpreted. These patterns are for text as printed, in either script.

    Attributes:
        notice: words in an article that announces something.
        year_words: pairs of a lower-case word for a year and its difference from the year of printing (`去年`, -1).
        day_words: lower-case words for a day near the day of printing (`昨天`).
        speech_verbs: verbs of saying, after a speaker's name.
        pronoun_says: the beginning of a sentence that goes on with the words of the last speaker (`她说`).
        answer_prefix: the beginning of an answer in an interview.
        changes: words by which a notice moves, suspends or cancels what was announced before; for text in `match_form`.
        anaphoric_subject: the beginning of a sentence that does not name its subject (`该局`, "he").
    """

    notice: re.Pattern[str] = NOTHING
    changes: re.Pattern[str] = NOTHING
    year_words: tuple[tuple[str, int], ...] = ()
    day_words: frozenset[str] = frozenset()
    speech_verbs: re.Pattern[str] = NOTHING
    pronoun_says: re.Pattern[str] = NOTHING
    answer_prefix: re.Pattern[str] = NOTHING
    anaphoric_subject: re.Pattern[str] = NOTHING


@dataclass(frozen=True, kw_only=True)
class ListWords:
    """The words of questions for a list of reports, for an author's reports, or for a person's statements.

    Whether a question is one of these is told by `rag.question.intent`; these words are then no part of its topic.

    Attributes:
        reports: words for reports and for printing them, and other words of a question for a list (`最近`, "latest").
        events: words for any event; what is announced for a day (`灯会`) need not print them.
        writing: words for writing; after a person's name they ask for the reports of an author whom the archive lacks.
        speaking: words for a person's statements.
        titles: titles of persons.
    """

    reports: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    writing: frozenset[str] = frozenset()
    speaking: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class CorrectionWords:
    """The words by which a paper corrects a report.

    Attributes:
        headline: marks the headline of a correction.
        error: says that something was wrong.
        own_report: says that the error was in this paper.
        right_wording: the beginning of the sentence with the right wording.
        report_title: the headline of the wrong report, as its only group.
        wrong_wording: the quoted wrong wording, as its only group.
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
        find: the parts of a question that may be such a name.
        forms_in: from (text, name), the other forms of the name in the text.
        replace: from (text, asked, printed), the text with `printed` in place of `asked`.
    """

    find: Callable[[str], list[str]] = lambda question: []
    forms_in: Callable[[str, str], Iterable[str]] = lambda text, name: ()
    replace: Callable[[str, str, str], str] = str.replace
