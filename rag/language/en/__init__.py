"""The description of English."""

from pathlib import Path

from rag.language.base import Language
from rag.language.en import time
from rag.language.en.amounts import amounts
from rag.language.en.clock import clocks
from rag.language.en.corrections import CORRECTIONS
from rag.language.en.events import asked_events
from rag.language.en.facts import facts
from rag.language.en.follow_up import FOLLOW_UPS
from rag.language.en.glossary import romanised_names
from rag.language.en.kind_patterns import KIND_PATTERNS
from rag.language.en.lists import LISTS
from rag.language.en.print import PRINT
from rag.language.en.questions import QUESTIONS
from rag.language.en.time_affixes import TIME_AFFIXES
from rag.language.en.translations import synonyms
from rag.language.vocabulary import TimeGrammar
from rag.language.wording import read_wording
from rag.text.script import LATIN_WORD

ENGLISH = Language(
    code="en",
    letters=LATIN_WORD,
    time=TimeGrammar(starts=time.STARTS, rules=time.rules, words=TIME_AFFIXES),
    questions=QUESTIONS,
    lists=LISTS,
    print=PRINT,
    wording=read_wording(Path(__file__).parent),
    locale=lambda text: "en",
    follow_ups=FOLLOW_UPS,
    events=asked_events,
    romanised_names=romanised_names,
    synonyms=synonyms,
    kind_patterns=KIND_PATTERNS,
    facts=facts,
    amounts=amounts,
    clocks=clocks,
    corrections=CORRECTIONS,
)
