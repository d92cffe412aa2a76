"""What knows a language: how it asks, its time expressions, its names, its other words for the same.

Each language is a folder with one `Language` (see `rag.language.base`), registered here; the rest of rag asks the functions
of this room and names no language.
"""

from rag.language.base import Language
from rag.language.en import ENGLISH
from rag.language.event import event_days, spoken_days
from rag.language.registry import languages, register
from rag.language.time import Mention, asked_period, mentions, without_days
from rag.language.zh import CHINESE

register(CHINESE)
register(ENGLISH)

__all__ = [
    "Language",
    "Mention",
    "asked_period",
    "event_days",
    "languages",
    "mentions",
    "register",
    "spoken_days",
    "without_days",
]
