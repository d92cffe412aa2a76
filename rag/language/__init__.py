"""Language knowledge: question words, time expressions, names, synonyms and fixed texts.

Each language is a folder with one `Language` (see `rag.language.base`), registered here. The rest of rag calls the functions
below, which cover all registered languages, and names no language itself.
"""

from rag.language.any_language import (
    amounts_in,
    asked_events,
    asked_office,
    asked_place,
    clocks_in,
    facts_in,
    full_name,
    is_foreign,
    long_names,
    name_forms,
    numerals_in,
    people,
    replace_name,
)
from rag.language.asked_period import asked_period, guesses_period
from rag.language.base import Language
from rag.language.en import ENGLISH
from rag.language.kind import kind_of
from rag.language.mentioned_days import mentioned_days, mentioned_days_and_terms
from rag.language.merged_vocabulary import (
    correction_words,
    list_words,
    print_words,
    question_words,
)
from rag.language.recurring_weekdays import names_recurring_weekday
from rag.language.registry import language_of, languages, locale_of, register
from rag.language.respelling import PrintedWords, Respelling
from rag.language.tense import tense_at
from rag.language.time import Mention, mentions, reworded_days, without_days
from rag.language.vocabulary import Kind
from rag.language.wording import Locale, wording
from rag.language.zh import CHINESE

register(CHINESE)
register(ENGLISH)

__all__ = [
    "Kind",
    "Language",
    "Locale",
    "Mention",
    "PrintedWords",
    "Respelling",
    "amounts_in",
    "asked_events",
    "asked_office",
    "asked_period",
    "asked_place",
    "clocks_in",
    "correction_words",
    "facts_in",
    "full_name",
    "guesses_period",
    "is_foreign",
    "kind_of",
    "language_of",
    "languages",
    "list_words",
    "locale_of",
    "long_names",
    "mentioned_days",
    "mentioned_days_and_terms",
    "mentions",
    "name_forms",
    "names_recurring_weekday",
    "numerals_in",
    "people",
    "print_words",
    "question_words",
    "register",
    "replace_name",
    "reworded_days",
    "tense_at",
    "without_days",
    "wording",
]
