"""What knows a language: how it asks, its time expressions, its names, its other words for the same.

Each language is a folder with one `Language` (see `rag.language.base`), registered here; the rest of rag asks the functions
of this room and names no language.
"""

from rag.language.asking import (
    asked_events,
    asked_office,
    asked_place,
    full_name,
    long_names,
    name_forms,
    people,
    put_name,
)
from rag.language.base import Language
from rag.language.en import ENGLISH
from rag.language.event import event_days, spoken_days
from rag.language.habit import habitual
from rag.language.joined import correction_words, list_words, print_words, question_words, small_talk_words
from rag.language.kind import kind_of
from rag.language.registry import language_of, languages, locale_of, register
from rag.language.time import Mention, asked_period, mentions, without_days
from rag.language.vocabulary import Kind, SmallTalkKind
from rag.language.wording import Locale, wording
from rag.language.zh import CHINESE

register(CHINESE)
register(ENGLISH)

__all__ = [
    "Kind",
    "Language",
    "Locale",
    "Mention",
    "SmallTalkKind",
    "asked_events",
    "asked_office",
    "asked_period",
    "asked_place",
    "correction_words",
    "event_days",
    "full_name",
    "habitual",
    "kind_of",
    "language_of",
    "languages",
    "list_words",
    "locale_of",
    "long_names",
    "mentions",
    "name_forms",
    "people",
    "print_words",
    "put_name",
    "question_words",
    "register",
    "small_talk_words",
    "spoken_days",
    "without_days",
    "wording",
]
