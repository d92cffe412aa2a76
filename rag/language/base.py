"""The description of a language by which its questions and articles are understood.

A language is a folder here with one `Language`, registered in `rag/language/__init__.py`. A part that it leaves out has a
default that matches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from rag.language.respelling import PrintedWords, Respelling
from rag.language.values import Amount, Clock
from rag.language.vocabulary import (
    CorrectionWords,
    Kind,
    ListWords,
    NameForms,
    PrintWords,
    QuestionWords,
    TimeGrammar,
)
from rag.text.sentences import Span

if TYPE_CHECKING:
    from rag.language.follow_up import FollowUpWords


Facts = Callable[[str, date | None, Span | None, int], tuple[str, ...]]
"""From a quotation, the day it was printed, the position of its answering words (None if not known) and the most facts wanted:
what it says in numbers, days and names. The answering words come first."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Language:
    """One language.

    Attributes:
        code: the ISO 639-1 code.
        letters: matches each letter or word of the language. A text is in the language with the most matches.
        wording: the fixed texts of answers, by locale and key; see `rag.language.wording`.
        locale: the locale of a text in this language (`zh-Hant`).
        office: the office asked for, from the text before the question word for a person (`市水利局局长是` -> `局长`).
        place: the first place that a question names.
        events: for each of several events whose times a question compares, a question that asks when it was.
        people: the distinct names of persons in a text, in order of appearance.
        full_name: from (quote, text before it), the position in that text of the full name to which the first words of the
            quote refer (`该局`).
        romanised_names: parts of a text that may be romanised names ("Bailu"), in lower case without blanks.
        synonyms: for search words of a text, synonyms that articles may contain.
        respellings: from (question, words of the archive), the question's words that are probably misspelt.
        kind_patterns: for each kind, a pattern of the things in a text that can answer such a question.
        tagged_words: from (kind, text), the words that a segmenter tags as such things.
        names_office_holder: from (office, text), whether the text names the holder of the office.
        only_resembles_office: from (office, text), whether the text has the office's characters, but means something else.
        facts: facts of a quotation in another language, told in this one; see `Facts`.
        amounts, clocks: the amounts and the times of day of a text, in order.
    """

    code: str
    letters: re.Pattern[str]
    time: TimeGrammar = field(default_factory=TimeGrammar)
    questions: QuestionWords = field(default_factory=QuestionWords)
    lists: ListWords = field(default_factory=ListWords)
    print: PrintWords = field(default_factory=PrintWords)
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    locale: Callable[[str], str]
    follow_ups: FollowUpWords
    office: Callable[[str], str] = lambda before: ""
    place: Callable[[str], str] = lambda text: ""
    events: Callable[[str, date], tuple[str, ...]] = lambda search, today: ()
    people: Callable[[str], tuple[str, ...]] = lambda text: ()
    full_name: Callable[[str, str], Span | None] = lambda quote, before: None
    romanised_names: Callable[[str], list[str]] = lambda text: []
    synonyms: Callable[[str], Mapping[str, tuple[str, ...]]] = lambda text: {}
    respellings: Callable[[str, PrintedWords], tuple[Respelling, ...]] = lambda question, words: ()
    kind_patterns: Mapping[Kind, re.Pattern[str]] = field(default_factory=dict)
    tagged_words: Callable[[Kind, str], frozenset[str]] = lambda kind, text: frozenset()
    names_office_holder: Callable[[str, str], bool] = lambda office, text: False
    only_resembles_office: Callable[[str, str], bool] = lambda office, text: False
    facts: Facts = lambda quote, printed, answering, most: ()
    amounts: Callable[[str], Iterator[Amount]] = lambda text: iter(())
    numerals: Callable[[str], Iterator[Amount]] = lambda text: iter(())
    clocks: Callable[[str], Iterator[Clock]] = lambda text: iter(())
    corrections: CorrectionWords = field(default_factory=CorrectionWords)
    name_forms: NameForms = field(default_factory=NameForms)
