"""What a language says about itself, so that questions and articles in it are understood.

A language is a folder here with one `Language`, registered in `rag/language/__init__.py`. Every part that it leaves out
is one that it has no words for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from rag.language.vocabulary import (
    CorrectionWords,
    Kind,
    ListWords,
    NameForms,
    PrintWords,
    QuestionWords,
    SmallTalkWords,
    TimeGrammar,
)
from rag.text.sentences import Span

if TYPE_CHECKING:
    from rag.language.followup_rules import FollowUpRules


@dataclass(frozen=True, kw_only=True, eq=False)
class Language:
    """One language.

    Attributes:
        code: of ISO 639-1.
        letters: one match for each letter or word of it: a text is in the language that it has most matches of.
        wording: its fixed texts of answers, by locale and key; see `rag.language.wording`.
        locale: that of a text in it (`zh-Hant`).
        office: the office asked for, from what stands before a word that asks for a person (`市水利局局长是` -> `局长`).
        place: the first place that a question names.
        events: for each event that a question sets against others in time, the question of when it was.
        people: the names of persons in a text, in its order, each once.
        full_name: where the text before a quotation has the name that its first words stand for (`该局`).
        romanised_names: what in a text may be names of another language, as it spells them ("Bailu"), lower case and joined.
        synonyms: for search words of a text, other words for the same that articles may print.
        kind_patterns, tagged_words: how each kind of thing looks in a text: as a pattern, and as what a segmenter finds of it.
        names_office_holder: whether a text names who holds an office.
    """

    code: str
    letters: re.Pattern[str]
    time: TimeGrammar = field(default_factory=TimeGrammar)
    questions: QuestionWords = field(default_factory=QuestionWords)
    lists: ListWords = field(default_factory=ListWords)
    print: PrintWords = field(default_factory=PrintWords)
    small_talk: SmallTalkWords = field(default_factory=SmallTalkWords)
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    locale: Callable[[str], str]
    follow_ups: FollowUpRules
    office: Callable[[str], str] = lambda before: ""
    place: Callable[[str], str] = lambda text: ""
    events: Callable[[str, date], tuple[str, ...]] = lambda search, today: ()
    people: Callable[[str], tuple[str, ...]] = lambda text: ()
    full_name: Callable[[str, str], Span | None] = lambda quote, before: None
    romanised_names: Callable[[str], list[str]] = lambda text: []
    synonyms: Callable[[str], Mapping[str, tuple[str, ...]]] = lambda text: {}
    kind_patterns: Mapping[Kind, re.Pattern[str]] = field(default_factory=dict)
    tagged_words: Callable[[Kind, str], frozenset[str]] = lambda kind, text: frozenset()
    names_office_holder: Callable[[str, str], bool] = lambda office, text: False
    corrections: CorrectionWords = field(default_factory=CorrectionWords)
    name_forms: NameForms = field(default_factory=NameForms)
