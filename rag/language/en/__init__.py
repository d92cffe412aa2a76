"""English."""

from rag.language.base import Language, TimeGrammar
from rag.language.en import time
from rag.language.en.around_times import AROUND
from rag.text.script import LATIN_WORD

ENGLISH = Language(
    code="en",
    letters=LATIN_WORD,
    time=TimeGrammar(starts=time.STARTS, rules=time.rules, words=AROUND),
)
